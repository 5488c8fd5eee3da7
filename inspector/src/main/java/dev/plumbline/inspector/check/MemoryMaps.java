package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Iomem;
import dev.plumbline.inspector.observed.IomemParser;
import dev.plumbline.inspector.observed.IomemRange;
import dev.plumbline.inspector.observed.KernelCommandLine;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.reference.zone.NodeMemory;
import dev.plumbline.inspector.reference.zone.ZoneRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds a host's {@link MemoryMap}: in the boot log, else in the physical map where there is one node. */
final class MemoryMaps {

    static final String IOMEM = "proc/iomem";

    private MemoryMaps() {}

    /**
     * The map; empty where neither file tells.
     *
     * @param zones all zones, in zoneinfo's order
     */
    static Optional<MemoryMap> of(HostView host, List<Zone> zones, int pageKib) {
        return host.once(
                "zone.memory-map", () -> isMirrored(host) ? Optional.empty() : find(host, zones, pageKib * 1024L));
    }

    /** With kernelcore=mirror Movable lies between the ranges that are mirrored, which no file lists. */
    static boolean isMirrored(HostView host) {
        return host.text("proc/cmdline", KernelCommandLine::parse)
                .intact()
                .flatMap(c -> c.option("kernelcore"))
                .filter("mirror"::equals)
                .isPresent();
    }

    private static Optional<MemoryMap> find(HostView host, List<Zone> zones, long pageBytes) {
        Optional<Iomem> iomem = host.text(IOMEM, IomemParser::parse).intact().filter(map -> !map.isZeroed());
        List<NodeMemory> shown = iomem.map(map -> ram(map, pageBytes)).orElse(List.of());
        Optional<MemoryMap> boot = BootMemoryMap.read(host.kernelLog(), pageBytes);
        if (boot.isPresent()) {
            return boot.map(map -> new MemoryMap(
                    map.memory(), map.ranges(), map.movableStart(), outside(shown, map.memory()), map.sources(), true));
        }
        boolean oneNode = zones.stream().mapToInt(Zone::node).distinct().count() == 1;
        return shown.isEmpty() || !oneNode ? Optional.empty() : Optional.of(fromIomem(shown, zones));
    }

    private static List<NodeMemory> ram(Iomem iomem, long pageBytes) {
        List<NodeMemory> ram = new ArrayList<>();
        for (IomemRange range : iomem.systemRam()) {
            long start = Long.divideUnsigned(range.start() + pageBytes - 1, pageBytes);
            long end = Long.divideUnsigned(range.endInclusive() + 1, pageBytes);
            if (start < end) {
                ram.add(new NodeMemory(0, start, end));
            }
        }
        ram.sort(Comparator.comparingLong(NodeMemory::startPfn));
        return ram;
    }

    private static List<NodeMemory> outside(List<NodeMemory> shown, List<NodeMemory> known) {
        return shown.stream()
                .filter(s -> known.stream().noneMatch(k -> k.startPfn() < s.endPfn() && s.startPfn() < k.endPfn()))
                .toList();
    }

    private static MemoryMap fromIomem(List<NodeMemory> shown, List<Zone> zones) {
        int node = zones.get(0).node();
        List<NodeMemory> memory = shown.stream()
                .map(m -> new NodeMemory(node, m.startPfn(), m.endPfn()))
                .toList();
        long start = memory.get(0).startPfn();
        long end = memory.stream().mapToLong(NodeMemory::endPfn).max().orElseThrow();
        List<Zone> populated = zones.stream()
                .filter(z -> z.isPopulated() && !z.name().equals("Device"))
                .toList();
        List<ZoneRange> ranges = new ArrayList<>();
        Map<Integer, Long> movable = new HashMap<>();
        for (int i = 0; i < populated.size(); i++) {
            long meet = i + 1 < populated.size() ? meetingPlace(populated.get(i), populated.get(i + 1)) : end;
            if (populated.get(i).name().equals("Movable")) {
                movable.put(node, start);
                extendLast(ranges, end);
            } else {
                ranges.add(new ZoneRange(populated.get(i).name(), start, Math.max(start, meet)));
            }
            start = meet;
        }
        Map<String, Evidence> sources =
                Map.of(MemoryMap.MEMORY, Evidence.in(IOMEM, memory.size() + " ranges of System RAM"));
        return new MemoryMap(memory, ranges, movable, List.of(), sources, false);
    }

    /** Movable is taken out of the end of the zones below it. */
    private static void extendLast(List<ZoneRange> ranges, long end) {
        if (!ranges.isEmpty()) {
            ZoneRange last = ranges.remove(ranges.size() - 1);
            ranges.add(new ZoneRange(last.zone(), last.startPfn(), Math.max(last.startPfn(), end)));
        }
    }

    /** Where two zones of a node meet. Should they not, the limit is the rounder of the two addresses, as limits are. */
    private static long meetingPlace(Zone lower, Zone upper) {
        long below = lower.startPfn().orElse(0) + lower.spanned().orElse(0);
        long above = upper.startPfn().orElse(below);
        return Long.numberOfTrailingZeros(below) >= Long.numberOfTrailingZeros(above) ? below : above;
    }
}
