package dev.plumbline.inspector.check.machine;

import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.LogLine;
import dev.plumbline.inspector.reference.zone.derive.PhysicalMap;
import dev.plumbline.inspector.reference.zone.derive.RamRange;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells which ranges of a map that is not of booting were there at boot: those that {@code Early memory node ranges} touch.
 * The lines' bounds are not taken over.
 */
final class EarlyRanges {

    private static final Pattern EARLY =
            Pattern.compile(" *node +[0-9]{1,4}: \\[mem 0x0?([0-9a-f]{1,15})-0x0?([0-9a-f]{1,15})\\].*");

    private EarlyRanges() {}

    static BootMap withoutLater(HostView host, BootMap map) {
        List<RamRange> early = new ArrayList<>();
        for (LogLine line : host.kernelLog().intact().map(KernelLog::lines).orElse(List.of())) {
            Matcher range = EARLY.matcher(line.text());
            if (range.matches()) {
                long start = Long.parseLong(range.group(1), 16);
                early.add(RamRange.ram(start, Math.max(start, Long.parseLong(range.group(2), 16) + 1)));
            }
        }
        if (map.boot() || early.isEmpty()) {
            return map;
        }
        List<RamRange> booted = map.map().ranges().stream()
                .filter(r -> r.kind() != RamRange.Kind.RAM
                        || early.stream().anyMatch(e -> e.startBytes() < r.endBytes() && r.startBytes() < e.endBytes()))
                .toList();
        return new BootMap(new PhysicalMap(booted, map.map().stage()), map.evidence(), true, map.contradiction());
    }
}
