package dev.plumbline.inspector.reference.zone;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The watermarks of all zones, from min_free_kbytes and the zones' managed pages, without boost.
 *
 * <p>Source: __setup_per_zone_wmarks, mm/page_alloc.c, read in 5.10, 6.1, 6.12 and 7.0.
 */
public final class WatermarkRule {

    private static final long HIGHMEM_MIN_PAGES = 32;
    private static final long HIGHMEM_MAX_PAGES = 128;
    private static final long HIGHMEM_FRACTION = 1024;
    private static final long SCALE = 10_000;

    private WatermarkRule() {}

    /** The four watermarks of every zone, in pages; unpopulated zones have them too. */
    public static List<Map<Watermark, Long>> of(
            List<ZoneFacts> zones,
            ManagedPages managed,
            long minFreeKib,
            AllocatorSettings settings,
            MovableRule movable) {
        // movable_zone is the highest populated zone below Movable (find_usable_zone_for_movable)
        boolean movableIsHighmem = zones.stream().anyMatch(z -> z.kind() == ZoneKind.HIGHMEM && z.populated());
        long pagesMin = minFreeKib / settings.pageKib();
        long sharingPages = 0;
        for (int i = 0; i < zones.size(); i++) {
            if (!movable.caps(zones.get(i).kind(), movableIsHighmem)) {
                sharingPages += managed.of(i);
            }
        }
        List<Map<Watermark, Long>> all = new ArrayList<>(zones.size());
        for (int i = 0; i < zones.size(); i++) {
            long share = sharingPages == 0 ? 0 : pagesMin * managed.of(i) / sharingPages;
            boolean capped = movable.caps(zones.get(i).kind(), movableIsHighmem);
            all.add(marks(capped ? cappedMin(managed.of(i)) : share, distance(share, managed.of(i), settings)));
        }
        return all;
    }

    private static long cappedMin(long managedPages) {
        return Math.max(HIGHMEM_MIN_PAGES, Math.min(HIGHMEM_MAX_PAGES, managedPages / HIGHMEM_FRACTION));
    }

    /** mult_frac (include/linux/math.h) multiplies the quotient and the remainder apart, so as not to overflow. */
    private static long distance(long share, long managedPages, AllocatorSettings settings) {
        long scaled =
                managedPages / SCALE * settings.scaleFactor() + managedPages % SCALE * settings.scaleFactor() / SCALE;
        return Math.max(share >> 2, scaled);
    }

    private static Map<Watermark, Long> marks(long min, long distance) {
        Map<Watermark, Long> marks = new EnumMap<>(Watermark.class);
        long value = min;
        for (Watermark mark : Watermark.values()) {
            marks.put(mark, value);
            value += distance;
        }
        return marks;
    }
}
