package dev.plumbline.inspector.reference.zone.buddy;

/**
 * One zone asked for pages as if it headed its node's zonelist, the other zones being unknown.
 *
 * <p>Source: get_page_from_freelist(), alloc_flags_nofragment(), mm/page_alloc.c (6.1, 6.12, 7.2).
 */
public final class LoneZone {

    private final ZoneAllocator zone;
    private final boolean spillsRatherThanMix;

    /**
     * @param spillsRatherThanMix whether a DMA32 zone below is asked before types are mixed here: true of a Normal zone that has one
     */
    public LoneZone(ZoneAllocator zone, boolean spillsRatherThanMix) {
        this.zone = zone;
        this.spillsRatherThanMix = spillsRatherThanMix;
    }

    /** Where a request was served. */
    public sealed interface Served {
        /** By this zone. */
        record Here(long pfn) implements Served {}

        /** By a zone that is not known, or by none. */
        record NotHere() implements Served {}
    }

    /** The zone. */
    public ZoneAllocator zone() {
        return zone;
    }

    /** Allocates a block on CPU 0. */
    public Served allocate(int order, Gfp gfp) {
        int highest = Math.max(gfp.highest().number(), zone.spec().zoneClass().number());
        int type = gfp.type().number();
        int flags = gfp.firstFlags() | (spillsRatherThanMix ? AllocFlags.NO_FRAGMENT : 0);
        int index = (int) BuddyZone.NONE;
        if (zone.watermarks().aboveLow(order, highest, flags)) {
            index = zone.take(0, order, type, flags);
        }
        if (index < 0 && !spillsRatherThanMix) {
            int slow = gfp.slowFlags(order);
            if (zone.watermarks().aboveMin(order, highest, slow)) {
                index = zone.take(0, order, type, slow);
            }
        }
        return index < 0 ? new Served.NotHere() : new Served.Here(zone.zone().pfnOf(index));
    }

    /** Whether a block of that order that is in use starts at a frame of the zone. */
    public boolean isInUse(long pfn, int order) {
        BuddyZone areas = zone.zone();
        return pfn >= areas.startPfn() && pfn < areas.endPfn() && areas.isInUse(areas.indexOf(pfn), order);
    }

    /**
     * Frees a block on CPU 0.
     *
     * @throws IllegalArgumentException if no block in use of that order starts there
     */
    public void free(long pfn, int order) {
        zone.giveBack(0, pfn, order);
    }
}
