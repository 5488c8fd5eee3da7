package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** x86-64 with 4 levels: a lone page needs a PTE, a PMD and a PUD table, 12 KiB. */
class PageTableBytesTest {

    private static final long HEAP = 0x10000000L;
    private static final long MIB = 1L << 20;
    private static final long FRAME = 0x1000;
    private static final String FILE = "rw-s 00000000 08:01 77 /dev/shm/big";
    private static final String PFNMAP = "r--p 00000000 00:00 0 [vvar]";
    private static final StoredFiles MACHINE = BuiltProcess.machine();

    @Test
    void holdsWhereTheSumIsRight() {
        assertThat(verdict(oneHeap().vmPteKib(12)))
                .isEqualTo(new Verdict.Holds("12 KiB", "12 KiB", "1 PTE + 1 PMD + 1 PUD tables"));
    }

    @Test
    void swapEntriesAndMarkersNeedTablesAsPagesDo() {
        BuiltProcess process = oneHeap().anonymous(HEAP + 16 * MIB, HEAP + 32 * MIB);
        process.entry(HEAP + 16 * MIB, 1L << 62 | 0x20).entry(HEAP + 20 * MIB, 1L << 57);

        assertThat(verdict(process.vmPteKib(20))).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    void softDirtyAloneNeedsNone() {
        assertThat(verdict(oneHeap().entry(HEAP + 4 * MIB, 1L << 55).vmPteKib(12)))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    void hugePagesOfFilesTakeTheirTablesAway() {
        BuiltProcess process = oneHeap()
                .mapping(HEAP + 16 * MIB, HEAP + 20 * MIB, FILE, "rd wr sh mr mw me ms", "ShmemPmdMapped: 2048 kB")
                .pages(HEAP + 16 * MIB, 2 * FRAME, 1024);

        assertThat(verdict(process.vmPteKib(16))).isInstanceOf(Verdict.Holds.class);
        assertThat(verdict(process.vmPteKib(20))).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void hugetlbPagesHaveNoTableBelow() {
        BuiltProcess process = oneHeap()
                .mapping(HEAP + 16 * MIB, HEAP + 20 * MIB, FILE, "rd wr sh ht", "KernelPageSize: 2048 kB")
                .pages(HEAP + 16 * MIB, 2 * FRAME, 512);

        assertThat(verdict(process.vmPteKib(12))).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    void tablesOfMappingsThatPagemapDoesNotShowAreNamed() {
        BuiltProcess process = oneHeap().mapping(HEAP + 16 * MIB, HEAP + 16 * MIB + 16384, PFNMAP, "rd mr pf io de dd");

        assertThat(verdict(process.vmPteKib(12))).isInstanceOf(Verdict.Holds.class);
        assertThat(verdict(process.vmPteKib(16))).isInstanceOfSatisfying(Verdict.Explained.class, explained -> {
            assertThat(explained.terms()).extracting(Verdict.Term::amount).containsExactly(4L);
            assertThat(explained.terms().get(0).evidence().text()).contains("[vvar]");
        });
        assertThat(verdict(process.vmPteKib(20))).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void aSurplusBelowThatOfSuchMappingsIsAnInterval() {
        BuiltProcess process = oneHeap().mapping(HEAP + 16 * MIB, HEAP + 20 * MIB, PFNMAP, "rd mr pf io de dd");

        assertThat(verdict(process.vmPteKib(16)).because()).contains("between 12 and 20 KiB");
        assertThat(verdict(process.vmPteKib(16))).isInstanceOf(Verdict.NotObservable.class);
        assertThat(verdict(process.vmPteKib(20))).isInstanceOf(Verdict.Explained.class);
    }

    @Test
    void emptiedTablesAreAnIntervalOnlyWhereThereIsATraceOfPagesGivenBack() {
        assertThat(verdict(oneHeap().vmPteKib(16))).isInstanceOf(Verdict.Violated.class);
        assertThat(verdict(oneHeap().vmPteKib(16).peakKib(104)).because()).contains("between 12 and 40 KiB");
        assertThat(verdict(oneHeap().vmPteKib(16).threads(2))).isInstanceOf(Verdict.NotObservable.class);
        assertThat(verdict(oneHeap().vmPteKib(44).peakKib(104)))
                .as("more than all spans of its mappings")
                .isInstanceOf(Verdict.Violated.class);
        assertThat(verdict(oneHeap().vmPteKib(14).peakKib(104)))
                .as("half a table")
                .isInstanceOf(Verdict.Violated.class);
        assertThat(verdict(oneHeap().vmPteKib(8).peakKib(104)))
                .as("fewer than needed")
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void tablesCopiedByForkAreNamedByTheParentsPages() {
        BuiltProcess parent = new BuiltProcess(600)
                .anonymous(HEAP, HEAP + 16 * MIB)
                .pages(HEAP, FRAME, 1)
                .pages(HEAP + 4 * MIB, 2 * FRAME, 1)
                .vmPteKib(16);
        BuiltProcess child = oneHeap().forkedBy(600);

        assertThat(verdict(parent.on(MACHINE), child.vmPteKib(16)))
                .isInstanceOfSatisfying(Verdict.Explained.class, explained -> assertThat(
                                explained.terms().get(0).evidence())
                        .isEqualTo(Evidence.in(
                                "proc/600/pagemap", "PTE table of 10400000-10600000: pages of pid 600 built")));
        assertThat(verdict(parent.on(MACHINE), child.vmPteKib(20))).isInstanceOf(Verdict.Violated.class);
        assertThat(verdict(MACHINE, child.vmPteKib(16)))
                .as("the parent is gone")
                .isInstanceOf(Verdict.NotObservable.class);
    }

    @Test
    void aCountThatMovedDriftsWhereTheSumLiesBetween() {
        assertThat(verdict(oneHeap().vmPteKib(8).onWithStatusAfter(MACHINE, 16)))
                .isInstanceOf(Verdict.Drifted.class);
        assertThat(verdict(oneHeap().vmPteKib(16).onWithStatusAfter(MACHINE, 20)))
                .isInstanceOf(Verdict.NotObservable.class);
        assertThat(verdict(oneHeap().vmPteKib(16).onWithStatusAfter(MACHINE, 16)))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void aDifferenceOfAProcessThatRanAndChangedItsPagesProvesNothing() {
        BuiltProcess steady = oneHeap().vmPteKib(8);
        BuiltProcess changed =
                oneHeap().anonymous(HEAP + 16 * MIB, HEAP + 18 * MIB).vmPteKib(8);
        String sched =
                "built (4711, #threads: 1)\nnr_switches                                  :                  %d\n";

        assertThat(verdict(steady.on(MACHINE).with("proc/4711/sched", sched.formatted(6))))
                .as("smaps and pagemap agree")
                .isInstanceOf(Verdict.Violated.class);
        assertThat(verdict(changed.on(MACHINE).with("proc/4711/sched", sched.formatted(7))))
                .as("the switches that status has")
                .isInstanceOf(Verdict.Violated.class);
        assertThat(verdict(changed.on(MACHINE).with("proc/4711/sched", sched.formatted(6))))
                .isInstanceOf(Verdict.NotObservable.class);
        assertThat(verdict(changed.on(MACHINE).editing("proc/4711/status", text -> text.replace("S (sl", "R (sl"))))
                .isInstanceOf(Verdict.NotObservable.class);
    }

    @Test
    void whatPagemapDidNotTellIsAnInterval() {
        BuiltProcess process =
                oneHeap().anonymous(HEAP + 16 * MIB, HEAP + 18 * MIB).vmPteKib(16);

        assertThat(verdict(process).because()).contains("between 12 and 16 KiB").contains("not read");
    }

    @Test
    void devicesHugePagesOfAFileAreNamed() {
        StoredFiles machine = MACHINE.editing("proc/iomem", text -> text + "100000000-13fffffff : Persistent Memory\n");
        BuiltProcess process = oneHeap()
                .mapping(HEAP + 16 * MIB, HEAP + 18 * MIB, "rw-s 00000000 103:01 77 /mnt/dax/file", "rd wr sh mm hg")
                .pages(HEAP + 16 * MIB, 0x100000, 512);

        assertThat(verdict(machine, process.vmPteKib(16))).isInstanceOf(Verdict.Holds.class);
        assertThat(verdict(machine, process.vmPteKib(12))).isInstanceOf(Verdict.Explained.class);
        assertThat(verdict(machine, process.vmPteKib(8))).isInstanceOf(Verdict.Violated.class);
    }

    /** 16 MiB of heap, 8 spans, with a page in the first. */
    private static BuiltProcess oneHeap() {
        return new BuiltProcess(4711).anonymous(HEAP, HEAP + 16 * MIB).pages(HEAP, FRAME, 1);
    }

    private static Verdict verdict(BuiltProcess process) {
        return verdict(MACHINE, process);
    }

    private static Verdict verdict(StoredFiles machine, BuiltProcess process) {
        return verdict(process.on(machine));
    }

    private static Verdict verdict(StoredFiles files) {
        Selection selection = new Selection(List.of(new PageTableBytes()), Set.of(4711));
        List<Finding> findings =
                CheckRun.run(files, selection, ProgressListener.NONE).findings();
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).subject()).isEqualTo("pid 4711 built");
        return findings.get(0).verdict();
    }
}
