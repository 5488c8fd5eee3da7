package dev.plumbline.inspector.check.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.VirtAddr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A C program's own words about its stacks, arenas and allocations, beside the owners that are told from outside. */
@EnabledOnOs(OS.LINUX)
class NativeOwnersTest {

    private final Path folder;

    NativeOwnersTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-O1", "-m32", "-static"})
    void everyPieceHasTheOwnerThatTheProgramSays(String option)
            throws IOException, InterruptedException, NotAHostException {
        try (NativeTarget target = NativeTarget.start(folder, "allocations.c", List.of(option), "6")) {
            ProcessMap map = LiveMaps.mapped(target.pid(), MapOptions.OUTSIDE);
            assumeTrue(map.notes().stream().noneMatch(n -> n.contains("cannot be read")), "needs ptrace rights");

            assertThat(target.said("stack")).hasSize(6);
            for (String[] stack : target.said("stack")) {
                stack(map, stack);
            }
            for (String[] arena : target.said("arena")) {
                assertThat(at(map, address(arena[0])).owner())
                        .isIn(Owner.MALLOC_ARENA, option.equals("-m32") ? Owner.BRK : Owner.MALLOC_ARENA);
            }
            for (String[] chunk : target.said("chunk")) {
                assertThat(at(map, address(chunk[0])).owner()).isEqualTo(Owner.MALLOC_MMAPPED);
                assertThat(at(map, address(chunk[0]) + Long.parseLong(chunk[1]) - 1)
                                .owner())
                        .isEqualTo(Owner.MALLOC_MMAPPED);
            }
            assertThat(at(map, address(target.said("aligned").get(0)[0])).owner())
                    .isEqualTo(Owner.MALLOC_MMAPPED);
            assertThat(at(map, address(target.said("own").get(0)[0])).owner()).isEqualTo(Owner.ANONYMOUS);
            assertThat(at(map, address(target.said("sysv").get(0)[0])).label()).startsWith("System V");
            assertThat(at(map, address(target.said("zero").get(0)[0])).label()).isEqualTo("shared anonymous");
            assertThat(map.ranges())
                    .anyMatch(r -> r.label().equals("memfd example") && r.owner() == Owner.SHARED_MEMORY);
        }
    }

    private static void stack(ProcessMap map, String[] said) {
        String name = "thread %s \"%s %s\"".formatted(said[3], said[4], said[5]);
        long low = address(said[0]);
        long top = low + Long.parseLong(said[1]) - 1;
        assertThat(at(map, top)).satisfies(r -> {
            assertThat(r.owner()).isEqualTo(Owner.THREAD_STACK);
            assertThat(r.label()).isEqualTo(name);
        });
        assertThat(at(map, low).label()).isEqualTo(name);
        assertThat(at(map, low).owner()).isEqualTo(Owner.THREAD_STACK);
        assertThat(at(map, low - 1).owner()).isEqualTo(Owner.GUARD);
        assertThat(at(map, low - Long.parseLong(said[2])).label()).isEqualTo(name);
    }

    @Test
    void withoutReadingMemoryPrivateMemoryStaysAnonymous() throws IOException, InterruptedException, NotAHostException {
        try (NativeTarget target = NativeTarget.start(folder, "allocations.c", List.of(), "2")) {
            ProcessMap map = LiveMaps.mapped(target.pid(), MapOptions.KERNEL_FILES);

            long inArena = address(target.said("arena").get(0)[0]);
            assertThat(at(map, inArena).owner()).isEqualTo(Owner.ANONYMOUS);
        }
    }

    private static OwnedRange at(ProcessMap map, long address) {
        return map.ranges().stream()
                .filter(r -> r.range().contains(new VirtAddr(address)))
                .findFirst()
                .orElseThrow();
    }

    private static long address(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }
}
