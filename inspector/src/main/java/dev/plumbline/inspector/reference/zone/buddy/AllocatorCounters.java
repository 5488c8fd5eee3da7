package dev.plumbline.inspector.reference.zone.buddy;

/**
 * What an allocator has done since it was made.
 *
 * @param splits halvings of a free block: one for each order between the block found and the order asked for
 * @param merges joinings of a block with its free buddy
 * @param allocations blocks taken out of the free areas, those that fill per-CPU lists included
 * @param frees blocks given back to the free areas, those drained from per-CPU lists included
 * @param claims fallbacks that took a pageblock, or the larger block it is part of, over for the type asked for
 * @param steals fallbacks that took free blocks of another type without taking their pageblock over
 * @param refills times that a per-CPU list was filled from the free areas
 * @param drains times that per-CPU lists were emptied into the free areas
 */
public record AllocatorCounters(
        long splits, long merges, long allocations, long frees, long claims, long steals, long refills, long drains) {

    /** Nothing done. */
    public static final AllocatorCounters NONE = new AllocatorCounters(0, 0, 0, 0, 0, 0, 0, 0);

    /** The sum of both. */
    public AllocatorCounters plus(AllocatorCounters other) {
        return new AllocatorCounters(
                splits + other.splits,
                merges + other.merges,
                allocations + other.allocations,
                frees + other.frees,
                claims + other.claims,
                steals + other.steals,
                refills + other.refills,
                drains + other.drains);
    }
}
