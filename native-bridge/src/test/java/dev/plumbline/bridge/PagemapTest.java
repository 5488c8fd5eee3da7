package dev.plumbline.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Reads this process's own pagemap over memory that the test mapped and touched itself. */
final class PagemapTest {

    private static final int PID = (int) ProcessHandle.current().pid();
    private static final Path FILE = Path.of("/proc/self/pagemap");
    private static final int PAGE =
            Math.toIntExact(NativeCalls.get().pageSizeBytes().answer().orElseThrow());
    private static final long PRESENT = 1L << 63;
    private static final long TB = 1L << 40;

    @Test
    void touchedPagesAreDeliveredWhetherScannedOrReadInFull() throws IOException {
        try (MappedMemory memory = new MappedMemory(64L << 20, MappedMemory.PROT_READ_WRITE)) {
            List<Long> touched = new ArrayList<>();
            for (long page = 0; page < (64L << 20) / PAGE; page += 1 + page / 3) {
                memory.touch(page * PAGE);
                touched.add(memory.span().start() + page * PAGE);
            }
            Map<Long, Long> full = new TreeMap<>(Long::compareUnsigned);
            PagemapCoverage inFull =
                    new Pagemap(FILE, PAGE, List.of(memory.span()), Long.MAX_VALUE, collectInto(full)).readInFull();
            assertThat(full.keySet()).containsExactlyElementsOf(touched);
            assertThat(full.values()).allMatch(entry -> (entry & PRESENT) != 0);
            assertThat(inFull).isEqualTo(new PagemapCoverage("pread", (64L << 20) / PAGE, List.of()));

            Map<Long, Long> asked = new TreeMap<>(Long::compareUnsigned);
            PagemapCoverage coverage = pagemap(List.of(memory.span()), Long.MAX_VALUE, collectInto(asked));
            assertThat(asked).isEqualTo(full);
            assertThat(coverage.notRead()).isEmpty();
            if (coverage.method().equals("PAGEMAP_SCAN")) {
                assertThat(coverage.entriesRead()).isBetween((long) touched.size(), inFull.entriesRead() / 8);
            }
        }
    }

    @Test
    void sixteenTerabytesOfReservationCostNextToNothing() {
        try (MappedMemory reserved = new MappedMemory(16 * TB, MappedMemory.PROT_NONE)) {
            long most = 1 << 20;
            PagemapCoverage coverage = assertTimeout(
                    Duration.ofSeconds(10), () -> pagemap(List.of(reserved.span()), most, (a, e, n) -> {}));
            switch (coverage.method()) {
                case "PAGEMAP_SCAN" ->
                    assertThat(coverage).isEqualTo(new PagemapCoverage("PAGEMAP_SCAN", 0, List.of()));
                default -> {
                    Span rest = new Span(
                            reserved.span().start() + most * PAGE,
                            reserved.span().end());
                    assertThat(coverage).isEqualTo(new PagemapCoverage("pread", most, List.of(rest)));
                }
            }
        }
    }

    @Test
    void withoutTheScanTheCapBoundsTheReservation() throws IOException {
        try (MappedMemory reserved = new MappedMemory(16 * TB, MappedMemory.PROT_NONE)) {
            PagemapCoverage coverage =
                    new Pagemap(FILE, PAGE, List.of(reserved.span()), 100_000, (a, e, n) -> {}).readInFull();
            Span rest = new Span(
                    reserved.span().start() + 100_000L * PAGE, reserved.span().end());
            assertThat(coverage).isEqualTo(new PagemapCoverage("pread", 100_000, List.of(rest)));
        }
    }

    @Test
    void whatLiesBehindTheCapIsNamed() {
        try (MappedMemory memory = new MappedMemory(200L * PAGE, MappedMemory.PROT_READ_WRITE)) {
            for (int page = 0; page < 200; page++) {
                memory.touch((long) page * PAGE);
            }
            long start = memory.span().start();
            Span low = new Span(start, start + 100L * PAGE);
            Span high = new Span(start + 150L * PAGE, start + 200L * PAGE);
            PagemapCoverage coverage = pagemap(List.of(low, high), 30, (a, e, n) -> {});
            assertThat(coverage.entriesRead()).isEqualTo(30);
            assertThat(coverage.notRead()).containsExactly(new Span(start + 30L * PAGE, low.end()), high);
        }
    }

    @Test
    void addressesThatAreNoUserMemoryAreNotRead() {
        Span vsyscall = new Span(0xffffffffff600000L, 0xffffffffff601000L);
        assertThat(pagemap(List.of(vsyscall), 1000, (a, e, n) -> {}).notRead()).containsExactly(vsyscall);
    }

    private static PagemapCoverage pagemap(List<Span> ranges, long most, PagemapVisitor visitor) {
        try (LiveHost host = LiveHost.open(Path.of("/"))) {
            return host.pagemap(PID, PAGE, ranges, most, visitor).content().orElseThrow();
        } catch (NotAHostException e) {
            throw new AssertionError(e);
        }
    }

    private static PagemapVisitor collectInto(Map<Long, Long> entries) {
        return (addresses, values, count) -> {
            for (int i = 0; i < count; i++) {
                entries.put(addresses[i], values[i]);
            }
        };
    }
}
