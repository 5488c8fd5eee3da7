package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Span;
import dev.plumbline.inspector.observed.SmapsVma;
import java.util.ArrayList;
import java.util.List;

/**
 * Which parts of a process's pagemap to read, and in which order. Java, Go and sanitizers reserve terabytes, and each is 2 GiB
 * of pagemap where the kernel cannot be asked for what is populated; what is worth reading must not wait behind them.
 *
 * @param shown mappings of which smaps shows pages; read first
 * @param bare mappings of which it shows none. They need not be empty: smaps counts neither the zero page nor markers
 *     ({@code smaps_pte_entry}, fs/proc/task_mmu.c), and pagemap has both
 * @param leftOut mappings of which it shows none, too large to be read in full; not read at all
 */
public record PagemapPlan(List<Span> shown, List<Span> bare, List<Span> leftOut) {

    /** The largest mapping without pages that is read in full: 2 MiB of pagemap. */
    private static final long LARGEST_BARE_BYTES = 1L << 30;

    /**
     * A plan for mappings. Those with VM_PFNMAP are not in it: pagemap shows nothing of them.
     *
     * @param sparsely whether reading costs only what is populated; then nothing is left out
     */
    public static PagemapPlan of(List<SmapsVma> mappings, boolean sparsely) {
        List<Span> shown = new ArrayList<>();
        List<Span> bare = new ArrayList<>();
        List<Span> leftOut = new ArrayList<>();
        for (SmapsVma mapping : mappings) {
            if (!mapping.hasFlag("pf")) {
                boolean large = Long.compareUnsigned(mapping.vma().range().sizeBytes(), LARGEST_BARE_BYTES) > 0;
                List<Span> part = showsPages(mapping) ? shown : large && !sparsely ? leftOut : bare;
                part.add(new Span(
                        mapping.vma().range().start().value(),
                        mapping.vma().range().end().value()));
            }
        }
        return new PagemapPlan(List.copyOf(shown), List.copyOf(bare), List.copyOf(leftOut));
    }

    /** Whether smaps shows pages in RAM, in swap or of hugetlbfs; where it does not say, there may be some. */
    private static boolean showsPages(SmapsVma mapping) {
        boolean huge = mapping.hasFlag("ht")
                && (mapping.sizeKib("Shared_Hugetlb").orElse(1) != 0
                        || mapping.sizeKib("Private_Hugetlb").orElse(1) != 0);
        return huge || mapping.rssKib().orElse(1) != 0 || mapping.swapKib().orElse(1) != 0;
    }
}
