package dev.plumbline.inspector.reference.zone.buddy;

/**
 * The free areas of one zone: a list of free blocks for each order and migrate type.
 *
 * <p>Nine bytes a frame at most: one byte that says what starts here, and two links once a block of less than the highest order has been
 * listed nearby. Nothing else is allocated after the constructor. A frame is addressed by its number within the zone's range (an index, {@code pfn - basePfn}), so that links fit an int.
 *
 * <p>Source: __free_one_page(), expand(), __rmqueue_smallest(), buddy_merge_likely(), move_to_free_list(), mm/page_alloc.c (6.1, 6.12
 * and 7.2 read; the same rules in all).
 */
public final class BuddyZone {

    /** No block: what a search returns that finds none. */
    public static final long NONE = -1;

    private static final int TYPES = MigrateType.COUNT;
    private static final int ORDER_MASK = 0x0f;
    private static final int KIND_SHIFT = 4;
    private static final int KIND_MASK = 0x07;
    /** With it, the kind is the type of the free block that starts here; without it, one of the kinds below. */
    private static final int FREE = 0x80;

    private static final int IN_USE = 1 << KIND_SHIFT;
    private static final int IN_USE_MOVABLE = 2 << KIND_SHIFT;
    private static final int ON_PCP = 3 << KIND_SHIFT;

    private final BuddyGeometry geometry;
    private final int maxOrder;
    private final int pageblockOrder;
    private final boolean retypesMerged;
    private final boolean reservesMerge;
    private final long basePfn;
    private final long startPfn;
    private final long endPfn;
    private final FrameLists lists;
    private final byte[] heads;
    private final byte[] blockTypes;
    private final long[] freeBlocks;
    private final int[] nonEmptyOrders = new int[TYPES];
    private long freePages;
    private long splits;
    private long merges;

    /**
     * A zone with nothing free, all of whose pageblocks are MOVABLE as memmap_init leaves them.
     *
     * @param startPfn first frame that the zone spans
     * @param endPfn frame after the last
     * @param pcpLists per-CPU lists that share the links, over all CPUs
     * @throws IllegalArgumentException if the range is empty or has more than 2^30 frames
     */
    BuddyZone(long startPfn, long endPfn, BuddyGeometry geometry, KernelRules rules, int pcpLists) {
        this.geometry = geometry;
        maxOrder = geometry.maxOrder();
        pageblockOrder = geometry.pageblockOrder();
        retypesMerged = rules.listsMatchPageblocks();
        reservesMerge = rules.reservesMerge();
        long block = 1L << maxOrder;
        basePfn = startPfn & -block;
        long frames = ((endPfn + block - 1) & -block) - basePfn;
        int lists = (maxOrder + 1) * TYPES + pcpLists;
        if (startPfn < 0 || endPfn <= startPfn || frames > 1 << 30) {
            throw new IllegalArgumentException(
                    "frames " + startPfn + " to " + endPfn + ": a zone has 1 to 2^30 frames");
        }
        this.startPfn = startPfn;
        this.endPfn = endPfn;
        this.lists = new FrameLists((int) frames, lists, maxOrder);
        heads = new byte[(int) frames];
        blockTypes = new byte[(int) (frames >>> pageblockOrder)];
        java.util.Arrays.fill(blockTypes, (byte) MigrateType.MOVABLE.number());
        freeBlocks = new long[(maxOrder + 1) * TYPES];
    }

    /** First frame that the zone spans. */
    public long startPfn() {
        return startPfn;
    }

    /** Frame after the last that the zone spans. */
    public long endPfn() {
        return endPfn;
    }

    /** The orders of the zone's free areas. */
    public BuddyGeometry geometry() {
        return geometry;
    }

    /** Pages on the free lists, isolated ones included. */
    public long freePages() {
        return freePages;
    }

    /** Free blocks of an order and a type. */
    public long freeBlocks(int order, MigrateType type) {
        return freeBlocks[order * TYPES + type.number()];
    }

    /** Free blocks of an order over all types: nr_free, what /proc/buddyinfo prints. */
    public long freeBlocks(int order) {
        long sum = 0;
        for (int type = 0; type < TYPES; type++) {
            sum += freeBlocks[order * TYPES + type];
        }
        return sum;
    }

    /** The type of the pageblock that holds a frame. */
    public MigrateType pageblockType(long pfn) {
        return MigrateType.of(blockTypeOf(indexOf(pfn)));
    }

    /** First frames of the free blocks of an order and a type, in list order. */
    public long[] freeList(int order, MigrateType type) {
        return listed(order * TYPES + type.number(), order, (int) freeBlocks(order, type));
    }

    long[] listed(int list, int order, int length) {
        long[] pfns = new long[length];
        int frame = lists.first(list);
        for (int i = 0; i < length; i++) {
            pfns[i] = basePfn + frame;
            frame = lists.next(frame, order);
        }
        return pfns;
    }

    int indexOf(long pfn) {
        if (pfn < startPfn || pfn >= endPfn) {
            throw new IllegalArgumentException(
                    "frame 0x%x is outside the zone, 0x%x to 0x%x".formatted(pfn, startPfn, endPfn));
        }
        return (int) (pfn - basePfn);
    }

    long pfnOf(int index) {
        return basePfn + index;
    }

    FrameLists lists() {
        return lists;
    }

    int pcpList(int number) {
        return (maxOrder + 1) * TYPES + number;
    }

    int blockTypeOf(int index) {
        return blockTypes[index >>> pageblockOrder];
    }

    boolean spansIndex(int index) {
        long pfn = basePfn + index;
        return pfn >= startPfn && pfn < endPfn;
    }

