package dev.plumbline.inspector.reference.zone;

import java.util.List;

/**
 * What the rules take from the kernel's build and from its sysctls.
 *
 * @param pageKib the base page size in KiB, a power of two, at least 1
 * @param pageblockPages pages in a page block, at least 1
 * @param scaleFactor {@code vm.watermark_scale_factor}, in fractions of 10000
 * @param boostFactor {@code vm.watermark_boost_factor}, in fractions of 10000, 0 for no boost
 * @param reserveRatio {@code vm.lowmem_reserve_ratio}, one value a zone, 0 for no reserve; zones beyond its end have none
 */
public record AllocatorSettings(
        int pageKib, long pageblockPages, long scaleFactor, long boostFactor, List<Long> reserveRatio) {

    /** @throws IllegalArgumentException if a value is out of its range */
    public AllocatorSettings {
        reserveRatio = List.copyOf(reserveRatio);
        if (pageKib < 1 || Integer.bitCount(pageKib) != 1) {
            throw new IllegalArgumentException("page size " + pageKib + " KiB is not a power of two");
        }
        if (pageblockPages < 1) {
            throw new IllegalArgumentException("page block of " + pageblockPages + " pages");
        }
    }

    /** The ratio of a zone; 0 where it has none. */
    long ratioOf(ZoneFacts zone) {
        return zone.index() < reserveRatio.size() ? Math.max(0, reserveRatio.get(zone.index())) : 0;
    }
}
