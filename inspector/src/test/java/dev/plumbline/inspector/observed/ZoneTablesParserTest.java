package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** buddyinfo, pagetypeinfo and extfrag: tables of a zone a line. */
class ZoneTablesParserTest {

    private static final String BUDDYINFO = """
            Node 0, zone      DMA      0      1      2\s
            Node 1, zone   Normal     10     20     30\s
            """;

    private static final String PAGETYPEINFO = """
            Page block order: 9
            Pages per block:  512

            Free pages count per migrate type at order       0      1\s
            Node    0, zone   Normal, type    Unmovable      4 >100000\s
            Node    0, zone   Normal, type      Movable      5      6\s

            Number of blocks type     Unmovable      Movable\s
            Node 0, zone   Normal            7            8\s
            """;

    private static Parsed<BuddyInfo> buddyinfo(String text) {
        return BuddyInfoParser.parse(new SourceText("proc/buddyinfo", text));
    }

    private static Parsed<PageTypeInfo> pagetypeinfo(String text) {
        return PageTypeInfoParser.parse(new SourceText("proc/pagetypeinfo", text));
    }

    private static Parsed<ExtFrag> extfrag(String text) {
        return ExtFrag.parse(new SourceText("unusable_index", text));
    }

    @Test
    void buddyinfoCountsBlocksByOrder() {
        BuddyZone normal = buddyinfo(BUDDYINFO).value().zone(1, "Normal").orElseThrow();

        assertThat(normal.freeBlocksByOrder()).containsExactly(10L, 20L, 30L);
        assertThat(normal.freePages()).isEqualTo(10 + 20 * 2 + 30 * 4);
        assertThat(normal.line()).isEqualTo(2);
        assertThat(normal.subject()).isEqualTo("node 1 Normal");
        assertThat(buddyinfo(BUDDYINFO).value().orders()).isEqualTo(3);
    }

    @Test
    void buddyinfoKeepsAHeadingAboveTheZones() {
        Parsed<BuddyInfo> parsed = buddyinfo("Free blocks by order      0      1      2\n" + BUDDYINFO);

        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.unknown()).hasSize(1);
        assertThat(parsed.value().zone(1, "Normal").orElseThrow().line()).isEqualTo(3);
    }

    @Test
    void buddyinfoNamesItsDamage() {
        assertDamage(buddyinfo(BUDDYINFO.replace("     30", "")), 2, "node 1 Normal with 2 orders");
        assertDamage(buddyinfo(BUDDYINFO.replace("20", "2o")), 2, "2o");
        assertDamage(buddyinfo(BUDDYINFO.replace("20", "99999999999999999999")), 2, "99999999999999999999");
        assertDamage(buddyinfo(BUDDYINFO.replace("Node 1,", "Node,")), 2, "Node, zone");
        assertDamage(
                buddyinfo(BUDDYINFO.substring(0, BUDDYINFO.length() - 3)),
                2,
                "Node 1, zone   Normal     10     20     3");
        assertDamage(buddyinfo(""), 0, "an empty file");
    }

    @Test
    void pagetypeinfoKeepsThatTheKernelStoppedCounting() {
        Parsed<PageTypeInfo> parsed = pagetypeinfo(PAGETYPEINFO);

        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.value().pageblockOrder()).hasValue(9);
        assertThat(parsed.value().pageblockOrderLine()).isEqualTo(1);
        assertThat(parsed.value().free().get(0).byOrder())
                .containsExactly(new PageTypeCount(4, false), new PageTypeCount(100000, true));
        assertThat(parsed.value().pageblocks().get(0).byType())
                .containsEntry("Unmovable", 7L)
                .containsEntry("Movable", 8L);
        assertThat(parsed.value().pageblocks().get(0).total()).isEqualTo(15);
    }

    @Test
    void pagetypeinfoKeepsTheTableOfMixedBlocks() {
        String mixed = PAGETYPEINFO
                + "\nNumber of mixed blocks    Unmovable      Movable \nNode 0, zone   Normal            1            2 \n";

        assertThat(pagetypeinfo(mixed).damage()).isEmpty();
        assertThat(pagetypeinfo(mixed).value().mixedPageblocks().get(0).total()).isEqualTo(3);
        assertThat(pagetypeinfo(mixed).value().pageblocks()).hasSize(1);
    }

    @Test
    void pagetypeinfoNamesItsDamage() {
        assertDamage(pagetypeinfo(PAGETYPEINFO.replace("order: 9", "order: x")), 1, "Page block order: x");
        assertDamage(pagetypeinfo(PAGETYPEINFO.replace("block:  512", "block:  511")), 2, "Pages per block:  511");
        assertDamage(pagetypeinfo(PAGETYPEINFO.replace(">100000", ">x")), 5, ">x");
        assertDamage(pagetypeinfo(PAGETYPEINFO.replace("      5      6", "      5")), 6, "1 orders of Movable");
        assertDamage(pagetypeinfo(PAGETYPEINFO.replace("            8", "")), 9, "Node 0, zone   Normal            7");
        assertDamage(pagetypeinfo(PAGETYPEINFO.substring(0, PAGETYPEINFO.indexOf("\nNumber"))), 5, "without a line");
        assertDamage(
                pagetypeinfo(PAGETYPEINFO + PAGETYPEINFO.replace("order: 9", "order: 8")), 10, "Page block order: 8");
        assertDamage(pagetypeinfo(""), 0, "an empty file");
    }

    /** What C's %d.%03d makes of -500 and of -23. */
    @Test
    void aNegativeFractionCarriesItsSignBehindThePoint() {
        Parsed<ExtFrag> parsed = extfrag("Node 0, zone   Normal -1.000  0.-500  0.-23  0.904 \n");

        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.value().zones().get(0).thousandthsByOrder()).containsExactly(-1000, -500, -23, 904);
    }

    @Test
    void extfragReadsThousandths() {
        Parsed<ExtFrag> parsed = extfrag("Node 0, zone      DMA -1.000 0.000 0.142 1.000 \n");

        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.value().zone(0, "DMA").orElseThrow().thousandthsByOrder())
                .containsExactly(-1000, 0, 142, 1000);
    }

    @Test
    void extfragNamesItsDamage() {
        assertDamage(extfrag("Node 0, zone      DMA 0.1 \n"), 1, "0.1");
        assertDamage(extfrag("Node 0, zone DMA 0.100 0.200 \nNode 0, zone Normal 0.100 \n"), 2, "Normal");
        assertDamage(extfrag(""), 0, "an empty file");
    }

    private static void assertDamage(Parsed<?> parsed, int line, String found) {
        assertThat(parsed.damage()).anySatisfy(d -> {
            assertThat(d.line()).isEqualTo(line);
            assertThat(d.found()).contains(found);
        });
    }
}
