package dev.plumbline.inspector.check.machine;

import dev.plumbline.inspector.check.Evidence;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.observed.Iomem;
import dev.plumbline.inspector.observed.IomemParser;
import dev.plumbline.inspector.observed.IomemRange;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.LogLine;
import dev.plumbline.inspector.observed.Sysctl;
import dev.plumbline.inspector.reference.zone.derive.PhysicalMap;
import dev.plumbline.inspector.reference.zone.derive.RamRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the memory map that a kernel booted with.
 *
 * <p>Source: e820__print_table, arch/x86/kernel/e820.c (the words of 7.0 differ from those before); firmware_map_add_early,
 * drivers/firmware/memmap.c; request_standard_resources of arm64 and arm, init_resources of RISC-V: memory that is not mapped
 * is {@code reserved} at top level, and counts as present.
 */
final class FirmwareMaps {

    static final String IOMEM = "proc/iomem";
    private static final String MEMMAP = "sys/firmware/memmap";
    private static final Pattern E820 = Pattern.compile(
            "(?:BIOS-e820|BIOS-e801|BIOS-88|bootloader-e820|Xen): \\[mem 0x([0-9a-f]{1,16})-0x([0-9a-f]{1,16})\\] +(\\S.*)");
    private static final Pattern CHANGED = Pattern.compile(
            "e820: (?:update|remove) \\[mem 0x([0-9a-f]{1,16})-0x([0-9a-f]{1,16})\\] (?:usable|System RAM)"
                    + "(?: ==> (?!usable|System RAM).*)?");
    private static final Pattern MEASURED = Pattern.compile("last_pfn = 0x[0-9a-f]+ max_arch_pfn = .*");

    private static final Set<String> RAM_WORDS = Set.of("usable", "System RAM");

    private FirmwareMaps() {}

    /** Empty where nothing shows it. */
    static Optional<BootMap> find(HostView host, boolean x86) {
        Optional<BootMap> log = x86 ? ofLog(host) : Optional.empty();
        Optional<BootMap> sysfs = x86 ? ofSysfs(host) : Optional.empty();
        if (log.isPresent() && sysfs.isPresent()) {
            return log.map(
                    map -> new BootMap(map.map(), evidence(map, sysfs.get()), true, disagreement(map, sysfs.get())));
        }
        return log.or(() -> sysfs).or(() -> ofIomem(host, x86));
    }

    /** Sysfs also has what was added later; what both have of RAM must be the same. */
    private static Optional<Described.Contradiction> disagreement(BootMap log, BootMap sysfs) {
        List<RamRange> printed = ram(log);
        List<RamRange> booted = ram(sysfs).stream()
                .filter(r -> printed.contains(r)
                        || printed.stream()
                                .anyMatch(p -> p.startBytes() < r.endBytes() && r.startBytes() < p.endBytes()))
                .toList();
        return printed.equals(booted)
                ? Optional.empty()
                : Optional.of(new Described.Contradiction(words(printed), words(booted)));
    }

    private static List<RamRange> ram(BootMap map) {
        return map.map().ram().stream()
                .sorted(Comparator.comparingLong(RamRange::startBytes))
                .toList();
    }

    private static Optional<BootMap> ofLog(HostView host) {
        Observation<KernelLog> log = host.kernelLog();
        List<LogLine> lines = log.intact().map(KernelLog::lines).orElse(List.of());
        List<RamRange> ranges = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        List<RamRange> changed = new ArrayList<>();
        List<RamRange> pending = new ArrayList<>();
        for (LogLine line : lines) {
            Matcher range = E820.matcher(line.text());
            if (range.matches()) {
                range(range).map(r -> kinded(r, range.group(3))).ifPresent(ranges::add);
                if (RAM_WORDS.contains(range.group(3).strip())) {
                    evidence.add(Evidence.at(log.path(), line.line(), line.text()));
                }
            }
            Matcher change = CHANGED.matcher(line.text());
            if (change.matches()) {
                range(change)
                        .ifPresent(
                                r -> pending.add(new RamRange(r.startBytes(), r.endBytes(), RamRange.Kind.RESERVED)));
            }
            if (MEASURED.matcher(line.text()).matches()) {
                changed.addAll(pending);
                pending.clear();
            }
        }
        if (ranges.stream().noneMatch(r -> r.kind() == RamRange.Kind.RAM)) {
            return Optional.empty();
        }
        // what the kernel took away of its own accord before it measured RAM: uncached memory by the MTRRs, for one
        ranges.addAll(changed);
        return Optional.of(
                new BootMap(new PhysicalMap(ranges, PhysicalMap.Stage.FIRMWARE), evidence, true, Optional.empty()));
    }

