package dev.plumbline.inspector.reference.zone.buddy;

/**
 * One CPU's lists of pages of one zone: a list for each order up to 3 and each type, and lists for huge pages.
 *
 * <p>Allocations take from the head and frees put there, so that a page comes back while it is in the cache. Drains take from the
 * tail, list after list from the one that was freed to.
 *
 * <p>Source: order_to_pindex(), free_pcppages_bulk(), rmqueue_bulk(), mm/page_alloc.c (6.1, 6.12, 7.2); NR_PCP_LISTS,
 * include/linux/mmzone.h.
 */
final class PerCpuLists {

    /** {@code PAGE_ALLOC_COSTLY_ORDER}. */
    static final int COSTLY_ORDER = 3;

    static final int LOW_ORDER_LISTS = MigrateType.PCP_TYPES * (COSTLY_ORDER + 1);
    /** Two lists of huge pages, the second one MOVABLE's. */
    static final int LISTS = LOW_ORDER_LISTS + 2;

    private final BuddyZone zone;
    private final FrameLists lists;
    private final int hugeOrder;
    private final int firstList;
    private final boolean drainsToPageblock;
    private final int highestOrder;
    private final FreePageCount count;
    private int pages;
    private final int[] lengths = new int[LISTS];
    private long drainedBlocks;

    PerCpuLists(BuddyZone zone, FreePageCount count, KernelRules rules, int cpu) {
        this.zone = zone;
        this.count = count;
        lists = zone.lists();
        hugeOrder = zone.geometry().hugeOrder();
        firstList = zone.pcpList(cpu * LISTS);
        drainsToPageblock = rules.listsMatchPageblocks();
        highestOrder = rules.perCpuOrder();
    }

    /** pcp_allowed_order(); before 5.14 single pages alone. */
    boolean holds(int order) {
        return order <= highestOrder || (order == hugeOrder && highestOrder != 0);
    }

    int indexOf(int order, int type) {
        if (order > COSTLY_ORDER) {
            return LOW_ORDER_LISTS + (type == MigrateType.MOVABLE.number() ? 1 : 0);
        }
        return MigrateType.PCP_TYPES * order + type;
    }

    int orderOf(int list) {
        return list >= LOW_ORDER_LISTS ? hugeOrder : list / MigrateType.PCP_TYPES;
    }

    int pages() {
        return pages;
    }

    boolean isEmpty(int list) {
        return lists.isEmpty(firstList + list);
    }

    /** First frames of a list's pages, in list order. */
    long[] listed(int list) {
        return zone.listed(firstList + list, orderOf(list), lengths[list]);
    }

    void addFirst(int list, int order, int index) {
        lists.addFirst(firstList + list, index, order);
        zone.markOnPcp(index, order);
        lengths[list]++;
        pages += 1 << order;
    }

    void addLast(int list, int order, int index) {
        lists.addLast(firstList + list, index, order);
        zone.markOnPcp(index, order);
        lengths[list]++;
        pages += 1 << order;
    }

    int takeFirst(int list, int order) {
        int index = lists.first(firstList + list);
        lists.remove(index, order);
        lengths[list]--;
        pages -= 1 << order;
        return index;
    }

    /** Gives at least so many pages back to the free areas, less if the lists have no more; {@code list} goes first. */
    void drain(int atLeast, int list) {
        int left = Math.min(pages, atLeast);
        if (highestOrder == 0) {
            drainInTurns(left);
            return;
        }
        int current = list - 1;
        while (left > 0) {
            do {
                current = current + 1 == LISTS ? 0 : current + 1;
            } while (lengths[current] == 0);
            int order = orderOf(current);
            do {
                giveBackLast(current, order);
                left -= 1 << order;
            } while (left > 0 && lengths[current] != 0);
        }
    }

    /** Of each list in turn as many pages as lists were passed, so that fuller lists give more; from MOVABLE's on (5.10). */
    private void drainInTurns(int count) {
        int left = count;
        int current = 0;
        int turn = 0;
        while (left > 0) {
            do {
                turn++;
                current = current + 1 == MigrateType.PCP_TYPES ? 0 : current + 1;
            } while (lengths[current] == 0);
            if (turn == MigrateType.PCP_TYPES) {
                turn = left;
            }
            do {
                giveBackLast(current, 0);
                left--;
                turn--;
            } while (left > 0 && turn > 0 && lengths[current] != 0);
        }
    }

    private void giveBackLast(int list, int order) {
        int index = lists.last(firstList + list);
        lists.remove(index, order);
        lengths[list]--;
        pages -= 1 << order;
        zone.markNothing(index);
        int type = drainsToPageblock ? zone.blockTypeOf(index) : typeWhenFreed(list, index);
        count.add(1 << order, type);
        zone.free(index, order, type, false);
        drainedBlocks++;
    }

    /**
     * The type that the page was given when it came to the list: the list's own, but HIGHATOMIC and CMA pages stand in MOVABLE's
     * lists; huge pages of UNMOVABLE and RECLAIMABLE blocks share one. A pageblock isolated meanwhile keeps its pages.
     */
    private int typeWhenFreed(int list, int index) {
        int blockType = zone.blockTypeOf(index);
        if (blockType == MigrateType.ISOLATE.number()) {
            return blockType;
        }
        int listType = list >= LOW_ORDER_LISTS ? list - LOW_ORDER_LISTS : list % MigrateType.PCP_TYPES;
        if (listType == MigrateType.MOVABLE.number()) {
            return MigrateType.isMergeable(blockType) ? listType : blockType;
        }
        return list >= LOW_ORDER_LISTS && MigrateType.isMergeable(blockType) ? blockType : listType;
    }

    long drainedBlocks() {
        return drainedBlocks;
    }
}
