package dev.plumbline.inspector.reference.zone;

/**
 * How WMARK_MIN of Movable is set. The rule changed between releases and was carried back, so it is decided by which of the
 * two gives the published numbers.
 */
public enum MovableRule {
    /**
     * A share of min_free_kbytes, as DMA to Normal have; on kernels whose Movable would be taken from HighMem, capped as
     * HighMem (is_highmem_idx, include/linux/mmzone.h; __setup_per_zone_wmarks, mm/page_alloc.c of 5.10 and 6.1).
     */
    SHARE,
    /** Capped as HighMem always is (__setup_per_zone_wmarks, mm/page_alloc.c of 6.12). */
    CAPPED;

    /** Whether WMARK_MIN of such a zone is capped, and the zone left out of the pages that share min_free_kbytes. */
    boolean caps(ZoneKind kind, boolean movableIsHighmem) {
        return kind == ZoneKind.HIGHMEM || (kind == ZoneKind.MOVABLE && (this == CAPPED || movableIsHighmem));
    }
}
