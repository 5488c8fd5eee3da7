package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.bridge.LiveHost;
import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
import dev.plumbline.inspector.check.Verdict.Holds;
import dev.plumbline.inspector.check.Verdict.NotObservable;
import dev.plumbline.inspector.check.Verdict.Violated;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs of this host: the reference's rules are those of the JVM that was started, and nothing it does may break them. */
@EnabledOnOs(OS.LINUX)
class JvmChecksLiveTest {

    private static final List<Check> CHECKS =
            Checks.ALL.stream().filter(JvmCheck.class::isInstance).toList();

    @ParameterizedTest
    @CsvSource({
        "-XX:+UseSerialGC -Xmx256m, 'base 0x0, shift 0'",
        "-XX:+UseG1GC -Xmx4g,       'base 0x0, shift 3'",
        "-XX:+UseSerialGC -Xmx1g -XX:HeapBaseMinAddress=40g, 'base 0xa00000000, shift 3'",
        "-XX:+UseSerialGC -XX:-UseCompressedOops, 64 bits",
    })
    void aJvmOfThisReleaseKeepsItsRules(String options, String encoding) throws NotAHostException {
        Map<String, Verdict> verdicts = examine(Jdk.own(), options);

        assertThat(violated(verdicts)).isEmpty();
        assertThat(verdicts.get("jvm.compressed-oops-consistent references"))
                .isInstanceOfSatisfying(
                        Holds.class, h -> assertThat(h.observed()).isEqualTo(encoding));
        assertThat(verdicts.get("jvm.heap-window heap")).isInstanceOf(Holds.class);
        assertThat(verdicts.get("jvm.stack-guards stacks")).isInstanceOf(Holds.class);
        assertThat(verdicts.get("jvm.owner-total resident")).isNotInstanceOf(NotObservable.class);
    }

    /** The zones grow with the option, and the stack with them. */
    @Test
    void theZonesThatThisJvmHasAreThoseOfItsOptions() throws NotAHostException {
        Map<String, Verdict> verdicts = examine(Jdk.own(), "-XX:+UseSerialGC -XX:StackYellowPages=5 -Xss2m");

        assertThat(verdicts.get("jvm.stack-guards stacks"))
                .isInstanceOfSatisfying(
                        Holds.class, h -> assertThat(h.because()).startsWith("28 KiB"));
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {8, 11, 17, 21, 25, 26})
    void soDoThoseOfOtherReleases(int version) throws NotAHostException {
        Optional<Jdk> jdk = Jdk.ofVersion(version);
        assumeTrue(jdk.isPresent(), Jdk.missing(version));
        for (String options :
                List.of("-XX:+UseSerialGC", "-XX:+UseParallelGC -Xmx5g", "-XX:+UseG1GC -XX:-UseCompressedOops")) {
            assertThat(violated(examine(jdk.get(), options))).as(options).isEmpty();
        }
    }

    private static Map<String, Verdict> violated(Map<String, Verdict> verdicts) {
        return verdicts.entrySet().stream()
                .filter(e -> e.getValue() instanceof Violated)
                .collect(Collectors.toMap(Map.Entry::getKey, e -> Objects.requireNonNull(e.getValue())));
    }

    private static Map<String, Verdict> examine(Jdk jdk, String options) throws NotAHostException {
        try (TargetJvm target = TargetJvm.start(jdk, List.of(options.strip().split(" ", -1)));
                LiveHost host = LiveHost.open(Path.of("/"))) {
            Report report = CheckRun.run(host, new Selection(CHECKS, Set.of(target.pid())), ProgressListener.NONE);
            assumeTrue(
                    report.findings().stream().noneMatch(JvmChecksLiveTest::deniesMemory),
                    "this user may not read the memory of another process");
            return report.findings().stream()
                    .collect(Collectors.toMap(
                            f -> f.check() + " " + f.subject().replaceFirst("^pid \\d+ \\S+ ", ""), Finding::verdict));
        }
    }

    private static boolean deniesMemory(Finding finding) {
        return finding.verdict() instanceof NotObservable unseen
                && unseen.remedy().contains("ptrace");
    }
}
