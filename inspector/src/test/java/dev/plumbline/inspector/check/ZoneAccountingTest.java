package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle is the kernel: its counters, and its flags of every frame. */
class ZoneAccountingTest {

    private static final String ZONEINFO = "proc/zoneinfo";
    private static final String KPAGEFLAGS = "proc/kpageflags";
    private static final long KPF_SLAB = 1 << 7;
    private static final long KPF_RESERVED = 1L << 32;

    static Stream<String> captures() {
        return Captures.all().stream().map(p -> p.getFileName().toString().replace(".zip", ""));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theFramesOfEveryKernelBearOutItsCounters(String capture) {
        StoredFiles files = stored(capture);
        Map<String, Verdict> verdicts = examine(files);

        assertThat(verdicts).allSatisfy((subject, verdict) -> assertThat(verdict)
                .as(subject)
                .isInstanceOfAny(Verdict.Holds.class, Verdict.Explained.class, Verdict.Drifted.class));
        assertThat(verdicts.keySet().stream().filter(s -> s.endsWith(" managed")))
                .isNotEmpty()
                .allSatisfy(s -> assertThat(verdicts.get(s)).isInstanceOf(Verdict.Holds.class));
        if (files.text("proc/meminfo").contains("Hugetlb:")) {
            assertThat(verdicts.get("hugetlb pages")).isInstanceOf(Verdict.Holds.class);
        }
    }

    /** One CPU with a threshold of 6 pages, and two counters of LRU lists; the guest stood still. */
    @ParameterizedTest
    @CsvSource({
        "nr_zone_inactive_anon 7255, nr_zone_inactive_anon 7277, node 0 DMA32 pages on anonymous LRU lists",
        "nr_zone_unevictable 16, nr_zone_unevictable 23, node 0 DMA32 unevictable pages",
        "nr_mlock     16, nr_mlock     9, node 0 DMA32 mlocked pages",
        "nr_page_table_pages 213, nr_page_table_pages 221, node 0 page-table pages",
        "nr_shmem     3367, nr_shmem     3360, node 0 shared memory pages",
        "nr_mapped    1675, nr_mapped    1685, node 0 mapped file pages",
        "nr_slab_unreclaimable 1687, nr_slab_unreclaimable 1391, node 0 slab pages"
    })
    void aCounterThatIsOffByMoreThanTheCpusPartsIsViolated(String before, String after, String subject) {
        StoredFiles files = stored("x86_64-4level");
        StoredFiles changed = files.editing(ZONEINFO, t -> t.replace(before, after))
                .editing(StoredFiles.AGAIN + ZONEINFO, t -> t.replace(before, after));
        assertThat(changed.text(ZONEINFO)).isNotEqualTo(files.text(ZONEINFO));

        Map<String, Verdict> verdicts = examine(changed);

        assertThat(verdicts.get(subject)).isInstanceOf(Verdict.Violated.class);
        assertThat(verdicts.values().stream().filter(Verdict.Violated.class::isInstance))
                .hasSize(1);
    }

    @Test
    void whatACpuKeepsToItselfIsNamedWithItsBound() {
        Verdict verdict = examine(stored("x86_64-4level")).get("node 0 DMA32 pages on anonymous LRU lists");

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Explained.class, v -> {
            assertThat(v.observed()).isEqualTo(8170);
            assertThat(v.expected()).isEqualTo(8179);
            assertThat(v.terms().get(0).evidence().text())
                    .isEqualTo("vm stats threshold: up to 12 pages not yet added by 1 CPU");
        });
    }

    @Test
    void largeKmallocsAreSlabWithoutTheFlag() {
        assertThat(examine(stored("x86_64-4level")).get("node 0 slab pages"))
                .isInstanceOfSatisfying(Verdict.Holds.class, v -> {
                    assertThat(v.observed()).isEqualTo("3987 pages");
                    assertThat(v.expected()).startsWith("3704 to ");
                });
    }

