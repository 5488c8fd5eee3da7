package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oracle is the kernel: its own indices of its own free lists. */
class ZoneFragmentationIndexTest {

    private static final String UNUSABLE = "sys/kernel/debug/extfrag/unusable_index";
    private static final String FRAGMENTATION = "sys/kernel/debug/extfrag/extfrag_index";
    private static final String BUDDYINFO = "proc/buddyinfo";

    @Test
    void everyIndexOfAQuietGuestFollowsFromItsFreeBlocks() {
        Map<String, Verdict> verdicts = examine(stored("x86_64-numa-6g"));

        assertThat(verdicts).hasSize(4 * 11 * 2).allSatisfy((subject, verdict) -> assertThat(verdict)
                .as(subject)
                .isInstanceOf(Verdict.Holds.class));
        assertThat(verdicts)
                .containsEntry("node 0 DMA order 10 fragmentation index", new Verdict.Holds("-1.000", "-1.000", ""));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.500", "10, 0.777"})
    void anIndexChangedAloneIsViolatedAndNoOtherIs(int order, String index) {
        String before = "(zone +DMA32 (?:\\S+ ){" + order + "})\\S+";
        StoredFiles changed = stored("x86_64-numa-6g").editing(UNUSABLE, t -> t.lines()
                .map(l -> l.startsWith("Node 1") ? l.replaceFirst(before, "$1" + index) : l)
                .collect(Collectors.joining("\n", "", "\n")));

        Map<String, Verdict> verdicts = examine(changed);

        assertThat(verdicts.remove("node 1 DMA32 order " + order + " unusable index"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class, v -> assertThat(v.observed()).isEqualTo(index));
        assertThat(verdicts.values()).hasSize(87).hasOnlyElementsOfType(Verdict.Holds.class);
    }

    @Test
    void anIndexThatNoFreeListsGiveIsViolatedWithoutABracketToo() {
        StoredFiles files = stored("arm64-6.1-virt-a72");
        assertThat(examine(files).values())
                .hasSize(22)
                .allMatch(v -> v instanceof Verdict.Holds || v instanceof Verdict.NotObservable);

        StoredFiles changed = files.editing(FRAGMENTATION, t -> t.replaceFirst("-1.000", " 0.250"));

        assertThat(examine(changed).get("node 0 DMA order 0 fragmentation index"))
                .isInstanceOfSatisfying(Verdict.Violated.class, v -> {
                    assertThat(v.observed()).isEqualTo("0.250");
                    assertThat(v.expected()).isEqualTo("-1.000");
                });
    }

    @Test
    void betweenTwoReadingsThatDifferAnIndexHasDrifted() {
        Map<String, Verdict> verdicts = examine(stored("x86_64-4level-pti"));

        assertThat(verdicts.values()).hasOnlyElementsOfTypes(Verdict.Holds.class, Verdict.Drifted.class);
        assertThat(verdicts.values()).anyMatch(Verdict.Drifted.class::isInstance);
    }

    @Test
    void liveTheFreeListsAreReadAroundTheIndices() {
        StoredFiles atRest = StoredFiles.none()
                .asLive()
                .with(BUDDYINFO, "Node 0, zone   Normal     10      5      0      0 \n")
                .with(StoredFiles.AGAIN + BUDDYINFO, "Node 0, zone   Normal     10      5      0      0 \n")
                .with(UNUSABLE, "Node 0, zone   Normal 0.000 0.500 1.000 1.000 \n")
                .with(FRAGMENTATION, "Node 0, zone   Normal -1.000 -1.000  0.600  0.767 \n");
        assertThat(examine(atRest).values()).hasSize(8).hasOnlyElementsOfType(Verdict.Holds.class);

        StoredFiles wrong = atRest.editing(FRAGMENTATION, t -> t.replace("0.767", "0.768"));
        assertThat(examine(wrong))
                .containsEntry(
                        "node 0 Normal order 3 fragmentation index",
                        new Verdict.Violated("0.768", "0.767", "the zone's free lists were the same before and after"));

        StoredFiles moving = wrong.editing(StoredFiles.AGAIN + BUDDYINFO, t -> t.replace("10      5", "10      6"));
        assertThat(examine(moving).get("node 0 Normal order 3 fragmentation index"))
                .isInstanceOfSatisfying(
                        Verdict.Drifted.class, v -> assertThat(v.before()).isEqualTo("0.767 of 15 blocks, 20 pages"));
    }

    @Test
    void withoutDebugfsItSaysWhatWouldShowThem() {
        StoredFiles denied = stored("x86_64-numa-6g").denying(UNUSABLE, "root").without(FRAGMENTATION);

        assertThat(examine(denied))
                .hasSize(2)
                .containsEntry("all zones unusable index", new Verdict.NotObservable(UNUSABLE + ": EACCES", "root"))
                .containsEntry(
                        "all zones fragmentation index", new Verdict.NotObservable(FRAGMENTATION + ": not stored", ""));
    }

    @Test
    void aZoneThatBuddyinfoDoesNotListIsNotPredicted() {
        StoredFiles files = stored("x86_64-numa-6g")
                .with(BUDDYINFO, "Node 0, zone      DMA      0      0      0\n")
                .without("again/early/" + BUDDYINFO)
                .without("again/late/" + BUDDYINFO)
                .without(StoredFiles.AGAIN + BUDDYINFO);

        assertThat(examine(files).values()).hasSize(8).hasOnlyElementsOfType(Verdict.NotObservable.class);
    }

    private static Map<String, Verdict> examine(StoredFiles files) {
        Map<String, Verdict> verdicts = new TreeMap<>();
        new ZoneFragmentationIndex().examine(new HostView(files), f -> verdicts.put(f.subject(), f.verdict()));
        return verdicts;
    }

    private static StoredFiles stored(String capture) {
        return StoredFiles.ofCapture(capture, "proc/buddyinfo", "proc/zoneinfo", "again/", "sys/kernel/debug/extfrag/");
    }
}