    private static Optional<BootMap> ofSysfs(HostView host) {
        List<RamRange> ranges = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        for (String entry : host.files().list(MEMMAP).content().orElse(List.of())) {
            String path = MEMMAP + "/" + entry;
            OptionalLong start = hex(host, path + "/start");
            OptionalLong end = hex(host, path + "/end");
            Optional<String> type = text(host, path + "/type");
            if (start.isPresent() && end.isPresent() && type.isPresent() && end.getAsLong() >= start.getAsLong()) {
                ranges.add(kinded(RamRange.ram(start.getAsLong(), end.getAsLong() + 1), type.get()));
                if (RAM_WORDS.contains(type.get())) {
                    evidence.add(Evidence.in(
                            path, "0x%x-0x%x %s".formatted(start.getAsLong(), end.getAsLong(), type.get())));
                }
            }
        }
        return ranges.stream().noneMatch(r -> r.kind() == RamRange.Kind.RAM)
                ? Optional.empty()
                : Optional.of(new BootMap(
                        new PhysicalMap(ranges, PhysicalMap.Stage.FIRMWARE), evidence, false, Optional.empty()));
    }

    private static Optional<BootMap> ofIomem(HostView host, boolean x86) {
        Optional<Iomem> iomem = host.text(IOMEM, IomemParser::parse).intact().filter(map -> !map.isZeroed());
        List<RamRange> ranges = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        for (IomemRange range : iomem.map(Iomem::ranges).orElse(List.of())) {
            boolean ram = range.name().startsWith("System RAM") || (!x86 && isUnmapped(range, iomem));
            if (range.depth() == 0 && ram && range.start() >= 0 && range.endInclusive() >= range.start()) {
                ranges.add(RamRange.ram(range.start(), range.endInclusive() + 1));
                evidence.add(Evidence.at(IOMEM, range.line(), range.name()));
            }
        }
        return ranges.isEmpty()
                ? Optional.empty()
                : Optional.of(new BootMap(
                        new PhysicalMap(ranges, PhysicalMap.Stage.MEMBLOCK), evidence, false, Optional.empty()));
    }

    /** arm64, arm and RISC-V list memory that is not mapped beside System RAM; there it is one region in memblock. */
    private static boolean isUnmapped(IomemRange range, Optional<Iomem> iomem) {
        return range.name().toLowerCase(Locale.ROOT).equals("reserved")
                && iomem.map(Iomem::systemRam).orElse(List.of()).stream()
                        .anyMatch(r -> r.start() == range.endInclusive() + 1 || r.endInclusive() + 1 == range.start());
    }

    private static Optional<RamRange> range(Matcher matcher) {
        long start = Long.parseUnsignedLong(matcher.group(1), 16);
        long end = Long.parseUnsignedLong(matcher.group(2), 16);
        return start >= 0 && end >= start && end < Long.MAX_VALUE
                ? Optional.of(RamRange.ram(start, end + 1))
                : Optional.empty();
    }

    private static RamRange kinded(RamRange range, String type) {
        RamRange.Kind kind =
                switch (type.strip()) {
                    case "usable", "System RAM" -> RamRange.Kind.RAM;
                    case "ACPI data", "ACPI Tables" -> RamRange.Kind.ACPI_TABLES;
                    case "ACPI NVS", "ACPI Non-volatile Storage" -> RamRange.Kind.ACPI_NVS;
                    case "unusable", "Unusable memory" -> RamRange.Kind.UNUSABLE;
                    default -> RamRange.Kind.RESERVED;
                };
        return new RamRange(range.startBytes(), range.endBytes(), kind);
    }

    private static String words(List<RamRange> ranges) {
        return String.join(
                ", ",
                ranges.stream()
                        .map(r -> "0x%x-0x%x".formatted(r.startBytes(), r.endBytes()))
                        .toList());
    }

    /** Both where they differ, else one. */
    private static List<Evidence> evidence(BootMap log, BootMap sysfs) {
        List<Evidence> all = new ArrayList<>(log.evidence());
        disagreement(log, sysfs).ifPresent(d -> all.addAll(sysfs.evidence()));
        return all;
    }

    private static Optional<String> text(HostView host, String path) {
        return host.text(path, Sysctl::parseText).intact().map(Sysctl::text);
    }

    private static OptionalLong hex(HostView host, String path) {
        return text(host, path)
                .filter(t -> t.matches("0x[0-9a-f]{1,15}"))
                .map(t -> OptionalLong.of(Long.parseLong(t.substring(2), 16)))
                .orElse(OptionalLong.empty());
    }
}
