package dev.plumbline.inspector.check.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every release with every collector it has, and variations. The table in docs/jvm-owners.md is what the slow part prints with
 * {@code -Dplumbline.jvm-owners=FILE}.
 */
@EnabledOnOs(OS.LINUX)
class OwnersOfJvmsTest {

    private static final double OUTSIDE_LIMIT = 0.10;
    private static final double ASKED_LIMIT = 0.02;
    private static final int ATTEMPTS = 10;

    static Stream<JvmSetup> ofThisMachine() {
        return Stream.of(17, 25)
                .flatMap(r -> Stream.concat(JvmSetup.collectorsOf(r), JvmSetup.variationsOf(r)))
                .filter(s -> s.name().matches("G1|Z|Serial|G1, pid namespace"));
    }

    static Stream<JvmSetup> all() {
        return JvmSetup.RELEASES.stream()
                .flatMap(r -> Stream.concat(JvmSetup.collectorsOf(r), JvmSetup.variationsOf(r)));
    }

    @ParameterizedTest
    @MethodSource("ofThisMachine")
    void owned(JvmSetup setup) throws NotAHostException {
        check(setup);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("all")
    void ownedByAnyJvm(JvmSetup setup) throws NotAHostException {
        check(setup);
    }

    private static void check(JvmSetup setup) throws NotAHostException {
        assumeTrue(setup.available(), Jdk.missing(setup.release()));
        try (TargetJvm target = setup.start()) {
            int pid = setup.pidOf(target);
            OwnedShare outside = OwnedShare.of(LiveMaps.mapped(pid, MapOptions.OUTSIDE));
            OwnedShare asked = OwnedShare.of(LiveMaps.mapped(pid, new MapOptions(true, true)));
            OwnerTable.add(setup, outside, asked);

            assertThat(outside.unowned())
                    .as("without an owner, from outside: %s", outside)
                    .isLessThan(OUTSIDE_LIMIT);
            assertThat(asked.unowned()).as("without an owner, asked: %s", asked).isLessThan(ASKED_LIMIT);
            addUp(pid);
        }
    }

    /** The kernel's own sum, read before and after: of a target that waits it is the same, and so is that of the owners. */
    private static void addUp(int pid) throws NotAHostException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long before = residentKib(pid);
            long owned = OwnedShare.of(LiveMaps.mapped(pid, MapOptions.OUTSIDE)).residentBytes() >> 10;
            if (residentKib(pid) == before) {
                assertThat(owned).as("resident, KiB").isEqualTo(before);
                return;
            }
        }
        throw new AssertionError("the target never rested while its map was read");
    }

    private static long residentKib(int pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            String rss = lines.filter(l -> l.startsWith("Rss:")).findFirst().orElseThrow();
            return Long.parseLong(rss.replaceAll("[^0-9]", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
