package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Addresses that one root translates.
 *
 * @param first lowest address
 * @param last highest address, itself included, so that a span may end with the address space
 */
record RootSpan(long first, long last, Start.Root root) {

    private static final long NARROW = 1L << 32;

    /**
     * The spans of all roots in ascending order. Address bits that the hardware ignores (Arm's top-byte tags) make no further
     * spans.
     *
     * <p>Every architecture divides its addresses where a power of two ends, counted from the bottom or from the top of the
     * space: x86 and RISC-V by sign extension, AArch64 by TCR_EL1.T0SZ and T1SZ (Arm ARM D8.2), ARM by TTBCR.N, or T0SZ and
     * T1SZ (ARMv7-A B3.5.4, B3.6.4). So it is enough to ask about the addresses where one might begin.
     */
    static List<RootSpan> of(Regime regime) {
        List<RootSpan> spans = new ArrayList<>();
        TreeSet<Long> starts = candidates();
        for (long first : starts) {
            Long next = starts.higher(first);
            long last = next == null ? -1 : next - 1;
            if (regime.start(new VirtAddr(first)) instanceof Start.Root root && translates(root.format(), first)) {
                add(spans, new RootSpan(first, last, root));
            }
        }
        return spans;
    }

    private static TreeSet<Long> candidates() {
        TreeSet<Long> starts = new TreeSet<>(Long::compareUnsigned);
        starts.add(0L);
        for (int bit = 0; bit < Long.SIZE; bit++) {
            starts.add(1L << bit);
            starts.add(-(1L << bit));
            if (bit < Integer.SIZE) {
                starts.add(NARROW - (1L << bit));
            }
        }
        return starts;
    }

    private static boolean translates(PageTableFormat format, long address) {
        return format.vaBits() > Integer.SIZE
                ? format.isCanonical(new VirtAddr(address))
                : Long.compareUnsigned(address, NARROW) < 0;
    }

    private static void add(List<RootSpan> spans, RootSpan span) {
        int end = spans.size() - 1;
        if (end >= 0
                && spans.get(end).last + 1 == span.first
                && spans.get(end).root.equals(span.root)) {
            spans.set(end, new RootSpan(spans.get(end).first, span.last, span.root));
        } else {
            spans.add(span);
        }
    }

    /** Whether addresses of this span lie in a range, both ends included. */
    boolean overlaps(long from, long through) {
        return Long.compareUnsigned(first, through) <= 0 && Long.compareUnsigned(from, last) <= 0;
    }

    /** The part of this span that lies in a range which {@link #overlaps} it. */
    RootSpan within(long from, long through) {
        return new RootSpan(
                Long.compareUnsigned(first, from) < 0 ? from : first,
                Long.compareUnsigned(last, through) > 0 ? through : last,
                root);
    }
}
