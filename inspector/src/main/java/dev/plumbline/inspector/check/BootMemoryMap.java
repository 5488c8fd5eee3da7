package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.LogLine;
import dev.plumbline.inspector.reference.zone.NodeMemory;
import dev.plumbline.inspector.reference.zone.ZoneRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the kernel's own account of zones and RAM out of the boot log.
 *
 * <p>Source: free_area_init, mm/mm_init.c of 6.12, mm/page_alloc.c of 6.1 and older: {@code Zone ranges:},
 * {@code Movable zone start for each node}, {@code Early memory node ranges}.
 */
final class BootMemoryMap {

    private static final Pattern ZONE = Pattern.compile(
            " *(DMA|DMA32|Normal|HighMem|Device) +(?:\\[mem 0x([0-9a-f]{1,16})-0x([0-9a-f]{1,16})\\]|empty) *");
    private static final Pattern MOVABLE = Pattern.compile(" *Node ([0-9]{1,4}): 0x([0-9a-f]{1,16}) *");
    private static final Pattern MEMORY =
            Pattern.compile(" *node +([0-9]{1,4}): \\[mem 0x([0-9a-f]{1,16})-0x([0-9a-f]{1,16})\\].*");

    private final String path;
    private final long pageBytes;
    private final List<NodeMemory> memory = new ArrayList<>();
    private final List<ZoneRange> ranges = new ArrayList<>();
    private final Map<Integer, Long> movableStart = new HashMap<>();
    private final Map<String, Evidence> sources = new HashMap<>();

    private BootMemoryMap(String path, long pageBytes) {
        this.path = path;
        this.pageBytes = pageBytes;
    }

    /** Empty where the log does not hold these lines. */
    static Optional<MemoryMap> read(Observation<KernelLog> log, long pageBytes) {
        BootMemoryMap reader = new BootMemoryMap(log.path(), pageBytes);
        boolean inZones = false;
        for (LogLine line : log.intact().map(KernelLog::lines).orElse(List.of())) {
            inZones |= line.text().startsWith("Zone ranges:");
            if (inZones) {
                reader.line(line);
            }
            if (line.text().startsWith("Initmem setup")) {
                break;
            }
        }
        if (reader.memory.isEmpty() || reader.ranges.isEmpty()) {
            return Optional.empty();
        }
        reader.memory.sort(Comparator.comparingLong(NodeMemory::startPfn));
        return Optional.of(
                new MemoryMap(reader.memory, reader.ranges, reader.movableStart, List.of(), reader.sources, true));
    }

    private void line(LogLine line) {
        Matcher zone = ZONE.matcher(line.text());
        if (zone.matches()) {
            boolean empty = zone.group(2) == null;
            ranges.add(new ZoneRange(
                    zone.group(1), empty ? 0 : firstPfn(zone.group(2)), empty ? 0 : endPfn(zone.group(3))));
            sources.put(zone.group(1), evidence(line));
        }
        Matcher movable = MOVABLE.matcher(line.text());
        if (movable.matches()) {
            movableStart.put(Integer.valueOf(movable.group(1)), firstPfn(movable.group(2)));
            sources.putIfAbsent("Movable", evidence(line));
        }
        Matcher range = MEMORY.matcher(line.text());
        if (range.matches()) {
            memory.add(
                    new NodeMemory(Integer.parseInt(range.group(1)), firstPfn(range.group(2)), endPfn(range.group(3))));
            sources.putIfAbsent(MemoryMap.MEMORY, evidence(line));
        }
    }

    private Evidence evidence(LogLine line) {
        return Evidence.at(path, line.line(), line.text().strip());
    }

    private long firstPfn(String hex) {
        return Long.divideUnsigned(Long.parseUnsignedLong(hex, 16), pageBytes);
    }

    /** The kernel prints the last byte of the last page. */
    private long endPfn(String hex) {
        return firstPfn(hex) + 1;
    }
}
