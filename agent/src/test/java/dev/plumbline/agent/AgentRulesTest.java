package dev.plumbline.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the agent's classes may know, for the sake of the application that they are guests of. */
class AgentRulesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location ->
                    !location.contains("Test") && !location.contains("Guest") && !location.contains("AgentJar"))
            .importPackages("dev.plumbline.agent");

    @Test
    void theEntryPointsKnowTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("dev.plumbline.agent")
                .and()
                .haveNameMatching(
                        ".*\\.(PlumbAgent|Start|Arguments|Errand|Answer|IsolatedLoader|JdkCaches|Occupant)(\\$.*)?")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("dev.plumbline.agent", "java..", "org.jspecify.."))
                .check(CLASSES);
    }

    @Test
    void nothingIsPrintedLoggedOrLeftToTheEndOfTheJvm() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(System.class, "getLogger", String.class)
                .orShould()
                .callMethod(Runtime.class, "addShutdownHook", Thread.class)
                .orShould()
                .callMethod(java.io.File.class, "deleteOnExit")
                .orShould()
                .dependOnClassesThat(resideInAnyPackage("java.util.logging..", "com.sun.jna..", "picocli.."))
                .check(CLASSES);
    }
}
