package dev.plumbline.inspector.reference.zone.buddy;

/**
 * The bits that an allocation carries through the zones. Their values are this simulator's own.
 *
 * <p>Source: ALLOC_*, mm/internal.h; gfp_to_alloc_flags() and alloc_flags_nofragment(), mm/page_alloc.c (6.1, 6.12, 7.2).
 */
final class AllocFlags {

    /** May take from CMA pageblocks. */
    static final int CMA = 1;
    /** Avoids mixing types in a pageblock. */
    static final int NO_FRAGMENT = 2;
    /** May take from the HIGHATOMIC reserve. */
    static final int HIGHATOMIC = 4;
    /** The caller cannot block. */
    static final int NON_BLOCK = 8;
    /** {@code __GFP_HIGH}: half of the min watermark is open to it. */
    static final int MIN_RESERVE = 16;
    /** Wakes kswapd. */
    static final int KSWAPD = 32;
    /** The page goes where it can be migrated from: LRU lists. */
    static final int MIGRATABLE = 64;

    static final int RESERVES = HIGHATOMIC | NON_BLOCK | MIN_RESERVE;

    private AllocFlags() {}

    static boolean has(int flags, int bits) {
        return (flags & bits) != 0;
    }
}
