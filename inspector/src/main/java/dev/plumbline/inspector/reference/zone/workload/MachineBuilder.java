package dev.plumbline.inspector.reference.zone.workload;

import dev.plumbline.inspector.reference.zone.NodeMemory;
import dev.plumbline.inspector.reference.zone.Watermark;
import dev.plumbline.inspector.reference.zone.buddy.BootRelease;
import dev.plumbline.inspector.reference.zone.buddy.BuddyGeometry;
import dev.plumbline.inspector.reference.zone.buddy.KernelRules;
import dev.plumbline.inspector.reference.zone.buddy.Machine;
import dev.plumbline.inspector.reference.zone.buddy.PerCpuLimits;
import dev.plumbline.inspector.reference.zone.buddy.ZoneAllocator;
import dev.plumbline.inspector.reference.zone.buddy.ZoneClass;
import dev.plumbline.inspector.reference.zone.buddy.ZoneMarks;
import dev.plumbline.inspector.reference.zone.buddy.ZoneSpec;
import dev.plumbline.inspector.reference.zone.derive.DerivedMachine;
import dev.plumbline.inspector.reference.zone.derive.DerivedNode;
import dev.plumbline.inspector.reference.zone.derive.DerivedZone;
import dev.plumbline.inspector.reference.zone.derive.Interval;
import dev.plumbline.inspector.reference.zone.derive.KernelRelease;
import java.util.ArrayList;
import java.util.List;

/**
 * The allocators of a derived machine as boot leaves them. Where a number is known within bounds the upper one is taken, and what
 * each zone's present pages exceed its managed ones is taken from its lowest addresses, where the kernel's image and the map of
 * page structs lie on most machines.
 */
public final class MachineBuilder {

    private MachineBuilder() {}

    /** Bytes that the allocators of a machine take: two links and a state for each frame that a zone spans. */
    public static long sizeBytes(DerivedMachine derived) {
        return derived.zones().stream()
                .mapToLong(z -> z.extent().spannedPages() * (2 * Integer.BYTES + 1))
                .sum();
    }

    /**
     * Builds it.
     *
     * @throws IllegalArgumentException if a zone has more than 2^30 frames, more than the simulator holds
     */
    public static SimulatedMachine boot(DerivedMachine derived) {
        KernelRules rules = rules(derived.description().kernel().release());
        int huge = Long.numberOfTrailingZeros(derived.description().platform().hugePageBytes(derived.description())
                / (derived.description().pageKib() * 1024L));
        BuddyGeometry geometry =
                new BuddyGeometry(derived.maxOrder(), derived.pageblockOrder(), huge <= derived.maxOrder() ? huge : -1);
        List<ZoneAllocator> zones = new ArrayList<>();
        List<DerivedZone> populated =
                derived.zones().stream().filter(DerivedZone::isPopulated).toList();
        for (DerivedZone zone : populated) {
            ZoneAllocator allocator = new ZoneAllocator(spec(derived, zone), geometry, rules);
            release(derived, zone, allocator);
            zones.add(allocator);
        }
        Machine machine = new Machine(zones, zonelists(derived, populated));
        return new SimulatedMachine(
                machine, geometry, derived.description().topology().cpus());
    }

    /** The newest rules that are not newer than the kernel. */
    static KernelRules rules(KernelRelease release) {
        if (release.isAtLeast(7, 0)) {
            return KernelRules.V7_2;
        }
        return release.isAtLeast(6, 7) ? KernelRules.V6_12 : KernelRules.V6_1;
    }

    private static ZoneSpec spec(DerivedMachine derived, DerivedZone zone) {
        long start = zone.extent().startPfn();
        long managed = likely(zone.managed().pages());
        ZoneMarks marks = new ZoneMarks(
                mark(zone, Watermark.MIN),
                mark(zone, Watermark.LOW),
                mark(zone, Watermark.HIGH),
                reserves(derived, zone));
        PerCpuLimits limits = new PerCpuLimits(
                (int) Math.max(1, likely(zone.pcp().batch())),
                (int) likely(zone.pcp().highMin()),
                (int) Math.max(likely(zone.pcp().highMin()), likely(zone.pcp().highMax())),
                false);
        int cpus = derived.description().topology().cpus();
        return new ZoneSpec(
                zone.node(),
                ZoneClass.of(zone.name()),
                start,
                start + zone.extent().spannedPages(),
                managed,
                marks,
                limits,
                cpus,
                statThreshold(cpus, managed));
    }

    /** By zone of the request, in the order of {@link ZoneClass}; protection has an entry for each zone that was built in. */
    private static List<Long> reserves(DerivedMachine derived, DerivedZone zone) {
        List<DerivedZone> ofNode = derived.zonesOf(zone.node());
        List<Long> reserves = new ArrayList<>();
        for (ZoneClass requested : ZoneClass.values()) {
            long pages = 0;
            for (int i = 0; i < ofNode.size() && i < zone.protection().size(); i++) {
                if (ofNode.get(i).name().equals(requested.zoneName())) {
                    pages = likely(zone.protection().get(i));
                }
            }
            reserves.add(pages);
        }
        return reserves;
    }

    /** calculate_normal_threshold, mm/vmstat.c (6.1, 6.12): 128 MiB steps, counted as with 4 KiB pages. */
    private static int statThreshold(int cpus, long managed) {
        int steps = Integer.SIZE - Integer.numberOfLeadingZeros((int) Math.min(managed >> 15, Integer.MAX_VALUE));
        int processors = Integer.SIZE - Integer.numberOfLeadingZeros(cpus);
        return cpus == 1 ? 0 : Math.min(125, 2 * processors * (1 + steps));
    }

    private static void release(DerivedMachine derived, DerivedZone zone, ZoneAllocator allocator) {
        long reserved = zone.extent().presentPages() - likely(zone.managed().pages());
        long zoneEnd = zone.extent().startPfn() + zone.extent().spannedPages();
        List<NodeMemory> memory = derived.nodes().stream()
                .filter(n -> n.id() == zone.node())
                .flatMap(n -> n.memory().stream())
                .toList();
        for (NodeMemory range : memory) {
            long start = Math.max(range.startPfn(), zone.extent().startPfn());
            long end = Math.min(range.endPfn(), zoneEnd);
            long kept = Math.max(0, Math.min(reserved, end - start));
            reserved -= kept;
            if (start + kept < end) {
                BootRelease.release(allocator, start + kept, end);
            }
        }
    }

    private static List<List<Integer>> zonelists(DerivedMachine derived, List<DerivedZone> populated) {
        List<List<Integer>> lists = new ArrayList<>();
        for (DerivedNode node : derived.nodes()) {
            List<Integer> list = new ArrayList<>();
            for (DerivedNode.ZoneRef ref : node.zonelist()) {
                for (int i = 0; i < populated.size(); i++) {
                    if (populated.get(i).node() == ref.node()
                            && populated.get(i).name().equals(ref.zone())) {
                        list.add(i);
                    }
                }
            }
            lists.add(list);
        }
        return lists;
    }

    private static long mark(DerivedZone zone, Watermark mark) {
        Interval pages = zone.marks().get(mark);
        return pages == null ? 0 : likely(pages);
    }

    /** The upper bound leaves out what is reserved for certain; the lower one all that may be, which is seldom there at once. */
    private static long likely(Interval interval) {
        return interval.most();
    }
}
