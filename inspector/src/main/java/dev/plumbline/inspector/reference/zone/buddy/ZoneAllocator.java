package dev.plumbline.inspector.reference.zone.buddy;

/**
 * One zone's allocator: per-CPU lists before free areas, watermarks, the HIGHATOMIC reserve.
 *
 * <p>Nothing is reclaimed and no kswapd runs: a zone below its watermarks stays there until somebody frees.
 *
 * <p>Source: rmqueue(), rmqueue_pcplist(), rmqueue_buddy(), rmqueue_bulk(), free_unref_page(), __free_pages_ok(), mm/page_alloc.c
 * (6.1.176, 6.12.107, 7.2.13).
 */
public final class ZoneAllocator {

    private static final int NONE = (int) BuddyZone.NONE;
    private static final int HIGHATOMIC = MigrateType.HIGHATOMIC.number();

    private final ZoneSpec spec;
    private final KernelRules rules;
    private final BuddyZone zone;
    private final FreePageCount count;
    private final FreeAreas areas;
    private final Boost boost;
    private final HighatomicReserve highatomic;
    private final PerCpuLists[] pcp;
    private final PerCpuTuning[] tuning;
    private final WatermarkTest watermarks;
    private final Isolation isolation;
    private final int pageblockOrder;
    private long freed;
    private long refills;
    private long drains;

    /** A zone of which nothing is free; {@link #release} gives it its pages. */
    public ZoneAllocator(ZoneSpec spec, BuddyGeometry geometry, KernelRules rules) {
        this.spec = spec;
        this.rules = rules;
        zone = new BuddyZone(spec.startPfn(), spec.endPfn(), geometry, rules, spec.cpus() * PerCpuLists.LISTS);
        count = new FreePageCount(spec.statThreshold());
        boost = new Boost(spec.managedPages(), spec.marks().high(), geometry.pageblockPages(), 0);
        areas = FreeAreas.of(zone, count, boost, rules);
        highatomic = new HighatomicReserve(zone, count, areas.blocks, rules, spec.managedPages());
        watermarks = new WatermarkTest(spec.marks(), zone, count, boost, highatomic, rules);
        isolation = new Isolation(zone, count, areas.blocks);
        pageblockOrder = geometry.pageblockOrder();
        pcp = new PerCpuLists[spec.cpus()];
        tuning = new PerCpuTuning[spec.cpus()];
        for (int cpu = 0; cpu < pcp.length; cpu++) {
            pcp[cpu] = new PerCpuLists(zone, count, rules, cpu);
            tuning[cpu] = PerCpuTuning.of(rules.perCpu(), spec.limits());
        }
    }

    /** What the allocator was made from. */
    public ZoneSpec spec() {
        return spec;
    }

    /** The free areas. */
    public BuddyZone zone() {
        return zone;
    }

    /** NR_FREE_PAGES as the kernel would show it now: pages on the free lists, behind by what CPUs hold back; isolated pages apart. */
    public long shownFreePages() {
        return count.shown();
    }

    /** NR_FREE_PAGES with what CPUs hold back: pages on the free lists but for isolated ones. */
    public long exactFreePages() {
        return count.exact();
    }

    /** Pages that were reserved for high-order requests that cannot wait. */
    public long highatomicPages() {
        return highatomic.pages();
    }

    /** Pages by which fallbacks have raised the watermarks. */
    public long boostPages() {
        return boost.pages();
    }

    /** Pages on a CPU's lists. */
    public int pcpPages(int cpu) {
        return pcp[cpu].pages();
    }

    /** A CPU's list by its number: {@code 3 * order + type} up to order 3, then two of huge pages; first frames in list order. */
    public long[] pcpList(int cpu, int list) {
        return pcp[cpu].listed(list);
    }

    /** How many lists a CPU has. */
    public static int pcpListCount() {
        return PerCpuLists.LISTS;
    }

    /** What steers a CPU's refills and drains. */
    public PerCpuState pcpState(int cpu) {
        return tuning[cpu].state();
    }