    void setBlockType(int index, int type) {
        blockTypes[index >>> pageblockOrder] = (byte) type;
    }

    /** change_pageblock_range(): every pageblock of a block of at least pageblock order. */
    void setBlockTypes(int index, int order, int type) {
        int first = index >>> pageblockOrder;
        java.util.Arrays.fill(blockTypes, first, first + (1 << (order - pageblockOrder)), (byte) type);
    }

    boolean isFreeHead(int index) {
        return heads[index] < 0;
    }

    int orderAt(int index) {
        return heads[index] & ORDER_MASK;
    }

    int typeAt(int index) {
        return heads[index] >>> KIND_SHIFT & KIND_MASK;
    }

    boolean isInUse(int index, int order) {
        int head = heads[index];
        return head == (IN_USE | order) || head == (IN_USE_MOVABLE | order);
    }

    boolean isMovable(int index) {
        return (heads[index] & ~ORDER_MASK) == IN_USE_MOVABLE;
    }

    boolean isNothing(int index) {
        return heads[index] == 0;
    }

    void markInUse(int index, int order, boolean movable) {
        heads[index] = (byte) ((movable ? IN_USE_MOVABLE : IN_USE) | order);
    }

    void markOnPcp(int index, int order) {
        heads[index] = (byte) (ON_PCP | order);
    }

    void markNothing(int index) {
        heads[index] = 0;
    }

    /** First block of a list; {@link #NONE} cast to int if the list is empty. */
    int firstFree(int order, int type) {
        int list = order * TYPES + type;
        return freeBlocks[list] == 0 ? (int) NONE : lists.first(list);
    }

    boolean hasFree(int order) {
        int bit = 1 << order;
        for (int type = 0; type < TYPES; type++) {
            if ((nonEmptyOrders[type] & bit) != 0) {
                return true;
            }
        }
        return false;
    }

    boolean hasFree(int order, int type) {
        return (nonEmptyOrders[type] >>> order & 1) != 0;
    }

    /** Whether any order from this one up has a free block of the type. */
    boolean hasFreeFrom(int order, int type) {
        return nonEmptyOrders[type] >>> order != 0;
    }

    void add(int index, int order, int type, boolean atTail) {
        int list = order * TYPES + type;
        if (atTail) {
            lists.addLast(list, index, order);
        } else {
            lists.addFirst(list, index, order);
        }
        heads[index] = (byte) (FREE | type << KIND_SHIFT | order);
        if (freeBlocks[list]++ == 0) {
            nonEmptyOrders[type] |= 1 << order;
        }
        freePages += 1L << order;
    }

    void remove(int index, int order, int type) {
        int list = order * TYPES + type;
        lists.remove(index, order);
        heads[index] = 0;
        if (--freeBlocks[list] == 0) {
            nonEmptyOrders[type] &= ~(1 << order);
        }
        freePages -= 1L << order;
    }

    /** move_to_free_list(): to the tail of another type's list. */
    void moveToTail(int index, int order, int fromType, int toType) {
        remove(index, order, fromType);
        add(index, order, toType, true);
    }

    /** expand(): the upper halves of a block that was taken, from the largest down, each to the head of its list. */
    void expand(int index, int low, int high, int type) {
        for (int order = high - 1; order >= low; order--) {
            add(index + (1 << order), order, type, false);
        }
        splits += high - low;
    }

    /** __rmqueue_smallest(): the head of the smallest sufficient order's list; {@link #NONE} cast to int if there is none. */
    int takeSmallest(int order, int type) {
        int orders = nonEmptyOrders[type] & -1 << order;
        if (orders == 0) {
            return (int) NONE;
        }
        int found = Integer.numberOfTrailingZeros(orders);
        int index = lists.first(found * TYPES + type);
        remove(index, found, type);
        expand(index, order, found, type);
        return index;
    }

    /**
     * __free_one_page() without its accounting: joins the block with its free buddies and lists the result.
     *
     * @param toTail FPI_TO_TAIL: at the tail, come what may
     */
    void free(int index, int order, int type, boolean toTail) {
        int pfn = index;
        int size = order;
        while (size < maxOrder) {
            int buddy = pfn ^ (1 << size);
            if (!isFreeOfOrder(buddy, size)) {
                break;
            }
            if (size >= pageblockOrder && !merges(buddy, size, type)) {
                break;
            }
            remove(buddy, size, typeAt(buddy));
            merges++;
            pfn &= buddy;
            size++;
        }
        add(pfn, size, type, toTail || mergeIsLikely(pfn, size));
    }

    private boolean isFreeOfOrder(int index, int order) {
        return (heads[index] & (FREE | ORDER_MASK)) == (FREE | order);
    }

    /** Pageblocks without fallbacks merge with their own kind alone; where lists follow pageblocks, the buddy changes its type. */
    private boolean merges(int buddy, int order, int type) {
        int buddyType = blockTypeOf(buddy);
        if (type == buddyType) {
            return true;
        }
        if (!merges(type) || !merges(buddyType)) {
            return false;
        }
        if (retypesMerged) {
            setBlockTypes(buddy, order, type);
        }
        return true;
    }

    private boolean merges(int type) {
        return MigrateType.isMergeable(type) || (reservesMerge && type != MigrateType.ISOLATE.number());
    }

    /** Whether the block that this one and its buddy would make has a free buddy: then it goes to the tail, to be left alone. */
    private boolean mergeIsLikely(int index, int order) {
        if (order >= maxOrder - 1) {
            return false;
        }
        int higher = index & ~(1 << order);
        return isFreeOfOrder(higher ^ (1 << (order + 1)), order + 1);
    }

    long splits() {
        return splits;
    }

    long merges() {
        return merges;
    }
}
