package dev.plumbline.inspector.reference.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The numbers that a kernel published.
 *
 * @param minFreeKib {@code vm.min_free_kbytes}
 * @param zones each zone's
 */
public record Published(long minFreeKib, List<OfZone> zones) {

    /** Copies the list. */
    public Published {
        zones = List.copyOf(zones);
    }

    /**
     * One zone's.
     *
     * @param marks the watermarks that were printed, in pages; the kernel prints them with boost
     *     (min_wmark_pages and its like, include/linux/mmzone.h)
     * @param boost as printed; empty on kernels that do not print it
     * @param reserve {@code protection}, in pages
     */
    public record OfZone(Map<Watermark, Long> marks, OptionalLong boost, List<Long> reserve) {

        /** Copies the collections. */
        public OfZone {
            marks = Map.copyOf(marks);
            reserve = List.copyOf(reserve);
        }
    }

    /** Every number that is there to be predicted, in a fixed order. */
    public List<Quantity> quantities() {
        List<Quantity> all = new ArrayList<>();
        all.add(new Quantity.MinFree());
        for (int i = 0; i < zones.size(); i++) {
            for (Watermark mark : Watermark.values()) {
                if (zones.get(i).marks().containsKey(mark)) {
                    all.add(new Quantity.Mark(i, mark));
                }
            }
            for (int upper = 0; upper < zones.get(i).reserve().size(); upper++) {
                all.add(new Quantity.Reserve(i, upper));
            }
        }
        return all;
    }

    /** The published value; a boost that was not printed is 0. */
    public long at(Quantity quantity) {
        if (quantity instanceof Quantity.Mark mark) {
            return zones.get(mark.zone()).marks().getOrDefault(mark.mark(), 0L);
        }
        if (quantity instanceof Quantity.Reserve held) {
            return zones.get(held.zone()).reserve().get(held.upper());
        }
        if (quantity instanceof Quantity.Boost boost) {
            return zones.get(boost.zone()).boost().orElse(0);
        }
        return minFreeKib;
    }
}