    /** What has been done so far. */
    public AllocatorCounters counters() {
        long frees = freed;
        for (PerCpuLists lists : pcp) {
            frees += lists.drainedBlocks();
        }
        return new AllocatorCounters(
                zone.splits(), zone.merges(), areas.allocations(), frees, areas.claims, areas.steals, refills, drains);
    }

    WatermarkTest watermarks() {
        return watermarks;
    }

    HighatomicReserve highatomic() {
        return highatomic;
    }

    /** Puts the zone into a recorded state; before anything else is asked of it. */
    public ZoneStart start() {
        return new ZoneStart(zone, count, pcp, tuning);
    }

    /** rmqueue(): the frame's number within the zone; -1 if the zone has no such block. */
    int take(int cpu, int order, int type, int flags) {
        int index = pcp[cpu].holds(order) ? takeFromPcp(cpu, order, type, flags) : NONE;
        boolean fromPcp = index != NONE;
        if (!fromPcp && (order != 0 || rules.perCpuOrder() != 0)) {
            index = takeFromAreas(order, type, flags);
        }
        if (index != NONE) {
            zone.markInUse(index, order, AllocFlags.has(flags, AllocFlags.MIGRATABLE));
            if (AllocFlags.has(flags, AllocFlags.HIGHATOMIC) && !(fromPcp && rules.highatomicSkipsRefill())) {
                highatomic.reserve(index, order);
            }
        }
        return index;
    }

    private int takeFromPcp(int cpu, int order, int type, int flags) {
        PerCpuLists lists = pcp[cpu];
        PerCpuTuning tuner = tuning[cpu];
        int list = lists.indexOf(order, type);
        tuner.beforeTake();
        if (lists.isEmpty(list)) {
            int blocks = tuner.refill(order, lists.pages(), watermarks.belowHigh());
            if (rules.highatomicSkipsRefill() && AllocFlags.has(flags, AllocFlags.HIGHATOMIC)) {
                return NONE;
            }
            refill(lists, list, order, type, blocks, flags);
            if (lists.isEmpty(list)) {
                return NONE;
            }
        }
        return lists.takeFirst(list, order);
    }

    private void refill(PerCpuLists lists, int list, int order, int type, int blocks, int flags) {
        areas.begin();
        int got = 0;
        while (got < blocks) {
            int index = areas.take(order, type, flags);
            if (index == NONE) {
                break;
            }
            lists.addLast(list, order, index);
            if (!rules.countsEachBlock() && areas.takenType() == MigrateType.CMA.number()) {
                count.addCma(-(1 << order));
            }
            got++;
        }
        if (!rules.countsEachBlock()) {
            count.add(-(got << order), type);
        }
        refills++;
    }

    private int takeFromAreas(int order, int type, int flags) {
        int index = NONE;
        if (AllocFlags.has(flags, AllocFlags.HIGHATOMIC)) {
            index = areas.takeSmallest(order, HIGHATOMIC);
        }
        if (index == NONE) {
            areas.begin();
            index = areas.take(order, type, flags);
            if (index == NONE && rules.reserveIsLastResort() && AllocFlags.has(flags, AllocFlags.NON_BLOCK)) {
                index = areas.takeSmallest(order, HIGHATOMIC);
            }
        }
        if (index != NONE && !rules.countsEachBlock()) {
            count.add(-(1 << order), areas.takenType());
        }
        return index;
    }

    /**
     * Gives a block back that {@link #take} handed out or {@link #adopt} took up.
     *
     * @throws IllegalArgumentException if no block in use of that order starts there
     */
    void giveBack(int cpu, long pfn, int order) {
        int index = zone.indexOf(pfn);
        if (!zone.isInUse(index, order)) {
            throw new IllegalArgumentException(
                    "no block of order %d in use starts at frame 0x%x".formatted(order, pfn));
        }
        int type = zone.blockTypeOf(index);
        if (pcp[cpu].holds(order) && type != MigrateType.ISOLATE.number()) {
            giveToPcp(cpu, index, order, MigrateType.isMergeable(type) ? type : MigrateType.MOVABLE.number());
        } else {
            zone.markNothing(index);
            freeToAreas(index, order, false);
        }
    }

