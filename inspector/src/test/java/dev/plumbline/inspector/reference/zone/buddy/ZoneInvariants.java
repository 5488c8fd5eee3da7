package dev.plumbline.inspector.reference.zone.buddy;

/**
 * What must be so of a zone after every operation, found by walking all its frames and all its lists.
 *
 * <p>Written for speed, as it runs after each of millions of operations: messages are made only when something is wrong.
 */
final class ZoneInvariants {

    private static final int TYPES = MigrateType.COUNT;

    private final ZoneAllocator allocator;
    private final BuddyZone zone;
    private final KernelRules rules;
    private final long managed;
    private final boolean typesChangeUnmerged;
    private final int frames;
    private final int maxOrder;
    private final int pageblockOrder;
    private long freePages;
    private long isolatedPages;
    private long inUsePages;
    private long pcpPages;
    private int freeHeads;
    private int pcpHeads;

    /**
     * @param typesChangeUnmerged whether pageblocks come out of isolation or out of the HIGHATOMIC reserve: the kernel does not then merge
     *     them with their buddies, at pageblock order and above
     */
    ZoneInvariants(ZoneAllocator allocator, KernelRules rules, long managed, boolean typesChangeUnmerged) {
        this.typesChangeUnmerged = typesChangeUnmerged;
        this.allocator = allocator;
        this.rules = rules;
        this.managed = managed;
        zone = allocator.zone();
        frames = zone.lists().frames();
        maxOrder = zone.geometry().maxOrder();
        pageblockOrder = zone.geometry().pageblockOrder();
    }

    /** Throws an AssertionError if anything is wrong; {@code allocated} pages are held by callers. */
    void hold(long allocated) {
        walkFrames();
        require(freePages == zone.freePages(), "free pages counted", freePages, zone.freePages());
        require(inUsePages == allocated, "pages in use", inUsePages, allocated);
        require(freePages + inUsePages + pcpPages == managed, "all pages", freePages + inUsePages + pcpPages, managed);
        walkLists();
        int onPcp = 0;
        for (int cpu = 0; cpu < allocator.spec().cpus(); cpu++) {
            onPcp += allocator.pcpPages(cpu);
        }
        require(onPcp == pcpPages, "pages on per-CPU lists", onPcp, pcpPages);
        require(
                allocator.exactFreePages() == freePages - isolatedPages,
                "NR_FREE_PAGES",
                allocator.exactFreePages(),
                freePages);
    }

    private void walkFrames() {
        freePages = 0;
        isolatedPages = 0;
        inUsePages = 0;
        pcpPages = 0;
        freeHeads = 0;
        pcpHeads = 0;
        int index = 0;
        while (index < frames) {
            if (zone.isNothing(index)) {
                index++;
                continue;
            }
            int order = zone.orderAt(index);
            int size = 1 << order;
            require((index & (size - 1)) == 0, "alignment of a block of order " + order, index, 0);
            for (int inside = index + 1; inside < index + size; inside++) {
                if (!zone.isNothing(inside)) {
                    throw new AssertionError("a block starts at " + inside + " within the one at " + index);
                }
            }
            count(index, order, size);
            index += size;
        }
    }

    private void count(int index, int order, int size) {
        if (zone.isFreeHead(index)) {
            freeHeads++;
            freePages += size;
            if (zone.typeAt(index) == MigrateType.ISOLATE.number()) {
                isolatedPages += size;
            }
            requireUnmergeable(index, order);
            if (rules.listsMatchPageblocks()) {
                require(
                        zone.typeAt(index) == zone.blockTypeOf(index),
                        "type of the free block " + index,
                        zone.typeAt(index),
                        zone.blockTypeOf(index));
            }
        } else if (zone.isInUse(index, order)) {
            inUsePages += size;
        } else {
            pcpHeads++;
            pcpPages += size;
        }
    }

    private void requireUnmergeable(int index, int order) {
        int buddy = index ^ (1 << order);
        if (order == maxOrder || !zone.isFreeHead(buddy) || zone.orderAt(buddy) != order) {
            return;
        }
        int type = zone.blockTypeOf(index);
        int buddyType = zone.blockTypeOf(buddy);
        boolean keptApart = type != buddyType && !(merges(type) && merges(buddyType));
        require(
                order >= pageblockOrder && (keptApart || typesChangeUnmerged),
                "free buddies of order " + order + " at " + index,
                type,
                buddyType);
    }

    private boolean merges(int type) {
        return MigrateType.isMergeable(type) || (rules.reservesMerge() && type != MigrateType.ISOLATE.number());
    }

    private void walkLists() {
        int listed = 0;
        for (int order = 0; order <= maxOrder; order++) {
            for (int type = 0; type < TYPES; type++) {
                int list = order * TYPES + type;
                int length = 0;
                for (int frame = zone.lists().first(list);
                        frame < frames;
                        frame = zone.lists().next(frame, order)) {
                    if (!zone.isFreeHead(frame) || zone.orderAt(frame) != order || zone.typeAt(frame) != type) {
                        throw new AssertionError(
                                "frame " + frame + " is in the list of order " + order + ", type " + type);
                    }
                    length++;
                }
                require(length == zone.freeBlocks(order, MigrateType.of(type)), "blocks listed", length, order);
                require((length > 0) == zone.hasFree(order, type), "list known to have blocks", order, type);
                listed += length;
            }
        }
        require(listed == freeHeads, "blocks in lists, each once", listed, freeHeads);
        int onPcp = 0;
        for (int list = 0; list < allocator.spec().cpus() * PerCpuLists.LISTS; list++) {
            int number = zone.pcpList(list);
            for (int frame = zone.lists().first(number);
                    frame < frames;
                    frame = zone.lists().next(frame, zone.orderAt(frame))) {
                require(!zone.isFreeHead(frame) && !zone.isNothing(frame), "page on a per-CPU list", frame, list);
                onPcp++;
            }
        }
        require(onPcp == pcpHeads, "blocks on per-CPU lists, each once", onPcp, pcpHeads);
    }

    private static void require(boolean holds, String what, long found, long expected) {
        if (!holds) {
            throw new AssertionError(what + ": " + found + " against " + expected);
        }
    }
}
