package dev.plumbline.inspector.captures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.check.Check;
import dev.plumbline.inspector.check.Checks;
import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.Kind;
import dev.plumbline.inspector.check.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Untouched kernels obey their own rules. What is weak on them is known from how the guests were set up: on x86 the program
 * {@code mapper} maps a page writable and executable, busybox is linked to a fixed address, one guest booted with
 * {@code nokaslr}, and Debian builds RISC-V kernels without CONFIG_RANDOMIZE_BASE.
 */
final class RealKernelsTest {

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.captures.CaptureReports#captures")
    void noConformanceCheckIsViolated(Path capture) {
        assertThat(CaptureReports.of(capture).findings())
                .filteredOn(f -> f.kind() == Kind.CONFORMANCE && f.verdict() instanceof Verdict.Violated)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.captures.CaptureReports#captures")
    void theWeakSettingsAreThoseOfBuildAndCommandLine(Path capture) {
        String name = capture.getFileName().toString();
        List<String> weak = violated(capture, "host.").map(Finding::subject).toList();
        if (name.equals("x86_64-numa-6g.zip")) {
            assertThat(weak).containsExactly("command line");
        } else if (name.startsWith("riscv64")) {
            assertThat(weak).containsExactly("CONFIG_RANDOMIZE_BASE");
        } else {
            assertThat(weak).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.captures.CaptureReports#captures")
    void theProgramThatMapsWritableAndExecutableIsFound(Path capture) {
        List<String> weak =
                violated(capture, "process.w-x").map(Finding::subject).toList();
        String name = capture.getFileName().toString();
        if (name.startsWith("x86_64") || name.startsWith("i386")) {
            assertThat(weak).isNotEmpty();
        }
        assertThat(weak).allSatisfy(subject -> assertThat(subject).contains("mapper"));
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.captures.CaptureReports#captures")
    void noOtherWeaknessThanFixedImages(Path capture) {
        assertThat(violated(capture, "process.").map(Finding::check).distinct().toList())
                .isSubsetOf("process.w-x", "process.not-pie");
    }

    private static Stream<Finding> violated(Path capture, String checks) {
        return CaptureReports.of(capture).findings().stream()
                .filter(f -> f.check().startsWith(checks) && f.verdict() instanceof Verdict.Violated);
    }

    /** None of the guests had a JVM, which a note says once for all checks of JVMs. */
    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.captures.CaptureReports#captures")
    void everyCheckAnswers(Path capture) {
        assertThat(CaptureReports.of(capture).findings().stream()
                        .map(Finding::check)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Checks.ALL.stream()
                        .map(Check::id)
                        .filter(id -> !id.startsWith("jvm."))
                        .toList());
        assertThat(CaptureReports.of(capture).host().notes())
                .anyMatch(note -> note.matches("no process runs a JVM \\([1-9]\\d* examined\\).*"));
    }
}
