package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the files about zones say, against other files of the same kernel and against its module's constants. */
class ZoneFilesOfCapturesTest {

    /** A node's zones are struct pglist_data's node_zones, and protection is an array of the same length. */
    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void everyNodeHasAllZonesOfTheKernel(CaptureZip capture) {
        Zoneinfo zoneinfo = zoneinfo(capture);
        int zones = (int) capture.oracle("MAX_NR_ZONES").orElseThrow();

        assertThat(zoneinfo.nodes()).isNotEmpty().allSatisfy(node -> {
            assertThat(zoneinfo.zonesOf(node)).hasSize(zones);
            assertThat(zoneinfo.zonesOf(node))
                    .allSatisfy(z -> assertThat(z.protection()).hasSize(zones));
        });
    }

    /** mm/page_alloc.c: adjust_managed_page_count changes a zone's managed pages and totalram_pages together. */
    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void managedPagesAddUpToMemTotal(CaptureZip capture) {
        long pageKib = capture.oracle("PAGE_SIZE").orElseThrow() / 1024;
        long managed = zoneinfo(capture).zones().stream()
                .mapToLong(z -> z.managed().orElseThrow())
                .sum();

        MemInfo meminfo = MemInfo.parse(capture.text("proc/meminfo")).value();

        assertThat(managed * pageKib).isEqualTo(meminfo.kib("MemTotal").orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void presentPagesFitTheSpanAndBothPrintsOfFreePagesAgree(CaptureZip capture) {
        assertThat(zoneinfo(capture).populated()).isNotEmpty().allSatisfy(zone -> {
            assertThat(zone.present().orElseThrow())
                    .isLessThanOrEqualTo(zone.spanned().orElseThrow());
            assertThat(zone.nrFreePages()).isEqualTo(zone.free());
            assertThat(zone.startPfn()).isPresent();
            assertThat(zone.pagesets()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void unpopulatedZonesPrintTheirPageCountsOnly(CaptureZip capture) {
        assertThat(zoneinfo(capture).zones()).filteredOn(z -> !z.isPopulated()).allSatisfy(zone -> {
            assertThat(zone.nrFreePages()).isEmpty();
            assertThat(zone.startPfn()).isEmpty();
            assertThat(zone.pagesets()).isEmpty();
            assertThat(zone.managed()).hasValue(0);
        });
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void fieldsNameTheLineTheyStandOn(CaptureZip capture) {
        List<String> lines = capture.text("proc/zoneinfo").lines();

        for (Zone zone : zoneinfo(capture).zones()) {
            assertThat(lines.get(zone.line() - 1)).endsWith(zone.name()).startsWith("Node " + zone.node());
            zone.pages().forEach((field, value) -> assertThat(words(lines.get(zone.lineOf(field) - 1)))
                    .endsWith(field, value.toString()));
            zone.counters().forEach((field, value) -> assertThat(words(lines.get(zone.lineOf(field) - 1)))
                    .containsExactly(field, value.toString()));
            zone.trailer().forEach((field, value) -> assertThat(words(lines.get(zone.lineOf(field) - 1)))
                    .containsExactly(field + ":", value.toString()));
            zone.pagesets().forEach(p -> assertThat(words(lines.get(p.line() - 1)))
                    .containsExactly("cpu:", Integer.toString(p.cpu())));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void buddyinfoHasThePopulatedZonesAndAllOrders(CaptureZip capture) {
        List<String> populated =
                zoneinfo(capture).populated().stream().map(Zone::subject).toList();
        BuddyInfo buddyinfo =
                BuddyInfoParser.parse(capture.text("proc/buddyinfo")).value();

        assertThat(buddyinfo.zones()).extracting(BuddyZone::subject).containsExactlyElementsOf(populated);
        assertThat(buddyinfo.orders()).isEqualTo(orders(capture));
    }

    /**
     * Read back to back. NR_FREE_PAGES lags behind the lists by what the CPUs have not folded yet, at most their "vm stats
     * threshold" each (mm/vmstat.c, __mod_zone_page_state).
     */
    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void freeBlocksAddUpToFreePages(CaptureZip capture) {
        BuddyInfo buddyinfo =
                BuddyInfoParser.parse(capture.text("proc/buddyinfo")).value();
        for (Zone zone : zoneinfo(capture).populated()) {
            long unfolded = zone.pagesets().stream()
                    .mapToLong(p -> p.statThreshold().orElse(0))
                    .sum();
            long onLists =
                    buddyinfo.zone(zone.node(), zone.name()).orElseThrow().freePages();

            assertThat(Math.abs(zone.free().orElseThrow() - onLists))
                    .as("%s of %s", zone.subject(), capture)
                    .isLessThanOrEqualTo(unfolded);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void pageTypesAddUpToBuddyinfo(CaptureZip capture) {
        BuddyInfo buddyinfo =
                BuddyInfoParser.parse(capture.text("proc/buddyinfo")).value();
        PageTypeInfo types =
                PageTypeInfoParser.parse(capture.text("proc/pagetypeinfo")).value();

        assertThat(types.pageblockOrder().orElseThrow())
                .isEqualTo((int) capture.oracle("pageblock_order").orElseThrow());
        for (BuddyZone zone : buddyinfo.zones()) {
            List<Long> sums = new ArrayList<>();
            for (int order = 0; order < buddyinfo.orders(); order++) {
                int k = order;
                sums.add(types.free().stream()
                        .filter(f -> f.node() == zone.node() && f.zone().equals(zone.zone()))
                        .mapToLong(f -> f.byOrder().get(k).count())
                        .sum());
            }
            assertThat(sums).as(zone.subject()).isEqualTo(zone.freeBlocksByOrder());
        }
    }

    /** mm/vmstat.c, pagetypeinfo_showblockcount_print counts online pageblocks that begin in the zone. */
    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void pageblocksCoverThePresentPages(CaptureZip capture) {
        PageTypeInfo types =
                PageTypeInfoParser.parse(capture.text("proc/pagetypeinfo")).value();
        Zoneinfo zoneinfo = zoneinfo(capture);
        long pagesOfBlock = 1L << types.pageblockOrder().orElseThrow();

        assertThat(types.pageblocks()).isNotEmpty().allSatisfy(zone -> {
            Zone same = zoneinfo.zone(zone.node(), zone.zone()).orElseThrow();
            assertThat(zone.total() * pagesOfBlock)
                    .isGreaterThanOrEqualTo(same.present().orElseThrow() - pagesOfBlock)
                    .isLessThanOrEqualTo(same.spanned().orElseThrow() + pagesOfBlock);
        });
        assertThat(types.mixedPageblocks()).as("no capture has page_owner=on").isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void fragmentationIndicesAreOfTheSameZonesAndInRange(CaptureZip capture) {
        BuddyInfo buddyinfo =
                BuddyInfoParser.parse(capture.text("proc/buddyinfo")).value();
        for (String path : capture.paths("sys/kernel/debug/extfrag/")) {
            ExtFrag index = ExtFrag.parse(capture.text(path)).value();

            assertThat(index.zones()).hasSameSizeAs(buddyinfo.zones()).allSatisfy(zone -> {
                assertThat(buddyinfo.zone(zone.node(), zone.zone())).isPresent();
                assertThat(zone.thousandthsByOrder())
                        .hasSize(buddyinfo.orders())
                        .allMatch(i -> (i >= 0 && i <= 1000) || i == -1000);
            });
        }
    }

    /** What one machine's file says, read by a person. */
    @ParameterizedTest
    @MethodSource("numa")
    void aNumaMachineReadByHand(CaptureZip capture) {
        Zone zone = zoneinfo(capture).zone(1, "Normal").orElseThrow();

        assertThat(zone.spanned()).hasValue(786432);
        assertThat(zone.startPfn()).hasValue(1048576);
        assertThat(zone.protection()).containsExactly(0L, 0L, 0L, 0L, 0L);
        assertThat(zone.pagesets()).extracting(PerCpuPages::cpu).containsExactly(0, 1);
        assertThat(zoneinfo(capture).nodeCounters()).containsOnlyKeys(0, 1);
    }

    static List<CaptureZip> numa() {
        return List.of(CaptureZip.named("x86_64-numa-6g"));
    }

    private static Zoneinfo zoneinfo(CaptureZip capture) {
        return ZoneinfoParser.parse(capture.text("proc/zoneinfo")).value();
    }

    /** The length of struct zone's free_area: a constant of the module, or what VMCOREINFO says of it. */
    private static int orders(CaptureZip capture) {
        return capture.grep("gtvas.txt", "GTVAS (?:NR_PAGE_ORDERS|MAX_ORDER)=(\\d+)$")
                .or(() -> capture.grep("proc/kcore.headers", "^LENGTH\\(zone\\.free_area\\)=(\\d+)$"))
                .map(Integer::parseInt)
                .orElseThrow();
    }

    private static String[] words(String line) {
        return line.strip().split(" +", -1);
    }
}
