package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.ProcessStatus;
import java.util.Optional;

/**
 * Traces of pages that a process had and has no more. A page table stays when its last page goes: with MADV_DONTNEED before
 * 6.14, and since (CONFIG_PT_RECLAIM) where less than the table's whole span is given back; with reclaim of file pages; with
 * truncation.
 */
final class GivenBack {

    private GivenBack() {}

    /**
     * The trace in words; empty where a process shows none. Every loss of pages first records the peak
     * ({@code update_hiwater_rss}, include/linux/mm.h), so a peak above what is resident proves one. A process that has grown
     * past its peak again does not show it: threads are taken for a trace too, for the libraries give the stacks of ended
     * threads and the allocator's arenas back behind the program's back (glibc, nptl/allocatestack.c and malloc/arena.c).
     */
    static Optional<String> of(ProcessStatus status) {
        long peak = status.number("VmHWM", 0).orElse(0);
        long resident = status.vmRssKib().orElse(0);
        long threads = status.number("Threads", 0).orElse(1);
        if (peak > resident) {
            return Optional.of("%d KiB were resident at the peak, %d are".formatted(peak, resident));
        }
        return threads > 1 ? Optional.of("the process has " + threads + " threads") : Optional.empty();
    }
}
