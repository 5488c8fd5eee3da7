package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ZoneinfoParserTest {

    /** The form of 5.4: no boost, promo or cma, one {@code high} a CPU; SMP, so that a threshold follows each CPU. */
    private static final String LINUX_5_4 = """
            Node 0, zone      DMA
              per-node stats
                  nr_inactive_anon 12
                  nr_dirty     7
              pages free     3976
                    min      33
                    low      41
                    high     49
                    spanned  4095
                    present  3998
                    managed  3976
                    protection: (0, 1920)
                  nr_free_pages 3976
                  nr_bounce    18446744073709551615
              pagesets
                cpu: 0
                          count: 1
                          high:  2
                          batch: 3
              vm stats threshold: 4
                cpu: 1
                          count: 5
                          high:  6
                          batch: 7
              vm stats threshold: 8
              node_unreclaimable:  0
              start_pfn:           1
            Node 0, zone  Movable
              pages free     0
                    min      0
                    low      0
                    high     0
                    spanned  0
                    present  0
                    managed  0
                    protection: (0, 0)
            """;

    /** A Device zone spans frames and has none present. */
    private static final String LINUX_6_12_DEVICE = """
            Node 1, zone   Device
              pages free     0
                    boost    0
                    min      0
                    low      0
                    high     0
                    promo    0
                    spanned  524288
                    present  0
                    managed  0
                    cma      0
                    protection: (0)
            """;

    private static Parsed<Zoneinfo> parse(String text) {
        return ZoneinfoParser.parse(new SourceText("proc/zoneinfo", text));
    }

    @Test
    void readsWhatAnOldKernelPrintsAndLeavesTheRestEmpty() {
        Parsed<Zoneinfo> parsed = parse(LINUX_5_4);
        Zone dma = parsed.value().zone(0, "DMA").orElseThrow();

        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.unknown()).isEmpty();
        assertThat(dma.boost()).isEmpty();
        assertThat(dma.promo()).isEmpty();
        assertThat(dma.cma()).isEmpty();
        assertThat(dma.high()).hasValue(49);
        assertThat(dma.protection()).containsExactly(0L, 1920L);
        assertThat(dma.startPfn()).hasValue(1);
        assertThat(dma.line()).isEqualTo(1);
        assertThat(dma.lineOf("high")).isEqualTo(8);
        assertThat(dma.lineOf("start_pfn")).isEqualTo(27);
        assertThat(dma.lineOfField("promo")).isEmpty();
        assertThat(parsed.value().nodeCounters().get(0)).containsEntry("nr_dirty", 7L);
        assertThat(dma.counters()).containsEntry("nr_bounce", -1L);
    }

    @Test
    void keepsEachCpusPagesets() {
        Zone dma = parse(LINUX_5_4).value().zone(0, "DMA").orElseThrow();

        assertThat(dma.pagesets()).hasSize(2);
        PerCpuPages second = dma.pagesets().get(1);
        assertThat(second.cpu()).isEqualTo(1);
        assertThat(second.count()).hasValue(5);
        assertThat(second.high()).hasValue(6);
        assertThat(second.batch()).hasValue(7);
        assertThat(second.highMin()).isEmpty();
        assertThat(second.statThreshold()).hasValue(8);
        assertThat(second.line()).isEqualTo(21);
    }

    @Test
    void aDeviceZoneSpansFramesAndIsNotPopulated() {
        Parsed<Zoneinfo> parsed = parse(LINUX_6_12_DEVICE);
        Zone device = parsed.value().zone(1, "Device").orElseThrow();

        assertThat(parsed.damage()).isEmpty();
        assertThat(device.spanned()).hasValue(524288);
        assertThat(device.promo()).hasValue(0);
        assertThat(device.isPopulated()).isFalse();
        assertThat(parsed.value().populated()).isEmpty();
        assertThat(device.subject()).isEqualTo("node 1 Device");
    }

    @Test
    void keepsFieldsOfKernelsToComeAsTheyStand() {
        Parsed<Zoneinfo> parsed = parse(LINUX_5_4
                .replace("        min      33\n", "        min      33\n        colour   9\n")
                .replace("      nr_bounce ", "      nr_tomorrow 3\n      nr_bounce ")
                .replace("  start_pfn:           1\n", "  start_pfn:           1\n  free lists: (1, 2)\n"));
        Zone dma = parsed.value().zone(0, "DMA").orElseThrow();

        assertThat(parsed.damage()).isEmpty();
        assertThat(dma.pages()).containsEntry("colour", 9L);
        assertThat(dma.counters()).containsEntry("nr_tomorrow", 3L);
        assertThat(parsed.unknown()).containsExactly("  free lists: (1, 2)");
    }

    @Test
    void namesTheLineAndTheTextOfWhatIsDamaged() {
        assertDamage(LINUX_5_4.replace("min      33", "min      3x3"), 6, "        min      3x3");
        assertDamage(LINUX_5_4.replace("managed  3976", "managed  -1"), 11, "        managed  -1");
        assertDamage(LINUX_5_4.replace("managed  3976", "managed  99999999999999999999"), 11, "9999");
        assertDamage(LINUX_5_4.replace("(0, 1920)", "(0, 1920"), 12, "protection: (0, 1920");
        assertDamage(LINUX_5_4.replace("(0, 1920)", "(0, 19z0)"), 12, "protection: (0, 19z0)");
        assertDamage(LINUX_5_4.replace("Node 0, zone  Movable", "Node x, zone  Movable"), 28, "Node x, zone  Movable");
        assertDamage(LINUX_5_4.replace("batch: 3", "batch: ?"), 19, "batch: ?");
        assertDamage(LINUX_5_4.replace("        low      41\n", "        min      41\n"), 7, "        min      41");
    }

    @Test
    void missesWhatEveryStanzaHas() {
        assertDamage(LINUX_5_4.replace("        high     49\n", ""), 1, "node 0 zone DMA without high");
        assertDamage(LINUX_5_4.replace("  start_pfn:           1\n", ""), 1, "node 0 zone DMA without start_pfn");
        assertDamage(LINUX_5_4.replace("              batch: 7\n", ""), 21, "cpu 1 without batch");
    }

    @Test
    void knowsAFileThatWasCutByWhatIsMissing() {
        String firstStanza = LINUX_5_4.substring(0, LINUX_5_4.indexOf("Node 0, zone  Movable"));
        assertDamage(firstStanza, 12, "2 protection entries where node 0 has 1 zones");
        assertDamage(LINUX_5_4.substring(0, LINUX_5_4.length() - 4), 36, "        protection: (0,");
        assertDamage("", 0, "an empty file");
        assertDamage("nothing of this\n", 0, "no zone");
    }

    @Test
    void aZoneStandsThereOnce() {
        String movable = LINUX_5_4.substring(LINUX_5_4.indexOf("Node 0, zone  Movable"));
        assertDamage(LINUX_5_4 + movable, 37, "node 0 Movable a second time");
    }

    private static void assertDamage(String text, int line, String found) {
        assertThat(parse(text).damage()).anySatisfy(d -> {
            assertThat(d.path()).isEqualTo("proc/zoneinfo");
            assertThat(d.line()).isEqualTo(line);
            assertThat(d.found()).contains(found);
            assertThat(d.allowed()).isNotEmpty();
        });
    }
}
