package dev.plumbline.inspector.reference.zone.buddy;

import java.util.ArrayList;
import java.util.List;

/**
 * A machine's zones behind the lists in which its nodes ask them for pages.
 *
 * <p>A request is answered in the order of the kernel's attempts: above the low watermarks without mixing types, above them with
 * mixing, above the min watermarks with what the request may take of the reserves, and at last out of the HIGHATOMIC reserve.
 * Nothing is reclaimed or compacted in between. Not for use by several threads at once.
 *
 * <p>Source: get_page_from_freelist(), __alloc_pages_slowpath(), alloc_flags_nofragment(), mm/page_alloc.c (6.1, 6.12, 7.2).
 */
public final class Machine {

    private final List<ZoneAllocator> zones;
    private final ZoneAllocator[][][] zonelists;
    private final boolean[] avoidsMixing;
    private final long[] starts;
    private final long[] ends;
    private long failures;

    /**
     * @param zones all zones, in any order
     * @param zonelists by node's number: that node's zonelist as indices into {@code zones}, most wanted first
     * @throws IllegalArgumentException if a list names no zone
     */
    public Machine(List<ZoneAllocator> zones, List<List<Integer>> zonelists) {
        this.zones = List.copyOf(zones);
        if (zones.isEmpty() || zonelists.isEmpty()) {
            throw new IllegalArgumentException("a machine has at least one zone and one node with a zonelist");
        }
        this.zonelists = new ZoneAllocator[zonelists.size()][ZoneClass.COUNT][];
        for (int node = 0; node < zonelists.size(); node++) {
            for (ZoneClass highest : ZoneClass.values()) {
                this.zonelists[node][highest.number()] = upTo(highest, zonelists.get(node));
            }
        }
        starts = zones.stream().mapToLong(zone -> zone.spec().startPfn()).toArray();
        ends = zones.stream().mapToLong(zone -> zone.spec().endPfn()).toArray();
        avoidsMixing = new boolean[zonelists.size()];
        for (int node = 0; node < avoidsMixing.length; node++) {
            avoidsMixing[node] = avoidsMixing(node);
        }
    }

    private ZoneAllocator[] upTo(ZoneClass highest, List<Integer> list) {
        List<ZoneAllocator> eligible = new ArrayList<>();
        for (int index : list) {
            if (index < 0 || index >= zones.size()) {
                throw new IllegalArgumentException("zonelist names zone " + index + " of " + zones.size());
            }
            if (zones.get(index).spec().zoneClass().compareTo(highest) <= 0) {
                eligible.add(zones.get(index));
            }
        }
        return eligible.toArray(ZoneAllocator[]::new);
    }

    /** alloc_flags_nofragment(): Normal spills into DMA32 rather than mix types, on one node or if the node has a DMA32. */
    private boolean avoidsMixing(int node) {
        boolean anywhere = false;
        boolean here = false;
        for (ZoneAllocator zone : zones) {
            if (zone.spec().zoneClass() == ZoneClass.DMA32) {
                anywhere = true;
                here |= zone.spec().node() == node;
            }
        }
        return here || (anywhere && zonelists.length == 1);
    }

    /** The zones, in the order in which they were given. */
    public List<ZoneAllocator> zones() {
        return zones;
    }

    /** What all zones have done so far. */
    public AllocatorCounters counters() {
        AllocatorCounters sum = AllocatorCounters.NONE;
        for (ZoneAllocator zone : zones) {
            sum = sum.plus(zone.counters());
        }
        return sum;
    }

    /** Requests that no zone could serve. */
    public long failures() {
        return failures;
    }

    /**
     * Allocates a block.
     *
     * @param node the node asked first
     * @param cpu the CPU whose lists are used
     * @param order 0 to the highest order
     * @return the block's first frame, {@link BuddyZone#NONE} if no zone may give one
     */
    public long allocate(int node, int cpu, int order, Gfp gfp) {
        int highest = gfp.highest().number();
        ZoneAllocator[] list = zonelists[node][highest];
        int type = gfp.type().number();
        int flags = gfp.firstFlags();
        long pfn = BuddyZone.NONE;
        if (list.length > 0 && avoidsMixing[node] && list[0].spec().zoneClass() == ZoneClass.NORMAL) {
            pfn = aboveLowWithoutMixing(list, cpu, order, type, flags, highest);
        }
        if (pfn == BuddyZone.NONE) {
            pfn = aboveLow(list, cpu, order, type, flags, highest);
        }
        if (pfn == BuddyZone.NONE) {
            pfn = aboveMin(list, cpu, order, type, gfp.slowFlags(order), highest);
        }
        if (pfn == BuddyZone.NONE && releaseReserve(list, type, gfp.mayBlock())) {
            pfn = aboveMin(list, cpu, order, type, gfp.slowFlags(order), highest);
        }
        if (pfn == BuddyZone.NONE) {
            failures++;
        }
        return pfn;
    }

    /** Another node is asked only once types may be mixed: nearness counts more. */
    private long aboveLowWithoutMixing(ZoneAllocator[] list, int cpu, int order, int type, int flags, int highest) {
        for (ZoneAllocator zone : list) {
            if (zone.spec().node() != list[0].spec().node()) {
                return BuddyZone.NONE;
            }
            if (zone.watermarks().aboveLow(order, highest, flags)) {
                int index = zone.take(cpu, order, type, flags | AllocFlags.NO_FRAGMENT);
                if (index >= 0) {
                    return zone.zone().pfnOf(index);
                }
            }
        }
        return BuddyZone.NONE;
    }

    private long aboveLow(ZoneAllocator[] list, int cpu, int order, int type, int flags, int highest) {
        for (ZoneAllocator zone : list) {
            if (zone.watermarks().aboveLow(order, highest, flags)) {
                int index = zone.take(cpu, order, type, flags);
                if (index >= 0) {
                    return zone.zone().pfnOf(index);
                }
            }
        }
        return BuddyZone.NONE;
    }

    private long aboveMin(ZoneAllocator[] list, int cpu, int order, int type, int flags, int highest) {
        for (ZoneAllocator zone : list) {
            if (zone.watermarks().aboveMin(order, highest, flags)) {
                int index = zone.take(cpu, order, type, flags);
                if (index >= 0) {
                    return zone.zone().pfnOf(index);
                }
            }
        }
        return BuddyZone.NONE;
    }

    private static boolean releaseReserve(ZoneAllocator[] list, int type, boolean mayBlock) {
        if (!mayBlock) {
            return false;
        }
        for (ZoneAllocator zone : list) {
            if (zone.highatomic().release(type, true)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Gives a block back.
     *
     * @param cpu the CPU whose lists are used
     * @throws IllegalArgumentException if no zone spans the frame, or no block in use of that order starts there
     */
    public void free(int cpu, long pfn, int order) {
        zoneOf(pfn).giveBack(cpu, pfn, order);
    }

    /**
     * The zone that spans a frame.
     *
     * @throws IllegalArgumentException if none does
     */
    public ZoneAllocator zoneOf(long pfn) {
        for (int i = 0; i < starts.length; i++) {
            if (pfn >= starts[i] && pfn < ends[i]) {
                return zones.get(i);
            }
        }
        throw new IllegalArgumentException("no zone spans frame 0x%x".formatted(pfn));
    }
}
