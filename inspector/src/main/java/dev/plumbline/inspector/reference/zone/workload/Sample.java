package dev.plumbline.inspector.reference.zone.workload;

import dev.plumbline.inspector.reference.zone.buddy.AllocatorCounters;
import dev.plumbline.inspector.reference.zone.buddy.ZoneAllocator;
import dev.plumbline.inspector.reference.zone.fragmentation.FragmentationIndex;
import dev.plumbline.inspector.reference.zone.fragmentation.FreeBlocks;
import dev.plumbline.inspector.reference.zone.fragmentation.UnusableIndex;
import java.util.ArrayList;
import java.util.List;

/**
 * A machine's free memory at one moment of a simulation.
 *
 * @param step allocations and frees so far
 * @param zones every zone
 * @param asked allocations asked for so far
 * @param failed those of them that found no block
 * @param counters what the allocators have done so far
 */
public record Sample(long step, List<OfZone> zones, long asked, long failed, AllocatorCounters counters) {

    /** Copies the list. */
    public Sample {
        zones = List.copyOf(zones);
    }

    /**
     * One zone's free memory.
     *
     * @param managedPages pages that the zone's allocator was given
     * @param freePages pages on its free lists
     * @param blocks its free blocks by order
     */
    public record OfZone(int node, String zone, long managedPages, long freePages, FreeBlocks blocks) {

        /** {@code node 0 DMA32}. */
        public String subject() {
            return "node " + node + " " + zone;
        }

        /** The fragmentation index for requests of an order, in thousandths; −1000 where one would succeed. */
        public int fragmentation(int order) {
            return FragmentationIndex.of(blocks, order);
        }

        /** The part of free memory that requests of an order cannot use, in thousandths. */
        public int unusable(int order) {
            return UnusableIndex.of(blocks, order);
        }
    }

    static Sample of(SimulatedMachine machine, Requests requests) {
        List<OfZone> zones = new ArrayList<>();
        for (ZoneAllocator zone : machine.machine().zones()) {
            List<Long> blocks = new ArrayList<>();
            for (int order = 0; order <= machine.geometry().maxOrder(); order++) {
                blocks.add(zone.zone().freeBlocks(order));
            }
            zones.add(new OfZone(
                    zone.spec().node(),
                    zone.spec().zoneClass().zoneName(),
                    zone.spec().managedPages(),
                    zone.zone().freePages(),
                    new FreeBlocks(blocks)));
        }
        return new Sample(
                requests.operations(),
                zones,
                requests.asked(),
                requests.failed(),
                machine.machine().counters());
    }
}
