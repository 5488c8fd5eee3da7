package dev.plumbline.inspector.reference.zone;

import java.util.List;
import java.util.Map;

/**
 * The values the kernel gives {@code vm.min_free_kbytes} of its own accord, in KiB.
 *
 * <p>Source: calculate_min_free_kbytes and nr_free_zone_pages, mm/page_alloc.c; set_recommended_min_free_kbytes,
 * mm/khugepaged.c; read in 5.10, 6.1, 6.12 and 7.0.
 */
public final class MinFreeKbytes {

    private static final long LEAST_KIB = 128;
    private static final long MOST_KIB = 262_144;
    private static final long SQUARE_FACTOR = 16;
    /** Two blocks, and MIGRATE_PCPTYPES · MIGRATE_PCPTYPES (3 · 3) more. */
    private static final long BLOCKS_PER_ZONE = 2 + 3 * 3;

    private static final long LOWMEM_FRACTION = 20;

    private MinFreeKbytes() {}

    /** From lowmem alone: four times the root of its KiB. */
    public static long calculated(
            List<ZoneFacts> zones, ManagedPages managed, List<Map<Watermark, Long>> marks, AllocatorSettings settings) {
        long lowmemKib = bufferPages(zones, managed, marks) * settings.pageKib();
        return Math.max(LEAST_KIB, Math.min(MOST_KIB, floorSqrt(lowmemKib * SQUARE_FACTOR)));
    }

    /** What khugepaged asks for when it starts; it only ever raises the value. */
    public static long recommended(
            List<ZoneFacts> zones, ManagedPages managed, List<Map<Watermark, Long>> marks, AllocatorSettings settings) {
        long populated = zones.stream()
                .filter(z -> z.kind() == ZoneKind.LOWMEM && z.populated())
                .count();
        long blocks = settings.pageblockPages() * populated * BLOCKS_PER_ZONE;
        return Math.min(blocks, bufferPages(zones, managed, marks) / LOWMEM_FRACTION) * settings.pageKib();
    }

    /** Pages above the high watermark in all zones that GFP_USER may use (nr_free_buffer_pages). */
    private static long bufferPages(List<ZoneFacts> zones, ManagedPages managed, List<Map<Watermark, Long>> marks) {
        long sum = 0;
        for (int i = 0; i < zones.size(); i++) {
            if (zones.get(i).kind() == ZoneKind.LOWMEM) {
                sum += Math.max(0, managed.of(i) - marks.get(i).getOrDefault(Watermark.HIGH, 0L));
            }
        }
        return sum;
    }

    /** The largest integer whose square is not above the value: int_sqrt, lib/math/int_sqrt.c. */
    static long floorSqrt(long value) {
        long root = (long) Math.sqrt((double) value);
        while (root * root > value) {
            root--;
        }
        while ((root + 1) * (root + 1) <= value) {
            root++;
        }
        return root;
    }
}
