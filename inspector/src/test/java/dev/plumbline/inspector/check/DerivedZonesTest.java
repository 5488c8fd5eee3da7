package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** zone.derivation, zone.pcp and zone.zonelist-order on every real kernel, and on kernels with one number changed. */
class DerivedZonesTest {

    private static final String ZONEINFO = "proc/zoneinfo";
    private static final String LOG = "dmesg.txt";
    private static final String CMDLINE = "proc/cmdline";
    private static final String[] NEEDED = {
        "proc/zoneinfo",
        "proc/cmdline",
        "proc/iomem",
        "proc/version",
        "proc/meminfo",
        "proc/cpuinfo",
        "proc/kcore",
        "proc/buddyinfo",
        "proc/1/auxv",
        "proc/sys/",
        "dmesg.txt",
        "boot/",
        "sys/devices/system/",
        "sys/firmware/",
        "sys/kernel/mm/"
    };

    static List<String> captures() {
        return Captures.all().stream()
                .map(Path::getFileName)
                .map(name -> name.toString().replace(".zip", ""))
                .toList();
    }

    private static StoredFiles stored(String name) {
        return StoredFiles.ofCapture(name, NEEDED);
    }

    private static Map<String, Verdict> examine(HostCheck check, StoredFiles files) {
        Map<String, Verdict> verdicts = new TreeMap<>();
        check.examine(new HostView(files), f -> verdicts.put(f.subject(), f.verdict()));
        return verdicts;
    }

    private static Map<String, Verdict> unlike(HostCheck check, StoredFiles files, StoredFiles tampered) {
        Map<String, Verdict> plain = examine(check, files);
        Map<String, Verdict> unlike = examine(check, tampered);
        unlike.entrySet().removeIf(e -> {
            Verdict before = plain.get(e.getKey());
            return before != null && before.getClass() == e.getValue().getClass();
        });
        return unlike;
    }

    private static StoredFiles changed(StoredFiles files, String path, UnaryOperator<String> change) {
        String before = files.text(path);
        String after = change.apply(before);
        assertThat(after).as("the change to " + path).isNotEqualTo(before);
        return files.with(path, after);
    }

