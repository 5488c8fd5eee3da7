package dev.plumbline.inspector.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
import dev.plumbline.inspector.jvm.direct.DirectBuffer;
import dev.plumbline.inspector.jvm.direct.DirectBuffers;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every direct buffer of a program, beside the addresses that the program itself prints and what its JVM's bean counts. */
final class DirectBuffersTest {

    private static final long PAGE = 4096;

    static Stream<HeapSetup> ofThisMachine() {
        return HeapSetup.ofThisMachine();
    }

    static Stream<HeapSetup> all() {
        return HeapSetup.all();
    }

    @ParameterizedTest
    @MethodSource("ofThisMachine")
    void buffersAreThoseOfTheProgram(HeapSetup setup) throws Exception {
        compare(setup, "", "odd=120");
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("all")
    void buffersAreThoseOfTheProgramOnAnyJvm(HeapSetup setup) throws Exception {
        compare(setup, "", "odd=400");
    }

    /** The JVM puts a header of its own before each allocation. */
    @Test
    void nativeMemoryTrackingIsLookedThrough() throws Exception {
        compare(new HeapSetup(17, "-XX:+UseSerialGC"), "-XX:NativeMemoryTracking=summary", "odd=60");
    }

    @Test
    void aBufferOnAPageBoundaryLiesInsideOfItsMemory() throws Exception {
        compare(new HeapSetup(17, "-XX:+UseSerialGC"), "-Dsun.nio.PageAlignDirectMemory=true", "odd=60");
    }

    @Test
    void whatIsCountedAndHasNoBufferIsNoted() throws Exception {
        HeapSetup setup = new HeapSetup(25, "-XX:+UseSerialGC");
        assumeTrue(setup.jdk().isPresent(), () -> Jdk.missing(25));
        try (TargetJvm target = TargetJvm.start(setup.jdk().get(), setup.options(), "segment=3");
                LiveTarget live = new LiveTarget(target.pid())) {
            HotspotAnswer.Found found = (HotspotAnswer.Found) live.read();
            assertThat(found.notes())
                    .containsExactly(
                            "java.nio counts 23 MiB in 21 allocations outside of the heap, of which 20 MiB in 20 are direct "
                                    + "buffers; the others, such as segments of automatic arenas (java.lang.foreign), count as the allocator's");
        }
    }

    private static void compare(HeapSetup setup, String option, String odd) throws Exception {
        Optional<Jdk> jdk = setup.jdk();
        assumeTrue(jdk.isPresent(), () -> Jdk.missing(setup.release()));
        List<String> options = new ArrayList<>(setup.options());
        if (setup.release() > 8) {
            options.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
        }
        if (!option.isEmpty()) {
            options.add(option);
        }
        List<String> arguments = new ArrayList<>(setup.moving());
        arguments.add(odd);
        try (TargetJvm target = TargetJvm.start(jdk.get(), options, arguments.toArray(String[]::new));
                LiveTarget live = new LiveTarget(target.pid())) {
            Map<Long, Long> printed = new TreeMap<>();
            String pool = "";
            for (String line : target.printed()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("direct")) {
                    printed.put(Long.parseLong(words[1], 16), Long.valueOf(words[2]));
                }
                pool = line.startsWith("pool direct ") ? line : pool;
            }
            HotspotAnswer.Found found = (HotspotAnswer.Found) live.read();
            DirectBuffers buffers = found.facts().directBuffers();
            assertThat(buffers.missing()).isEmpty();
            same(buffers, printed);
            DirectBuffers.Reserved counted = buffers.reserved().orElseThrow();
            assertThat(pool)
                    .isEqualTo("pool direct %d %d %d"
                            .formatted(counted.count(), counted.memoryBytes(), counted.capacityBytes()));
            pagesAreTheirs(found, printed);
        }
    }

    /** One by one. The JDK itself may have some more: a thread's buffers for input and output. */
    private static void same(DirectBuffers buffers, Map<Long, Long> printed) {
        assertThat(printed).hasSizeGreaterThan(50);
        printed.forEach((address, capacity) -> assertThat(buffers.buffers())
                .as("0x%x, %d bytes", address, capacity)
                .filteredOn(b -> holds(b, address))
                .extracting(DirectBuffer::capacityBytes)
                .containsExactly(capacity));
        assertThat(buffers.reserved().orElseThrow().count())
                .as("what the JDK counts, and what was found")
                .isEqualTo(buffers.buffers().size());
        assertThat(buffers.reserved().orElseThrow().memoryBytes()).isEqualTo(buffers.memoryBytes());
        assertThat(buffers.reserved().orElseThrow().capacityBytes()).isEqualTo(buffers.capacityBytes());
    }

    private static boolean holds(DirectBuffer buffer, long address) {
        long start = buffer.memory().start().value();
        return address >= start
                && address - start <= Math.max(0, buffer.memory().sizeBytes() - buffer.capacityBytes());
    }

    /** Every page that lies whole in a buffer is claimed, and no more than a page at either end of each buffer besides. */
    private static void pagesAreTheirs(HotspotAnswer.Found found, Map<Long, Long> printed) {
        List<Claim> claims = found.claims().stream()
                .filter(c -> c.owner() == Owner.DIRECT_BUFFER)
                .toList();
        printed.forEach((address, capacity) -> {
            for (long page = address + PAGE - 1 & -PAGE; page + PAGE <= address + capacity; page += PAGE) {
                long at = page;
                assertThat(claims)
                        .as("page 0x%x of the buffer at 0x%x", at, address)
                        .anyMatch(c -> c.range().start().value() <= at
                                && c.range().end().value() >= at + PAGE);
            }
        });
        long claimed = claims.stream().mapToLong(c -> c.range().sizeBytes()).sum();
        long memory = found.facts().directBuffers().memoryBytes();
        assertThat(claimed).isBetween(memory - printed.size() * PAGE, memory + 2 * PAGE * printed.size());
        assertThat(claims).allMatch(c -> c.evidence().contains("head of glibc's malloc"));
        assertThat(found.notes()).noneMatch(n -> n.contains("not where") || n.contains("there may be more"));
    }
}
