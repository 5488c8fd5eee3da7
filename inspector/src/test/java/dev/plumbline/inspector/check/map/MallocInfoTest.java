package dev.plumbline.inspector.check.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.inspector.owner.Owner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** glibc's own account of its arenas, {@code malloc_info(3)}, beside what is found of them from outside. */
@EnabledOnOs(OS.LINUX)
@Timeout(90)
class MallocInfoTest {

    /** Of each arena, and then of all: the part of its heaps that may be touched. */
    private static final Pattern USABLE = Pattern.compile("<aspace type=\"mprotect\" size=\"(\\d+)\"/>");

    @Test
    void arenasAreAsLargeAsMallocSays(@TempDir Path folder)
            throws IOException, InterruptedException, NotAHostException {
        try (NativeTarget target = NativeTarget.start(folder, "arenas.c", List.of())) {
            assumeTrue(target.lines().stream().anyMatch(l -> l.startsWith("<malloc")), "needs glibc");
            ProcessMap map = LiveMaps.mapped(target.pid(), MapOptions.OUTSIDE);
            assumeTrue(map.notes().stream().noneMatch(n -> n.contains("cannot be read")), "needs ptrace rights");
            List<Long> usable = target.lines().stream()
                    .map(USABLE::matcher)
                    .filter(Matcher::matches)
                    .map(size -> Long.valueOf(size.group(1)))
                    .toList();

            assertThat(usable)
                    .as("the main arena, four others, and all of them")
                    .hasSize(6);
            assertThat(bytes(map, Owner.BRK)).isEqualTo(usable.get(0));
            assertThat(bytes(map, Owner.MALLOC_ARENA))
                    .isEqualTo(usable.subList(1, 5).stream()
                            .mapToLong(Long::longValue)
                            .sum());
            assertThat(bytes(map, Owner.BRK) + bytes(map, Owner.MALLOC_ARENA)).isEqualTo(usable.get(5));
        }
    }

    /** What of an owner's may be written to. */
    private static long bytes(ProcessMap map, Owner owner) {
        return map.ranges().stream()
                .filter(r -> r.owner() == owner && r.vma().writable())
                .mapToLong(r -> r.range().sizeBytes())
                .sum();
    }
}