    private static StoredFiles replaced(String capture, String path, String from, String to) {
        return changed(stored(capture), path, text -> text.replaceFirst(from, to));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void realKernelsAreAsDerived(String name) {
        StoredFiles files = stored(name);

        assertThat(examine(new ZoneDerivation(), files))
                .isNotEmpty()
                .allSatisfy((subject, verdict) -> assertThat(verdict).isInstanceOf(Verdict.Holds.class));
        assertThat(examine(new ZonePcp(), files)).isNotEmpty().allSatisfy((subject, verdict) -> assertThat(verdict)
                .isInstanceOfAny(Verdict.Holds.class, Verdict.Explained.class));
        assertThat(examine(new ZoneZonelistOrder(), files))
                .isNotEmpty()
                .allSatisfy((subject, verdict) -> assertThat(verdict).isInstanceOf(Verdict.Holds.class));
    }

    /** The kernel's own lines about its zones are not looked at: without them the derivation is the same. */
    @Test
    void theKernelsOwnZoneRangesAreNotAsked() {
        StoredFiles without = changed(stored("x86_64-movable-huge"), LOG, text -> text.lines()
                .filter(l -> !l.matches(".*(DMA|DMA32|Normal|Device) +(\\[mem|empty).*|.*node +0:.*|.*Node 0: 0x.*"))
                .reduce("", (all, line) -> all + line + "\n"));

        assertThat(examine(new ZoneDerivation(), without))
                .containsKeys("node 0 Movable start_pfn", "node 0 Movable present", "node 0 DMA32 spanned")
                .allSatisfy((subject, verdict) -> assertThat(verdict).isInstanceOf(Verdict.Holds.class));
    }

    @Test
    void oneMorePageInAZoneIsNamed() {
        for (String field : List.of("spanned", "present")) {
            StoredFiles files = stored("x86_64-numa-6g");
            StoredFiles tampered = replaced("x86_64-numa-6g", ZONEINFO, field + "  786432", field + "  786433");

            assertThat(unlike(new ZoneDerivation(), files, tampered))
                    .containsOnlyKeys("node 1 Normal " + field)
                    .containsValue(new Verdict.Violated(
                            "786433 pages",
                            "786432 pages",
                            "the memory map, the command line and the limits of x86_64 zones give it"));
        }
    }

    @Test
    void managedPagesBeyondTheirBoundsAreNamed() {
        StoredFiles files = stored("x86_64-4level");
        StoredFiles tampered =
                changed(files, ZONEINFO, text -> text.replaceFirst("(DMA32(?s:.*?)managed  )\\d+", "$1126941"));

        assertThat(unlike(new ZoneDerivation(), files, tampered))
                .containsOnlyKeys("node 0 DMA32 managed", "all zones managed")
                .allSatisfy((subject, verdict) -> assertThat(verdict).isInstanceOf(Verdict.Violated.class));
    }

    /** One page is within every zone's bounds; of all together each page is accounted for. */
    @Test
    void onePageOfAllZonesIsMissed() {
        StoredFiles files = stored("x86_64-numa-6g");
        StoredFiles tampered = changed(
                files, ZONEINFO, text -> text.replaceFirst("(Node 1, zone +DMA32(?s:.*?)managed  )\\d+", "$1245724"));

        assertThat(unlike(new ZoneDerivation(), files, tampered)).containsOnlyKeys("all zones managed");
    }

    @Test
    void anotherCommandLineGivesOtherZones() {
        StoredFiles files = stored("x86_64-movable-huge");
        StoredFiles tampered = replaced("x86_64-movable-huge", CMDLINE, "kernelcore=50%", "kernelcore=40%");

        assertThat(unlike(new ZoneDerivation(), files, tampered))
                .containsKeys("node 0 Movable start_pfn", "node 0 Movable spanned", "node 0 DMA32 spanned");
    }

    @Test
    void twoMapsThatDifferContradictEachOther() {
        StoredFiles tampered = replaced("x86_64-4level", "sys/firmware/memmap/3/end", "0x1ffdcfff", "0x1ffddfff");

        assertThat(examine(new ZoneDerivation(), tampered))
                .hasEntrySatisfying("memory map", verdict -> assertThat(verdict).isInstanceOf(Verdict.Violated.class));
    }

    @Test
    void withoutTheLogTheMapIsFirmwaresOwnOrThePhysicalOne() {
        StoredFiles noLog = stored("x86_64-4level").without(LOG);
        assertThat(examine(new ZoneDerivation(), noLog))
                .containsKey("node 0 DMA32 spanned")
                .allSatisfy((subject, verdict) -> assertThat(verdict).isInstanceOf(Verdict.Holds.class));

        Map<String, Verdict> nothing = examine(
                new ZoneDerivation(),
                StoredFiles.ofCapture("arm64-6.1-virt-a72", NEEDED).without(LOG).without("proc/iomem"));
        assertThat(nothing).containsOnlyKeys("all zones");
        assertThat(nothing.values()).first().isInstanceOfSatisfying(Verdict.NotObservable.class, v -> assertThat(
                        v.because())
                .contains("neither the boot log nor proc/iomem"));
    }

    @Test
    void whichNodesRamIsWhoseIsNeverTakenFromTheZones() {
        Map<String, Verdict> verdicts =
                examine(new ZoneDerivation(), stored("x86_64-numa-6g").without(LOG));

        assertThat(verdicts).containsOnlyKeys("all zones");
        assertThat(verdicts.values()).first().isInstanceOfSatisfying(Verdict.NotObservable.class, v -> assertThat(
                        v.because())
                .contains("split of RAM between nodes"));
    }

    @Test
    void aBatchOrABoundThatIsAnotherIsNamed() {
        StoredFiles files = stored("x86_64-numa-6g");
        StoredFiles batch = changed(
                files,
                ZONEINFO,
                text -> text.replaceFirst("(Node 1, zone +Normal(?s:.*?)cpu: 1(?s:.*?)batch: +)\\d+", "$1 62"));
        assertThat(unlike(new ZonePcp(), files, batch)).containsOnlyKeys("node 1 Normal cpu 1 batch");

        StoredFiles high = changed(
                files,
                ZONEINFO,
                text -> text.replaceFirst("(Node 0, zone +DMA32(?s:.*?)cpu: 0(?s:.*?)high: +)\\d+", "$1 1"));
        assertThat(unlike(new ZonePcp(), files, high)).containsOnlyKeys("node 0 DMA32 cpu 0 high");
    }

    /** 6.12 lets high move, and prints no bounds for it. */
    @Test
    void aWindowEndsWhereTheZoneGivesOut() {
        StoredFiles files = stored("x86_64-newest-6.12");
        String high = "(zone +DMA32(?s:.*?)cpu: 0(?s:.*?)high: +)\\d+";

        assertThat(unlike(new ZonePcp(), files, changed(files, ZONEINFO, t -> t.replaceFirst(high, "$1 4321"))))
                .isEmpty();
        assertThat(unlike(new ZonePcp(), files, changed(files, ZONEINFO, t -> t.replaceFirst(high, "$1 43210"))))
                .containsOnlyKeys("node 0 DMA32 cpu 0 high");
    }

    @Test
    void theOrderOfNodesAndTheTotalAreNamed() {
        String numa = "x86_64-numa-6g";
        assertThat(unlike(
                        new ZoneZonelistOrder(),
                        stored(numa),
                        replaced(numa, LOG, "Fallback order for Node 1: 1 0", "Fallback order for Node 1: 0 1")))
                .containsOnlyKeys("node 1 fallback order");
        assertThat(unlike(
                        new ZoneZonelistOrder(),
                        stored("i386-pae"),
                        replaced("i386-pae", LOG, "Total pages: 521955", "Total pages: 521956")))
                .containsOnlyKeys("total pages");
        assertThat(unlike(
                        new ZoneZonelistOrder(),
                        stored("i386-pae"),
                        replaced(
                                "i386-pae",
                                LOG,
                                "Built 1 zonelists, mobility grouping on",
                                "Built 2 zonelists, mobility grouping off")))
                .containsOnlyKeys("zonelists", "mobility grouping");
        assertThat(examine(new ZoneZonelistOrder(), stored(numa).without(LOG)).values())
                .hasOnlyElementsOfType(Verdict.NotObservable.class);
    }
}