    private void giveToPcp(int cpu, int index, int order, int type) {
        PerCpuLists lists = pcp[cpu];
        PerCpuTuning tuner = tuning[cpu];
        int list = lists.indexOf(order, type);
        lists.addFirst(list, order, index);
        int left = tuner.giveBack(order, lists.pages(), watermarks.belowHigh());
        int step = tuner.drainStep();
        if (left <= 0) {
            return;
        }
        drains++;
        while (left > 0 && lists.pages() > 0) {
            int now = Math.min(left, step);
            lists.drain(now, list);
            left -= now;
        }
        watermarks.drained();
    }

    /** split_large_buddy(), from 6.10 on: pageblocks of a larger block go each to its own type's list; of one type, they merge at once. */
    private void freeToAreas(int index, int order, boolean toTail) {
        boolean apart =
                rules.listsMatchPageblocks() && order > pageblockOrder && !areas.blocks.isOfOneType(index, order);
        int size = apart ? pageblockOrder : order;
        for (int part = index; part < index + (1 << order); part += 1 << size) {
            int type = zone.blockTypeOf(part);
            count.add(1 << size, type);
            zone.free(part, size, type, toTail);
        }
        freed++;
    }

    /**
     * Hands a block to the allocator for the first time, as boot does: straight to the tail of its free list.
     *
     * <p>Source: __free_pages_core(), mm/page_alloc.c (6.1); mm/mm_init.c calls it (6.12).
     *
     * @throws IllegalArgumentException if the zone does not span the block or has it already
     */
    public void release(long pfn, int order) {
        int index = zone.indexOf(pfn);
        if (!zone.isNothing(index)) {
            throw new IllegalArgumentException("frame 0x%x has been given to the allocator before".formatted(pfn));
        }
        freeToAreas(index, order, true);
    }

    /**
     * Hands a pageblock of a CMA area to the allocator for the first time: movable requests alone may use it.
     *
     * <p>Source: init_cma_reserved_pageblock(), mm/page_alloc.c (6.1; mm/mm_init.c: 6.12).
     *
     * @param pfn first frame of the pageblock
     * @throws IllegalArgumentException if the zone does not span the pageblock or has it already
     */
    public void releaseCma(long pfn) {
        int index = zone.indexOf(pfn);
        if (!areas.blocks.isWhole(index) || areas.blocks.startOf(index) != index || !zone.isNothing(index)) {
            throw new IllegalArgumentException(
                    "frame 0x%x does not start a pageblock that could be CMA".formatted(pfn));
        }
        zone.setBlockType(index, MigrateType.CMA.number());
        freeToAreas(index, pageblockOrder, false);
    }

    /**
     * Isolates the pageblock that holds a frame.
     *
     * @return false if the zone does not span all of it, it is isolated already, or a larger block in use covers it
     */
    public boolean isolate(long pfn) {
        return isolation.isolate(zone.indexOf(pfn));
    }

    /** Puts an isolated pageblock back under a type; false if it is not isolated. */
    public boolean putBack(long pfn, MigrateType type) {
        return isolation.putBack(zone.indexOf(pfn), type.number());
    }

    /** Takes note of a block in use that the allocator did not hand out, so that it can be given back. */
    public void adopt(long pfn, int order, boolean migratable) {
        int index = zone.indexOf(pfn);
        if (!zone.isNothing(index)) {
            throw new IllegalArgumentException("frame 0x%x is known already".formatted(pfn));
        }
        zone.markInUse(index, order, migratable);
    }

    /** Empties every CPU's lists into the free areas: drain_all_pages(). */
    public void drainAll() {
        for (PerCpuLists lists : pcp) {
            while (lists.pages() > 0) {
                lists.drain(Math.min(lists.pages(), spec.limits().batch() << PerCpuState.SCALE_MAX), 0);
            }
        }
    }
}
