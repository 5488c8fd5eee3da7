package dev.plumbline.inspector.check.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.bridge.LiveHost;
import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.bridge.Origin;
import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
import dev.plumbline.inspector.jvm.ask.Ask;
import dev.plumbline.inspector.jvm.ask.AskAnswer;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is found from outside, held against the JVM's native memory tracking: an account kept by other code in another process, exact
 * to the byte, where {@code System.map} names whole mappings though the kernel may have joined several. Where the JVM names an
 * owner, ours is the same, or unknown; never another.
 */
@EnabledOnOs(OS.LINUX)
class NativeMemoryOracleTest {

    /** Guard zones are inside what System.map calls a stack; what is not known is not said. */
    private static final Set<Owner> NO_CONTRADICTION = Set.of(Owner.GUARD, Owner.UNKNOWN);

    static Stream<JvmSetup> others() {
        return JvmSetup.RELEASES.stream().flatMap(JvmSetup::collectorsOf);
    }

    @ParameterizedTest
    @CsvSource("25")
    void ownersAreThoseOfTheJvmsAccount(int release) throws NotAHostException {
        check(JvmSetup.collectorsOf(release)
                .filter(s -> s.name().equals("G1"))
                .findFirst()
                .orElseThrow());
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("others")
    void ownersAreThoseOfAnyJvmsAccount(JvmSetup setup) throws NotAHostException {
        check(setup);
    }

    private static void check(JvmSetup setup) throws NotAHostException {
        assumeTrue(setup.available(), Jdk.missing(setup.release()));
        List<String> options = Stream.concat(setup.options().stream(), Stream.of("-XX:NativeMemoryTracking=detail"))
                .toList();
        try (TargetJvm target = TargetJvm.start(setup.jdk(), options)) {
            Origin.Live host = (Origin.Live) LiveHost.open(Path.of("/")).origin();
            ProcessMap first = LiveMaps.mapped(target.pid(), MapOptions.KERNEL_FILES);
            AskAnswer answer = Ask.read(host, target.pid(), first.stat().startTimeTicks(), List.of());
            ProcessMap map = LiveMaps.mapped(target.pid(), MapOptions.OUTSIDE);
            List<Claim> named = ((AskAnswer.Answered) answer)
                    .coarse().stream()
                            .filter(c -> c.evidence().equals("VM.native_memory"))
                            .toList();

            assertThat(named).extracting(Claim::owner).contains(Owner.JAVA_HEAP, Owner.CODE_CACHE, Owner.THREAD_STACK);
            assertThat(map.ranges().stream().flatMap(range -> contradiction(named, range).stream()))
                    .isEmpty();
        }
    }

    private static Optional<String> contradiction(List<Claim> named, OwnedRange range) {
        return named.stream()
                .filter(c -> c.range().contains(range.range()))
                .findFirst()
                .filter(c -> range.owner() != c.owner() && !NO_CONTRADICTION.contains(range.owner()))
                .map(c -> "%s is %s %s by %s, and %s %s by the JVM"
                        .formatted(
                                range.range(),
                                range.owner().word(),
                                range.label(),
                                range.evidence(),
                                c.owner().word(),
                                c.label()));
    }
}
