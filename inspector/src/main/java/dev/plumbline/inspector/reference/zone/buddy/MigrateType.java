package dev.plumbline.inspector.reference.zone.buddy;

import java.util.List;

/**
 * What a pageblock's pages are used for, in the kernel's order.
 *
 * <p>A kernel without {@code CONFIG_CMA} or {@code CONFIG_MEMORY_ISOLATION} lacks the type and counts the later ones down; the
 * simulator always has all six.
 *
 * <p>Source: enum migratetype, include/linux/mmzone.h (6.1, 6.12 and 7.2 read).
 */
public enum MigrateType {
    UNMOVABLE(0),
    MOVABLE(1),
    RECLAIMABLE(2),
    HIGHATOMIC(3),
    CMA(4),
    ISOLATE(5);

    /** How many types have per-CPU lists, merge with each other and are fallbacks of each other: {@code MIGRATE_PCPTYPES}. */
    public static final int PCP_TYPES = 3;

    /** How many types there are. */
    public static final int COUNT = 6;

    private static final List<MigrateType> ALL = List.of(values());

    /**
     * Where an allocation looks when the lists of its own type are empty.
     *
     * <p>Source: fallbacks[], mm/page_alloc.c; the same in 6.1, 6.12 and 7.2.
     */
    private static final int[][] FALLBACKS = {
        {RECLAIMABLE.number, MOVABLE.number},
        {RECLAIMABLE.number, UNMOVABLE.number},
        {UNMOVABLE.number, MOVABLE.number},
    };

    private final int number;

    MigrateType(int number) {
        this.number = number;
    }

    /** The kernel's number of the type, where it has all six. */
    public int number() {
        return number;
    }

    /** The type with this number. @throws IndexOutOfBoundsException unless 0 to 5 */
    public static MigrateType of(int number) {
        return ALL.get(number);
    }

    /** Whether blocks of this type merge with blocks of another type that has this property too: migratetype_is_mergeable(). */
    public boolean isMergeable() {
        return isMergeable(number);
    }

    static boolean isMergeable(int type) {
        return type < PCP_TYPES;
    }

    /** The numbers of the types that a type falls back to, in order; only for the three types that have fallbacks. */
    static int[] fallbacks(int type) {
        return FALLBACKS[type];
    }
}