    @Test
    void aReservedFrameIsMissingFromManaged() {
        StoredFiles files = stored("x86_64-4level");
        ByteBuffer flags = ByteBuffer.wrap(files.bytes(KPAGEFLAGS).clone()).order(ByteOrder.LITTLE_ENDIAN);
        int slab = 0;
        while (flags.getLong(slab) != KPF_SLAB) {
            slab += Long.BYTES;
        }
        flags.putLong(slab, KPF_RESERVED);

        Map<String, Verdict> oneReserved = examine(files.with(KPAGEFLAGS, flags.array()));
        assertThat(oneReserved.get("node 0 DMA32 managed"))
                .isInstanceOfSatisfying(Verdict.Explained.class, v -> assertThat(v.because())
                        .isEqualTo("frames reserved by drivers after the allocator had given them out"));

        Map<String, Verdict> oneMore =
                examine(files.editing(ZONEINFO, t -> t.replace("managed  113264", "managed  113265")));
        assertThat(oneMore.get("node 0 DMA32 managed"))
                .isEqualTo(new Verdict.Violated(
                        "113265 pages", "113264 pages", "so many frames are free or used, and not reserved"));
    }

    @Test
    void betweenTwoReadingsThatDifferACounterHasDrifted() {
        Map<String, Verdict> verdicts = examine(stored("x86_64-numa-6g"));

        assertThat(verdicts.get("node 0 page-table pages"))
                .isEqualTo(
                        new Verdict.Drifted("86 pages", "67 pages", "67 pages", "changed while the frames were read"));
    }

    /** 5000 pages of one kind more; but 4000 allocations were counted between the readings. */
    @Test
    void aNodeAtWorkProvesNothing() {
        StoredFiles files = stored("x86_64-4level");
        String again = StoredFiles.AGAIN + ZONEINFO;
        StoredFiles wrong = files.editing(ZONEINFO, t -> t.replace("nr_shmem     3367", "nr_shmem     8367"))
                .editing(again, t -> t.replace("nr_shmem     3367", "nr_shmem     8367"));
        String hits = wrong.text(again)
                .lines()
                .filter(l -> l.contains("numa_hit"))
                .skip(1)
                .findFirst()
                .orElseThrow();
        long hit = Long.parseLong(hits.replaceAll("\\D", ""));
        StoredFiles working =
                wrong.editing(again, t -> t.replace("numa_hit     " + hit, "numa_hit     " + (hit + 4000)));

        assertThat(examine(wrong).get("node 0 shared memory pages")).isInstanceOf(Verdict.Violated.class);
        assertThat(examine(working).get("node 0 shared memory pages"))
                .isInstanceOfSatisfying(
                        Verdict.NotObservable.class, v -> assertThat(v.remedy()).isEqualTo("a quieter moment"));
    }

    /** A live host is never accused of what may have happened between two frames. */
    @Test
    void aLiveHostThatMovesIsNotJudged() {
        StoredFiles files = stored("x86_64-4level").asLive();
        StoredFiles moving = files.editing(ZONEINFO, t -> t.replace("nr_shmem     3367", "nr_shmem     8367"))
                .editing(StoredFiles.AGAIN + ZONEINFO, t -> t.replace("nr_shmem     3367", "nr_shmem     8367")
                        .replaceFirst("numa_hit     \\d+", "numa_hit     99999999"));

        assertThat(examine(moving).get("node 0 shared memory pages"))
                .isInstanceOfSatisfying(Verdict.NotObservable.class, v -> assertThat(v.because())
                        .contains("the node was at work", "[8367, 8367] pages, frames give 3367 pages"));
    }

    @Test
    void deniedFramesNameTheRemedyForEveryZone() {
        assertThat(examine(stored("x86_64-4level").denying(KPAGEFLAGS, "run as root")))
                .containsOnlyKeys("node 0 DMA", "node 0 DMA32")
                .containsValue(new Verdict.NotObservable(KPAGEFLAGS + ": EACCES", "run as root"));
    }

    private static Map<String, Verdict> examine(StoredFiles files) {
        Map<String, Verdict> verdicts = new TreeMap<>();
        new ZoneAccounting().examine(new HostView(files), f -> verdicts.put(f.subject(), f.verdict()));
        return verdicts;
    }

    private static StoredFiles stored(String capture) {
        return StoredFiles.ofCapture(
                capture,
                "proc/buddyinfo",
                ZONEINFO,
                KPAGEFLAGS,
                "proc/meminfo",
                "proc/iomem",
                "proc/cmdline",
                "proc/kcore",
                "proc/1/auxv",
                "sys/devices/system/memory/",
                "dmesg.txt",
                StoredFiles.AGAIN);
    }
}
