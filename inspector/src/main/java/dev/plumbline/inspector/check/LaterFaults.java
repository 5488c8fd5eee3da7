package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.KpageFlag;
import dev.plumbline.inspector.observed.PagemapEntry;
import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.Vma;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Page faults that a process took after its pagemap was read and before the machine was stopped. They are recognised by what
 * the files said before: the process had the new frame nowhere, nobody had it at this address, and pagemap itself was right
 * at its own moment.
 *
 * <p>Source: do_wp_page and wp_page_copy (a page that others share is copied when it is written), do_anonymous_page (the
 * first touch), mm/memory.c (6.1).
 */
final class LaterFaults {

    /** A few pages change in the seconds between; a pagemap of another process differs everywhere. */
    private static final int MOST = 256;

    private static final String COPIED = "copied on write after proc/ was read";
    private static final String TOUCHED = "first touched after proc/ was read";

    /** Mappings of pages of the kernel's own image: special_mapping_fault, mm/mmap.c. */
    private static final Set<String> SPECIAL = Set.of("[vvar]", "[vvar_vclock]", "[vdso]", "[sigpage]");

    private static final List<KpageFlag> NEVER_GIVEN_AWAY =
            List.of(KpageFlag.RESERVED, KpageFlag.NOPAGE, KpageFlag.HWPOISON, KpageFlag.ZERO_PAGE);

    private final ProcessPages running;
    private final List<ProcessPages> captured;
    private final Set<Long> ownFrames;
    private final FlagsOfFrames flags;

    private LaterFaults(ProcessPages running, List<ProcessPages> captured, Set<Long> ownFrames, FlagsOfFrames flags) {
        this.running = running;
        this.captured = captured;
        this.ownFrames = ownFrames;
        this.flags = flags;
    }

    /** The differences, those that a later fault accounts for with that cause. */
    static List<PageDifference> explain(
            HostView host, ProcessPages running, List<ProcessPages> captured, List<PageDifference> differences) {
        List<PageDifference> open = differences.stream()
                .filter(d -> !d.explained() && d.tablesPfn().isPresent())
                .toList();
        if (open.isEmpty() || open.size() > MOST) {
            return differences;
        }
        Set<Long> own = new HashSet<>();
        running.forEachFrame(own::add);
        TreeSet<Long> asked = new TreeSet<>(own);
        open.forEach(d -> asked.add(d.tablesPfn().getAsLong()));
        return FlagsOfFrames.read(host, asked)
                .intact()
                .map(flags -> new LaterFaults(running, captured, own, flags))
                .map(later -> differences.stream().map(later::explained).toList())
                .orElse(differences);
    }

    private PageDifference explained(PageDifference difference) {
        if (difference.explained() || difference.tablesPfn().isEmpty()) {
            return difference;
        }
        Optional<Vma> vma = running.mappingOf(difference.address().value());
        return vma.flatMap(v -> cause(difference, v)).map(difference::because).orElse(difference);
    }

    private Optional<String> cause(PageDifference difference, Vma vma) {
        long pfn = difference.tablesPfn().orElseThrow();
        long entry = difference.entry();
        boolean isNew = isNew(difference.address().value(), pfn);
        boolean privateWrite = difference.programWrites() && vma.writable() && !vma.shared();
        if (PagemapEntry.present(entry)) {
            boolean shared = !PagemapEntry.exclusive(entry) || PagemapEntry.fileOrShared(entry);
            return isNew && privateWrite && shared ? Optional.of(COPIED) : Optional.empty();
        }
        boolean fits = SPECIAL.contains(vma.path()) ? isReserved(pfn) : isNew && (privateWrite || vma.fileBacked());
        return fits && !PagemapEntry.swapped(entry) && pagemapWasWhole(vma) ? Optional.of(TOUCHED) : Optional.empty();
    }

    private boolean isReserved(long pfn) {
        return KpageFlag.RESERVED.in(flags.of(pfn).orElse(0));
    }

    /** Whether the process has come by the frame since: it had it nowhere, and whoever shared this page had another. */
    private boolean isNew(long address, long pfn) {
        OptionalLong word = flags.of(pfn);
        return word.isPresent()
                && !ownFrames.contains(pfn)
                && captured.stream()
                        .noneMatch(p -> PagemapEntry.pfn(p.entryAt(address)).equals(OptionalLong.of(pfn)))
                && NEVER_GIVEN_AWAY.stream().noneMatch(f -> f.in(word.getAsLong()));
    }

    /** Whether pagemap showed as many pages of the mapping as smaps counted; neither counts the zero page as memory. */
    private boolean pagemapWasWhole(Vma vma) {
        OptionalLong rssKib = running.process().smaps().intact().orElse(List.of()).stream()
                .filter(s -> s.vma().range().equals(vma.range()))
                .map(SmapsVma::rssKib)
                .findFirst()
                .orElse(OptionalLong.empty());
        long shown = running.presentIn(
                vma.range(), pfn -> !KpageFlag.ZERO_PAGE.in(flags.of(pfn).orElse(0)));
        return rssKib.isPresent() && rssKib.getAsLong() << 10 == shown << running.pageShift();
    }
}
