package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.observed.KpageFlag;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Whether a frame that holds page tables is flagged as the kernel flags them. {@code PG_table} is set by the constructor of a
 * table (__SetPageTable in pagetable_pte_ctor and its siblings, include/linux/mm.h). Which tables are constructed changed
 * over time, so that the kernel's other tables of the same level tell what this kernel does.
 */
final class TableFrameJudge {

    /** What no page table ever is: these are set for memory of programs, of files, and for memory that is free. */
    private static final List<KpageFlag> OTHER_USE = List.of(
            KpageFlag.LRU,
            KpageFlag.MMAP,
            KpageFlag.ANON,
            KpageFlag.BUDDY,
            KpageFlag.HUGE,
            KpageFlag.NOPAGE,
            KpageFlag.HWPOISON,
            KpageFlag.OFFLINE,
            KpageFlag.ZERO_PAGE);

    /** What is said of a frame. */
    enum Answer {
        /** It has the flag. */
        FLAGGED("flagged"),
        /** pgd_alloc takes roots from a slab cache, or without a constructor before 6.15. */
        ROOT("root tables: pgd_alloc makes them without a constructor or from a slab cache"),
        /** memblock, or the kernel's own image. */
        BOOT("made at boot, in memory that was never given to the page allocator (flag RESERVED)"),
        /** All tables of this level lack it. */
        NO_CONSTRUCTOR("of a level whose tables this kernel makes without a constructor"),
        /** x86 and arm64 take a page for some of the kernel's own tables. */
        PLAIN_PAGE("the kernel's own, plain pages: spp_getpage, split_large_page, page-table isolation"),
        /** Both sides are of two instants. */
        LATER("made after proc/ was read: pagemap shows no page below them, or the frame was free then"),
        /** A user's table that must be flagged and is not. */
        UNFLAGGED("not flagged"),
        /** The flags say that it is something else. */
        OTHER("flagged as something else"),
        /** kpageflags ends before it. */
        UNKNOWN("not in kpageflags");

        private final String text;

        Answer(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }

        boolean refused() {
            return this == UNFLAGGED || this == OTHER || this == UNKNOWN;
        }
    }

    private final boolean takesPlainPages;
    private final FlagsOfFrames flags;
    private final Collection<TableFrame> all;
    private final Predicate<TableFrame> populated;

    /** @param populated whether a table of a program had pages below it when proc/ was read */
    TableFrameJudge(
            Architecture architecture,
            FlagsOfFrames flags,
            Collection<TableFrame> all,
            Predicate<TableFrame> populated) {
        this.populated = populated;
        this.takesPlainPages =
                architecture instanceof X86_64 || architecture instanceof I386 || architecture instanceof Aarch64;
        this.flags = flags;
        this.all = all;
    }

    Answer judge(TableFrame frame) {
        OptionalLong word = flags.of(frame.pfn());
        if (word.isEmpty()) {
            return Answer.UNKNOWN;
        }
        Answer answer = byFlags(frame, word.getAsLong());
        return answer.refused() && isLater(frame, word.getAsLong()) ? Answer.LATER : answer;
    }

    private boolean isLater(TableFrame frame, long set) {
        boolean gone = KpageFlag.RESERVED.in(set) || KpageFlag.NOPAGE.in(set) || KpageFlag.HWPOISON.in(set);
        return !gone && !frame.root() && (frame.kernel() ? KpageFlag.BUDDY.in(set) : !populated.test(frame));
    }

    private Answer byFlags(TableFrame frame, long set) {
        boolean slab = KpageFlag.SLAB.in(set) && !frame.root();
        if (slab || OTHER_USE.stream().anyMatch(f -> f.in(set))) {
            return Answer.OTHER;
        }
        if (KpageFlag.PGTABLE.in(set)) {
            return KpageFlag.RESERVED.in(set) ? Answer.OTHER : Answer.FLAGGED;
        }
        if (frame.root()) {
            return Answer.ROOT;
        }
        if (KpageFlag.RESERVED.in(set)) {
            return frame.kernel() ? Answer.BOOT : Answer.OTHER;
        }
        return withoutFlag(frame);
    }

    /** The tables that map pages, and those above them, are constructed for every program since 4.18. */
    private Answer withoutFlag(TableFrame frame) {
        if (!frame.kernel() && frame.level() < 2) {
            return Answer.UNFLAGGED;
        }
        boolean siblingsFlagged = anyFlagged(f -> f.kernel() == frame.kernel() && f.level() == frame.level());
        if (!siblingsFlagged) {
            return Answer.NO_CONSTRUCTOR;
        }
        return frame.kernel() && (takesPlainPages || frame.level() == 0) ? Answer.PLAIN_PAGE : Answer.UNFLAGGED;
    }

    private boolean anyFlagged(Predicate<TableFrame> siblings) {
        return all.stream()
                .filter(f -> !f.root())
                .filter(siblings)
                .anyMatch(f -> KpageFlag.PGTABLE.in(flags.of(f.pfn()).orElse(0)));
    }
}
