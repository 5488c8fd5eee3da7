package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.Span;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Address space that is reserved and not used, on a kernel without PAGEMAP_SCAN. x86-64: a lone page needs 12 KiB of tables. */
class ReservedMemoryTest {

    private static final long MIB = 1L << 20;
    private static final long TIB = 1L << 40;
    private static final long RESERVED = 0x10000000000L;
    private static final long HEAP = 0x10000000L;
    private static final long FRAME = 0x1000;
    private static final long VVAR = 0x7ffff7fc0000L;
    private static final StoredFiles MACHINE = BuiltProcess.machine();

    /** 32 GiB of pagemap; the stack behind it in address order is read all the same. */
    @Test
    void sixteenTebibytesWithoutPagesAreNotAskedFor() {
        long stack = RESERVED + 17 * TIB;
        StoredFiles files = oneHeap()
                .reserved(RESERVED, RESERVED + 16 * TIB)
                .anonymous(stack, stack + MIB)
                .pages(stack, FRAME + 512, 1)
                .vmPteKib(24)
                .on(MACHINE);

        assertThat(verdict(files)).isInstanceOf(Verdict.Holds.class);
        assertThat(files.pagemapAsked()).containsExactly(new Span(HEAP, HEAP + MIB), new Span(stack, stack + MIB));
    }

    /** The zero page has an entry, and a table, and is in no Rss. */
    @Test
    void aSurplusThatMayBeThereIsNotObservableByName() {
        BuiltProcess process = oneHeap().reserved(RESERVED, RESERVED + 16 * TIB);

        assertThat(verdict(process.vmPteKib(24).on(MACHINE)))
                .isInstanceOfSatisfying(Verdict.NotObservable.class, unseen -> {
                    assertThat(unseen.because())
                            .contains("pagemap was not read in 10000000000-110000000000")
                            .contains("VmPTE 24 KiB lies between 12 and ");
                    assertThat(unseen.remedy()).contains("PAGEMAP_SCAN");
                });
        assertThat(verdict(process.vmPteKib(8).on(MACHINE)))
                .as("fewer than the heap alone needs")
                .isInstanceOf(Verdict.Violated.class);
        assertThat(verdict(process.vmPteKib(26).on(MACHINE))).as("half a table").isInstanceOf(Verdict.Violated.class);
    }

    /** What fits into few reads is read, and then its zero pages are known. */
    @Test
    void aSmallMappingWithoutRssIsReadForItsZeroPages() {
        BuiltProcess process =
                oneHeap().reserved(RESERVED, RESERVED + 1024 * MIB).pages(RESERVED + 512 * MIB, FRAME + 512, 1);

        assertThat(verdict(process.vmPteKib(24).on(MACHINE))).isInstanceOf(Verdict.Holds.class);
        assertThat(verdict(process.vmPteKib(28).on(MACHINE))).isInstanceOf(Verdict.Violated.class);
    }

    /** 1 TiB is 2 GiB of pagemap, yet smaps shows a page: 64 GiB of it are the cap, behind which nothing is known. */
    @Test
    void aLargeMappingWithPagesIsReadUpToTheCap() {
        BuiltProcess process = oneHeap().anonymous(RESERVED, RESERVED + TIB).pages(RESERVED, FRAME + 512, 1);
        StoredFiles files = process.vmPteKib(24).on(MACHINE);

        assertThat(verdict(files)).isInstanceOf(Verdict.NotObservable.class);
        assertThat(verdict(files).because()).contains("not read in 10000000000-20000000000");
        assertThat(files.pagemapAsked()).contains(new Span(RESERVED, RESERVED + TIB));
    }

    /** Two causes may come together: the unread part's tables and those of memory that pagemap never shows. */
    @Test
    void theUnreadPartComesOnTopOfWhatPagemapDoesNotShow() {
        BuiltProcess process = oneHeap()
                .reserved(RESERVED, RESERVED + 1024 * MIB + 4096)
                .mapping(VVAR, VVAR + 16384, "r--p 00000000 00:00 0 [vvar]", "rd mr pf io de dd");

        long reservedKib = 4 * (513 + 2 + 1);
        long vvarKib = 4 * (1 + 1 + 1);
        assertThat(verdict(process.vmPteKib(12 + vvarKib).on(MACHINE))).isInstanceOf(Verdict.Explained.class);
        assertThat(verdict(process.vmPteKib(12 + vvarKib + reservedKib).on(MACHINE)))
                .isInstanceOf(Verdict.NotObservable.class);
        assertThat(verdict(process.vmPteKib(12 + vvarKib + reservedKib + 4).on(MACHINE)))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void theVerdictOnFramesNamesWhatWasNotRead() {
        StoredFiles files = oneHeap().reserved(RESERVED, RESERVED + 16 * TIB).on(MACHINE);

        assertThat(verdict(new FrameInZone(), files).because())
                .isEqualTo("pagemap was not read in 10000000000-110000000000");
        assertThat(verdict(new FrameInZone(), oneHeap().on(MACHINE)).because()).isEmpty();
    }

    private static BuiltProcess oneHeap() {
        return new BuiltProcess(4711).anonymous(HEAP, HEAP + MIB).pages(HEAP, FRAME, 256);
    }

    private static Verdict verdict(StoredFiles files) {
        return verdict(new PageTableBytes(), files);
    }

    private static Verdict verdict(Check check, StoredFiles files) {
        Selection selection = new Selection(List.of(check), Set.of(4711));
        return CheckRun.run(files, selection, ProgressListener.NONE)
                .findings()
                .get(0)
                .verdict();
    }
}
