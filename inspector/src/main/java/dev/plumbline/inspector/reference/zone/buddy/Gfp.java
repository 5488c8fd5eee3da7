package dev.plumbline.inspector.reference.zone.buddy;

/**
 * What a request for pages says of itself: the part of its GFP mask that decides where the pages come from.
 *
 * <p>Source: include/linux/gfp_types.h (6.12); gfp_migratetype(), gfp_zone(), include/linux/gfp.h.
 *
 * @param type {@code __GFP_MOVABLE}, {@code __GFP_RECLAIMABLE} or neither
 * @param highest the highest zone that will do
 * @param mayBlock {@code __GFP_DIRECT_RECLAIM}
 * @param wakesKswapd {@code __GFP_KSWAPD_RECLAIM}
 * @param high {@code __GFP_HIGH}: may use half of the min watermark
 * @param migratable whether the page ends on an LRU list, as user memory and page cache do
 */
public record Gfp(
        MigrateType type, ZoneClass highest, boolean mayBlock, boolean wakesKswapd, boolean high, boolean migratable) {

    /** Kernel memory of a caller that may wait. */
    public static final Gfp KERNEL = new Gfp(MigrateType.UNMOVABLE, ZoneClass.NORMAL, true, true, false, false);

    /** Kernel memory of a caller that cannot wait. */
    public static final Gfp ATOMIC = new Gfp(MigrateType.UNMOVABLE, ZoneClass.NORMAL, false, true, true, false);

    /** Kernel memory that may be had or not. */
    public static final Gfp NOWAIT = new Gfp(MigrateType.UNMOVABLE, ZoneClass.NORMAL, false, true, false, false);

    /** Caches that can be shrunk: {@code GFP_KERNEL | __GFP_RECLAIMABLE}. */
    public static final Gfp RECLAIMABLE = new Gfp(MigrateType.RECLAIMABLE, ZoneClass.NORMAL, true, true, false, false);

    /** User memory and page cache: {@code GFP_HIGHUSER_MOVABLE}. */
    public static final Gfp HIGHUSER_MOVABLE = new Gfp(MigrateType.MOVABLE, ZoneClass.MOVABLE, true, true, false, true);

    /** Huge pages of a process: {@code GFP_TRANSHUGE_LIGHT}, which never waits. */
    public static final Gfp TRANSHUGE_LIGHT =
            new Gfp(MigrateType.MOVABLE, ZoneClass.MOVABLE, false, false, false, true);

    /** @throws IllegalArgumentException if no request can ask for the type */
    public Gfp {
        if (!type.isMergeable()) {
            throw new IllegalArgumentException("no request asks for " + type + " pages");
        }
    }

    /** The same request, of another type. */
    public Gfp withType(MigrateType other) {
        return new Gfp(other, highest, mayBlock, wakesKswapd, high, migratable);
    }

    /** The same request, no zone above this one. */
    public Gfp below(ZoneClass limit) {
        return new Gfp(type, limit, mayBlock, wakesKswapd, high, migratable);
    }

    int firstFlags() {
        return (type == MigrateType.MOVABLE ? AllocFlags.CMA : 0)
                | (wakesKswapd ? AllocFlags.KSWAPD : 0)
                | (migratable ? AllocFlags.MIGRATABLE : 0);
    }

    /** gfp_to_alloc_flags(): what a request may do once the low watermark has stopped it. */
    int slowFlags(int order) {
        int flags = firstFlags() | (high ? AllocFlags.MIN_RESERVE : 0);
        if (!mayBlock) {
            flags |= AllocFlags.NON_BLOCK;
            if (order > 0 && high) {
                flags |= AllocFlags.HIGHATOMIC;
            }
        }
        return flags;
    }
}
