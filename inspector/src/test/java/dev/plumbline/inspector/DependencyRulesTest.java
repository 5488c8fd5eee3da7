package dev.plumbline.inspector;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.plumbline.inspector.check.Check;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The dependency rules of DESIGN.md, held against the compiled classes of every module. */
class DependencyRulesTest {

    private static final String ROOT = "dev.plumbline.inspector.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("src-test-fixtures"))
            .importPackages("dev.plumbline");

    @Test
    void roomsDependOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.plumbline.inspector..")
                .layer("unit")
                .definedBy(ROOT + "unit..")
                .layer("memory")
                .definedBy(ROOT + "memory..")
                .layer("arch")
                .definedBy(ROOT + "arch..")
                .layer("observed")
                .definedBy(ROOT + "observed..")
                .layer("owner")
                .definedBy(ROOT + "owner..")
                .layer("jvm")
                .definedBy(ROOT + "jvm..")
                .layer("reference")
                .definedBy(ROOT + "reference..")
                .layer("source")
                .definedBy(ROOT + "source..")
                .layer("check")
                .definedBy(ROOT + "check..")
                .layer("report")
                .definedBy(ROOT + "report..")
                .layer("cli")
                .definedBy(ROOT + "cli..")
                .whereLayer("unit")
                .mayNotAccessAnyLayer()
                .whereLayer("memory")
                .mayOnlyAccessLayers("unit")
                .whereLayer("arch")
                .mayOnlyAccessLayers("unit")
                .whereLayer("observed")
                .mayOnlyAccessLayers("unit", "arch")
                .whereLayer("owner")
                .mayOnlyAccessLayers("unit", "arch", "observed")
                .whereLayer("jvm")
                .mayOnlyAccessLayers("unit", "arch", "observed", "owner")
                .whereLayer("reference")
                .mayOnlyAccessLayers("unit", "memory", "arch")
                .whereLayer("source")
                .mayOnlyAccessLayers("unit", "memory")
                .whereLayer("check")
                .mayOnlyAccessLayers("unit", "memory", "arch", "observed", "owner", "jvm", "reference")
                .whereLayer("report")
                .mayOnlyAccessLayers("check", "owner", "jvm", "unit", "arch")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void theModelIsNotFedByItsOwnObservation() {
        noClasses()
                .that(resideInAPackage(ROOT + "reference.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(ROOT + "observed..", ROOT + "check..", "dev.plumbline.bridge.."))
                .check(CLASSES);
        noClasses()
                .that(resideInAPackage(ROOT + "observed.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(ROOT + "reference..", ROOT + "check..", "dev.plumbline.bridge.."))
                .check(CLASSES);
    }

    @Test
    void bytesComeInThroughKernelFilesAlone() {
        DescribedPredicate<JavaClass> files = DescribedPredicate.describe(
                "file access",
                c -> c.getPackageName().startsWith("java.nio.file")
                        || c.getName().equals("java.io.File")
                        || c.getSimpleName()
                                .matches("File(Input|Output)Stream|FileReader|FileWriter|RandomAccessFile"));
        noClasses()
                .that(resideInAnyPackage(
                        ROOT + "unit..",
                        ROOT + "memory..",
                        ROOT + "arch..",
                        ROOT + "observed..",
                        ROOT + "owner..",
                        ROOT + "jvm..",
                        ROOT + "reference..",
                        ROOT + "check..",
                        ROOT + "report.."))
                .should()
                .dependOnClassesThat(files)
                .check(CLASSES);
    }

    @Test
    void onlyTheBridgeKnowsJnaAndOshi() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.plumbline.bridge.jna..")
                .should()
                .dependOnClassesThat(resideInAPackage("com.sun.jna.."))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.plumbline.bridge.oshi..")
                .should()
                .dependOnClassesThat(resideInAPackage("oshi.."))
                .check(CLASSES);
        noClasses()
                .that(resideInAPackage("dev.plumbline.inspector.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.plumbline.bridge.jna..", "dev.plumbline.bridge.oshi.."))
                .check(CLASSES);
    }

    /** A string constant leaves its text in the class file, and nothing else does. */
    @Test
    void theMachineThatAnalysesIsAskedForItsArchitectureByLiveHostAlone() throws IOException {
        List<String> asking = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            if (text(type).contains("os.arch")) {
                asking.add(type.getName());
            }
        }
        assertThat(asking).containsExactly("dev.plumbline.bridge.LiveHost");
    }

    @Test
    void onlyTheCommandLinePrintsAndExits() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void aCheckIsNobodyElsesBusiness() {
        classes()
                .that()
                .implement(Check.class)
                .and()
                .areNotInterfaces()
                .should()
                .bePackagePrivate()
                .andShould()
                .haveModifier(JavaModifier.FINAL)
                .andShould()
                .resideInAPackage(ROOT + "check")
                .check(CLASSES);
    }

    @Test
    void noClassIsADumpingGround() {
        noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Helpers?|Misc|Common|Manager)")
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() throws IOException {
        Set<String> packages =
                CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages).hasSizeGreaterThan(8).allSatisfy(name -> {
            String path = "/" + name.replace('.', '/') + "/package-info.class";
            try (InputStream in = DependencyRulesTest.class.getResourceAsStream(path)) {
                assertThat(in).as(path).isNotNull();
                assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                        .as(name)
                        .contains(NullMarked.class.getSimpleName());
            }
        });
    }

    private static String text(JavaClass type) throws IOException {
        String path = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream in = DependencyRulesTest.class.getResourceAsStream(path)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
