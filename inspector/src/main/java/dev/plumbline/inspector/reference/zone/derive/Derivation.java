package dev.plumbline.inspector.reference.zone.derive;

import dev.plumbline.inspector.reference.zone.NodeMemory;
import dev.plumbline.inspector.reference.zone.PageblockRule;
import dev.plumbline.inspector.reference.zone.ZoneExtent;
import dev.plumbline.inspector.reference.zone.ZoneLayout;
import dev.plumbline.inspector.reference.zone.ZoneRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a machine's nodes and zones must be, from its description.
 *
 * <p>Source: free_area_init and what it calls, mm/mm_init.c (mm/page_alloc.c to 6.3).
 */
public final class Derivation {

    private static final String MOVABLE = "Movable";
    private static final String DEVICE = "Device";

    private Derivation() {}

    /**
     * Derives.
     *
     * @throws DescriptionException if no machine can be like that; the message says which part, and what is allowed
     */
    public static DerivedMachine of(MachineDescription machine) throws DescriptionException {
        Sense.check(machine);
        int maxOrder = maxOrder(machine.platform(), machine.pageKib(), machine.kernel());
        int pageblockOrder = pageblockOrder(machine, maxOrder);
        List<RamRange> ram = memory(machine);
        if (ram.isEmpty()) {
            throw new DescriptionException("no RAM is left: at least one whole page is needed");
        }
        List<Platform.ZoneEnd> ends = machine.platform().zones(machine, ram);
        List<ZoneRange> ranges = ranges(machine.pfnUp(MemoryRanges.startBytes(ram)), ends);
        List<NodeMemory> memory = byNode(machine, ram);
        Map<Integer, Long> movable =
                MovablePlacement.of(machine, memory, ranges, hotpluggable(machine, memory), maxOrder);
        List<ZoneExtent> extents = withAdded(machine, new ZoneLayout(memory, ranges, movable).extents());
        ZoneNumbers numbers = new ZoneNumbers(machine, extents, pageblockOrder);
        List<DerivedZone> zones = numbers.zones();
        return new DerivedMachine(
                machine, nodes(machine, memory, zones), zones, maxOrder, pageblockOrder, numbers.minFreeKib());
    }

    /** Memory as memblock has it, in whole pages. */
    static List<RamRange> memory(MachineDescription machine) {
        List<RamRange> ram = machine.memory().stage() == PhysicalMap.Stage.FIRMWARE
                ? machine.platform().memory(machine)
                : MemoryRanges.merged(machine.memory().ram());
        return MemoryRanges.wholePages(ram, machine.pageBytes());
    }

    /**
     * The buddy allocator's highest order.
     *
     * <p>CONFIG_FORCE_MAX_ZONEORDER (to 6.0) and, to 6.3, CONFIG_ARCH_FORCE_MAX_ORDER count the orders; later the latter names the
     * highest.
     */
    public static int maxOrder(Platform platform, int pageKib, Kernel kernel) {
        KernelBuild build = kernel.build();
        OptionalLong old = build.number("FORCE_MAX_ZONEORDER");
        OptionalLong forced = build.number("ARCH_FORCE_MAX_ORDER");
        if (old.isPresent()) {
            return (int) old.getAsLong() - 1;
        }
        if (forced.isPresent()) {
            return (int) forced.getAsLong() - (kernel.release().isAtLeast(6, 4) ? 0 : 1);
        }
        return platform.maxOrder(pageKib);
    }

    private static int pageblockOrder(MachineDescription machine, int maxOrder) {
        KernelBuild build = machine.kernel().build();
        long hugePages = machine.platform().hugePageBytes(machine) / machine.pageBytes();
        OptionalInt order = OptionalInt.of(Long.numberOfTrailingZeros(hugePages));
        OptionalLong configured = build.number("PAGE_BLOCK_MAX_ORDER");
        return PageblockRule.candidates(
                        build.has("HUGETLB_PAGE") ? order : OptionalInt.empty(),
                        build.has("TRANSPARENT_HUGEPAGE") ? order : OptionalInt.empty(),
                        maxOrder,
                        configured.isPresent() ? OptionalInt.of((int) configured.getAsLong()) : OptionalInt.empty())
                .get(0)
                .order();
    }

    /** Each zone begins where the one before it ends, the first where RAM does (free_area_init). */
    private static List<ZoneRange> ranges(long startPfn, List<Platform.ZoneEnd> ends) {
        List<ZoneRange> ranges = new ArrayList<>();
        long start = startPfn;
        for (Platform.ZoneEnd zone : ends) {
            long end = Math.max(zone.endPfn(), start);
            ranges.add(new ZoneRange(zone.zone(), start, end));
            start = end;
        }
        return ranges;
    }

