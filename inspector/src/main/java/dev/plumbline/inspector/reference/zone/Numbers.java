package dev.plumbline.inspector.reference.zone;

import java.util.List;
import java.util.Map;

/**
 * Every number that follows from one set of managed values.
 *
 * @param minFreeKib {@code vm.min_free_kbytes}
 * @param marks each zone's watermarks without boost, in pages
 * @param reserve each zone's reserve by higher zone of the node, in pages
 */
public record Numbers(long minFreeKib, List<Map<Watermark, Long>> marks, List<List<Long>> reserve) {

    /** Copies the lists. */
    public Numbers {
        marks = List.copyOf(marks);
        reserve = List.copyOf(reserve);
    }

    /**
     * One of them; a boost is never predicted and counts as 0.
     *
     * @throws IndexOutOfBoundsException if there is no such zone
     */
    public long at(Quantity quantity) {
        if (quantity instanceof Quantity.Mark mark) {
            return marks.get(mark.zone()).getOrDefault(mark.mark(), 0L);
        }
        if (quantity instanceof Quantity.Reserve held) {
            return reserve.get(held.zone()).get(held.upper());
        }
        return quantity instanceof Quantity.MinFree ? minFreeKib : 0;
    }
}
