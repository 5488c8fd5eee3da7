package dev.plumbline.inspector.captures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.source.Capture;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the page tables of real kernels, stopped while the program mapper ran, must show. */
final class StoppedMachinesTest {

    /** The captures' READMEs: every machine was stopped while mapper was spinning, CPU 0 at least. */
    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.captures.StoppedMachines#names")
    void theRunningProcessIsFoundAndItsPagesAgree(String name) {
        List<Finding> found = findings(name, "mmu.pagemap-agrees");

        assertThat(found)
                .filteredOn(f -> f.subject().matches("pid \\d+ mapper"))
                .hasSize(1);
        assertThat(found).filteredOn(f -> f.subject().startsWith("pid ")).allSatisfy(f -> assertThat(f.verdict())
                .isInstanceOfAny(Verdict.Holds.class, Verdict.Explained.class));
        assertThat(found)
                .filteredOn(f -> !f.subject().startsWith("pid "))
                .hasSize(1)
                .allSatisfy(f -> assertThat(f.subject()).isEqualTo("other processes"));
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.captures.StoppedMachines#names")
    void everyTableStandsInAFrameThatMayHoldOne(String name) {
        assertThat(findings(name, "mmu.page-table-frames")).hasSize(1).allSatisfy(f -> assertThat(f.verdict())
                .isInstanceOf(Verdict.Explained.class));
    }

    /** The kernels' own logs: all checked W+X mappings and found none, save i386 without PAE, which has no NX. */
    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.captures.StoppedMachines#names")
    void theKernelsPagesAreNotWritableAndExecutable(String name) {
        Class<? extends Verdict> expected = name.equals("i386-nonpae") ? Verdict.Explained.class : Verdict.Holds.class;

        assertThat(findings(name, "mmu.wx-kernel")).hasSize(1).allSatisfy(f -> assertThat(f.verdict())
                .isInstanceOf(expected));
    }

    private static List<Finding> findings(String name, String check) {
        try (Capture files = StoppedMachines.open(name)) {
            return CaptureReports.run(files, List.of(check), Set.of()).findings();
        }
    }
}