    private static List<NodeMemory> byNode(MachineDescription machine, List<RamRange> ram) throws DescriptionException {
        NodeSplit split = machine.topology().memory();
        List<NodeMemory> memory = new ArrayList<>();
        if (split instanceof NodeSplit.Unknown unknown) {
            throw new DescriptionException("which node's each range of RAM is, is not known: " + unknown.because());
        }
        for (RamRange range : ram) {
            if (split instanceof NodeSplit.ByRange byRange) {
                memory.addAll(NodeAssignment.of(range, byRange.ranges(), machine));
            } else {
                memory.add(new NodeMemory(0, machine.pfnUp(range.startBytes()), machine.pfnDown(range.endBytes())));
            }
        }
        return memory;
    }

    private static Map<Integer, OptionalLong> hotpluggable(MachineDescription machine, List<NodeMemory> memory) {
        Map<Integer, OptionalLong> starts = new HashMap<>();
        if (machine.topology().memory() instanceof NodeSplit.ByRange byRange) {
            for (NodeMemory range : memory) {
                byRange.ranges().stream()
                        .filter(NodeRange::hotpluggable)
                        .filter(r -> machine.pfnUp(r.startBytes()) < range.endPfn()
                                && range.startPfn() < machine.pfnDown(r.endBytes()))
                        .mapToLong(r -> Math.max(machine.pfnUp(r.startBytes()), range.startPfn()))
                        .forEach(pfn -> starts.merge(
                                range.node(),
                                OptionalLong.of(pfn),
                                (a, b) -> OptionalLong.of(Math.min(a.orElse(pfn), b.orElse(pfn)))));
            }
        }
        return starts;
    }

    /** Zones grow to take what was added (resize_zone_range, mm/memory_hotplug.c); Device is there, and empty, if built. */
    private static List<ZoneExtent> withAdded(MachineDescription machine, List<ZoneExtent> booted) {
        boolean device = machine.kernel().build().has("ZONE_DEVICE");
        List<ZoneExtent> all = new ArrayList<>();
        for (ZoneExtent extent : booted) {
            ZoneExtent grown = extent;
            for (AddedMemory added : machine.added()) {
                if (added.node() == extent.node() && added.zone().equals(extent.zone())) {
                    grown = grown(grown, machine.pfnUp(added.startBytes()), machine.pfnDown(added.endBytes()));
                }
            }
            all.add(grown);
            if (device && extent.zone().equals(MOVABLE)) {
                all.add(new ZoneExtent(extent.node(), DEVICE, 0, 0, 0));
            }
        }
        return all;
    }

    private static ZoneExtent grown(ZoneExtent zone, long startPfn, long endPfn) {
        boolean empty = zone.spannedPages() == 0;
        long start = empty ? startPfn : Math.min(zone.startPfn(), startPfn);
        long end = empty ? endPfn : Math.max(zone.startPfn() + zone.spannedPages(), endPfn);
        return new ZoneExtent(zone.node(), zone.zone(), start, end - start, zone.presentPages() + endPfn - startPfn);
    }

    private static List<DerivedNode> nodes(
            MachineDescription machine, List<NodeMemory> memory, List<DerivedZone> zones) {
        List<Integer> withMemory = zones.stream()
                .filter(DerivedZone::isPopulated)
                .map(DerivedZone::node)
                .distinct()
                .sorted()
                .toList();
        List<Integer> online = machine.topology().nodes(withMemory);
        Map<Integer, List<Integer>> fallback = Zonelists.fallback(
                machine.topology(), online, withMemory, false, machine.kernel().release());
        List<DerivedNode> nodes = new ArrayList<>();
        for (int node : online) {
            List<Integer> order = fallback.getOrDefault(node, List.of());
            nodes.add(new DerivedNode(
                    node, memory.stream().filter(m -> m.node() == node).toList(), order, zonelist(order, zones)));
        }
        return nodes;
    }

    /** Zones of each node from high to low (build_zonerefs_node, mm/page_alloc.c). */
    private static List<DerivedNode.ZoneRef> zonelist(List<Integer> order, List<DerivedZone> zones) {
        List<DerivedNode.ZoneRef> refs = new ArrayList<>();
        for (int node : order) {
            List<DerivedZone> own = zones.stream().filter(z -> z.node() == node).toList();
            for (int i = own.size() - 1; i >= 0; i--) {
                if (own.get(i).isPopulated()) {
                    refs.add(new DerivedNode.ZoneRef(node, own.get(i).name()));
                }
            }
        }
        return refs;
    }
}
