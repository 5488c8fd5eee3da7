package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.FrameVisitor;
import dev.plumbline.inspector.observed.KpageFlag;
import dev.plumbline.inspector.reference.zone.FrameOwners;
import dev.plumbline.inspector.reference.zone.NodeMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * How many frames of each zone have which flags. Frames with the same word are counted together, and what a word means is asked
 * at the end: a machine has some hundred words.
 *
 * <p>Up to 6.9 the flags of a compound page stand on its first frame alone; since then on all (stable_page_flags, fs/proc/page.c).
 * Its other frames are given the first one's here. Frames that are no RAM are left out where it is known which are: their struct
 * pages may be anything, zeroes on FLATMEM, and zeroes say "mapped".
 */
final class FrameTotals implements FrameVisitor {

    /** What is said of a whole compound page on its first frame. */
    private static final long OF_THE_WHOLE = KpageFlag.LRU.mask()
            | KpageFlag.ACTIVE.mask()
            | KpageFlag.SLAB.mask()
            | KpageFlag.WRITEBACK.mask()
            | KpageFlag.DIRTY.mask()
            | KpageFlag.SWAPBACKED.mask()
            | KpageFlag.SWAPCACHE.mask()
            | KpageFlag.UNEVICTABLE.mask()
            | KpageFlag.MLOCKED.mask()
            | KpageFlag.PGTABLE.mask();

    private final List<Stretch> stretches;
    private final List<Map<Long, long[]>> words = new ArrayList<>();
    private final long[] withoutStructPage;
    private final boolean ramKnown;
    private int next;
    private long headFlags;

    /** Frames of one zone that are RAM, or are not. */
    private record Stretch(long startPfn, long endPfn, int zone, boolean ram) {}

    /**
     * An empty count.
     *
     * @param owners which zone a frame belongs to
     * @param zones how many zones those owners were settled for
     * @param ram the ranges of RAM, ascending; empty where they are not known
     */
    FrameTotals(FrameOwners owners, int zones, List<NodeMemory> ram) {
        stretches = stretches(owners.extents(), ram);
        withoutStructPage = new long[zones];
        ramKnown = !ram.isEmpty();
        for (int i = 0; i < zones; i++) {
            words.add(new HashMap<>());
        }
    }

    private static List<Stretch> stretches(List<FrameOwners.Extent> extents, List<NodeMemory> ram) {
        List<Stretch> stretches = new ArrayList<>();
        for (FrameOwners.Extent extent : extents) {
            long from = extent.startPfn();
            for (NodeMemory range : ram) {
                long start = Math.max(from, range.startPfn());
                long end = Math.min(extent.endPfn(), range.endPfn());
                if (start < end) {
                    add(stretches, from, start, extent.owner(), false);
                    add(stretches, start, end, extent.owner(), true);
                    from = end;
                }
            }
            add(stretches, from, extent.endPfn(), extent.owner(), ram.isEmpty());
        }
        return stretches;
    }

    private static void add(List<Stretch> stretches, long start, long end, int zone, boolean ram) {
        if (start < end) {
            stretches.add(new Stretch(start, end, zone, ram));
        }
    }

    @Override
    public void block(long firstPfn, long[] block, int count) {
        long end = firstPfn + count;
        long pfn = firstPfn;
        while (pfn < end) {
            while (next < stretches.size() && stretches.get(next).endPfn() <= pfn) {
                next++;
            }
            if (next == stretches.size() || stretches.get(next).startPfn() >= end) {
                return;
            }
            Stretch stretch = stretches.get(next);
            long from = Math.max(pfn, stretch.startPfn());
            long to = Math.min(end, stretch.endPfn());
            take(stretch, block, (int) (from - firstPfn), (int) (to - firstPfn));
            pfn = to;
        }
    }

    private void take(Stretch stretch, long[] block, int from, int to) {
        Map<Long, long[]> counts = words.get(stretch.zone());
        long[] current = new long[1];
        long last = 0;
        for (int i = from; i < to; i++) {
            long word = whole(block[i]);
            if (KpageFlag.NOPAGE.in(word)) {
                withoutStructPage[stretch.zone()]++;
            } else if (stretch.ram()) {
                if (word != last || i == from) {
                    current = counts.computeIfAbsent(word, w -> new long[1]);
                    last = word;
                }
                current[0]++;
            }
        }
    }

    private long whole(long word) {
        if (KpageFlag.COMPOUND_TAIL.in(word)) {
            return word | headFlags;
        }
        headFlags = word & OF_THE_WHOLE;
        return word;
    }

    /** RAM frames of a zone whose flags are as asked; those without struct page are not asked. */
    long count(int zone, LongPredicate flags) {
        long count = 0;
        for (Map.Entry<Long, long[]> entry : words.get(zone).entrySet()) {
            count += flags.test(entry.getKey()) ? entry.getValue()[0] : 0;
        }
        return count;
    }

    /** Frames in a zone's span that have no struct page. */
    long withoutStructPage(int zone) {
        return withoutStructPage[zone];
    }

    /** Whether it was known which frames are RAM. */
    boolean isRamKnown() {
        return ramKnown;
    }
}
