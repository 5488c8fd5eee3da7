package dev.plumbline.inspector.reference.zone.buddy;

/**
 * The sizes that a kernel's build fixes for its free areas.
 *
 * @param maxOrder the highest order that is kept in a free list: {@code MAX_PAGE_ORDER}, 10 on most; 0 to {@value #ORDER_LIMIT}
 * @param pageblockOrder order of the block that has one migrate type: {@code pageblock_order}; 0 to {@code maxOrder}
 * @param hugeOrder order of a transparent huge page, which has per-CPU lists of its own; -1 without {@code
 *     CONFIG_TRANSPARENT_HUGEPAGE}
 */
public record BuddyGeometry(int maxOrder, int pageblockOrder, int hugeOrder) {

    /** The highest order that the simulator's frame state has room for. */
    public static final int ORDER_LIMIT = 15;

    /** x86-64 and every kernel with 4 KiB pages, 2 MiB huge pages and the usual 11 orders. */
    public static final BuddyGeometry USUAL = new BuddyGeometry(10, 9, 9);

    /** @throws IllegalArgumentException naming the order out of its range */
    public BuddyGeometry {
        if (maxOrder < 0 || maxOrder > ORDER_LIMIT) {
            throw new IllegalArgumentException("highest order " + maxOrder + ": 0 to " + ORDER_LIMIT + " is allowed");
        }
        if (pageblockOrder < 0 || pageblockOrder > maxOrder) {
            throw new IllegalArgumentException(
                    "pageblock order " + pageblockOrder + ": 0 to the highest order, " + maxOrder + ", is allowed");
        }
        if (hugeOrder > maxOrder) {
            throw new IllegalArgumentException(
                    "huge page order " + hugeOrder + " is above the highest order, " + maxOrder);
        }
    }

    /** Whether the kernel has transparent huge pages. */
    public boolean hasHugeOrder() {
        return hugeOrder >= 0;
    }

    int pageblockPages() {
        return 1 << pageblockOrder;
    }
}
