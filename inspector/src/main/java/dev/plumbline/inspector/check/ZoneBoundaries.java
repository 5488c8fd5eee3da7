package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.ZoneLimit;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import dev.plumbline.inspector.reference.zone.NodeMemory;
import dev.plumbline.inspector.reference.zone.ZoneExtent;
import dev.plumbline.inspector.reference.zone.ZoneRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Where each zone begins, how far it spans and how many of its frames are RAM.
 *
 * <p>Source: calculate_node_totalpages, mm/mm_init.c (mm/page_alloc.c to 6.3); zoneinfo_show_print, mm/vmstat.c.
 */
final class ZoneBoundaries implements HostCheck {

    private static final String MOVABLE = "Movable";
    private static final String DEVICE = "Device";

    /** SUBSECTION_SHIFT is 21 everywhere (include/linux/mmzone.h). */
    private static final long SUBSECTION_KIB = 2048;

    @Override
    public String id() {
        return "zone.boundaries";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of(ManagedHistories.ZONEINFO, "dmesg.txt", MemoryMaps.IOMEM);
    }

    @Override
    public void examine(HostView host, Findings findings) {
        Observation<Zoneinfo> zoneinfo = host.text(ManagedHistories.ZONEINFO, ZoneinfoParser::parse);
        OptionalInt pageKib = BasePage.sizeKib(host);
        // What a damaged file does hold is still held against the rules: the damage may be a wrong number.
        Optional<Zoneinfo> printed = zoneinfo.reading().content().map(Parsed::value);
        if (printed.isEmpty()) {
            findings.add(this, "all zones", zoneinfo.whyNot(), List.of());
            return;
        }
        List<Zone> zones = printed.get().zones();
        Optional<MemoryMap> found =
                pageKib.isPresent() ? MemoryMaps.of(host, zones, pageKib.getAsInt()) : Optional.empty();
        if (found.isEmpty()) {
            findings.add(this, "all zones", untold(host, pageKib, zones), List.of());
            return;
        }
        MemoryMap map = found.get();
        for (Zone zone : zones) {
            if (zone.name().equals(DEVICE)) {
                device(zone, pageKib.getAsInt(), findings);
            } else {
                compare(zone, map, map.extent(zone.node(), zone.name()), findings);
            }
        }
        if (map.complete()) {
            Machine.of(host).architecture().ifPresent(a -> limits(a, map, pageKib.getAsInt(), findings));
        }
    }

    private static Verdict untold(HostView host, OptionalInt pageKib, List<Zone> zones) {
        if (pageKib.isEmpty()) {
            return new Verdict.NotObservable("the base page size is not known", "");
        }
        if (MemoryMaps.isMirrored(host)) {
            return new Verdict.NotObservable("kernelcore=mirror: which memory is mirrored is not listed anywhere", "");
        }
        boolean oneNode = zones.stream().mapToInt(Zone::node).distinct().count() == 1;
        String because = oneNode
                ? "neither the boot log nor /proc/iomem says where RAM lies"
                : "the boot log does not say where each node's RAM lies";
        return new Verdict.NotObservable(
                because,
                oneNode ? "CAP_SYS_ADMIN (the addresses of /proc/iomem) or CAP_SYSLOG (the boot log)" : "CAP_SYSLOG");
    }

    /**
     * Device memory is never present: nothing onlines it. Drivers map it in subsections (check_pfn_span, mm/sparse-vmemmap.c;
     * move_pfn_range_to_zone, mm/memory_hotplug.c), where zoneinfo does not tell.
     */
    private void device(Zone zone, int pageKib, Findings findings) {
        long present = zone.present().orElse(0);
        Verdict ofPresent = present == 0
                ? new Verdict.Holds("0 pages", "0 pages", "")
                : new Verdict.Violated(present + " pages", "0 pages", "device memory is never onlined");
        findings.add(this, zone.subject() + " present", ofPresent, List.of(evidence(zone, "present")));
        long spanned = zone.spanned().orElse(0);
        Verdict ofSpanned;
        if (spanned == 0) {
            ofSpanned = new Verdict.Holds("0 pages", "0 pages", "");
        } else if (spanned * pageKib % SUBSECTION_KIB != 0) {
            ofSpanned = new Verdict.Violated(
                    spanned + " pages",
                    "a multiple of " + SUBSECTION_KIB / pageKib,
                    "device memory is mapped by subsections");
        } else {
            ofSpanned = new Verdict.NotObservable("a driver mapped device memory; no file says where and how much", "");
        }
        findings.add(this, zone.subject() + " spanned", ofSpanned, List.of(evidence(zone, "spanned")));
    }

    private static Evidence evidence(Zone zone, String field) {
        return Evidence.at(
                ManagedHistories.ZONEINFO,
                zone.lineOf(field),
                field + " " + zone.pages().get(field));
    }

    private void compare(Zone zone, MemoryMap map, ZoneExtent expected, Findings findings) {
        compare(zone, "spanned", zone.spanned(), expected.spannedPages(), map, findings);
        compare(zone, "present", zone.present(), expected.presentPages(), map, findings);
        if (zone.startPfn().isPresent()) {
            compare(zone, "start_pfn", zone.startPfn(), expected.startPfn(), map, findings);
        }
    }

    private void compare(
            Zone zone, String field, OptionalLong printed, long expected, MemoryMap map, Findings findings) {
        if (printed.isEmpty()) {
            return;
        }
        long value = printed.getAsLong();
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.at(ManagedHistories.ZONEINFO, zone.lineOf(field), field + " " + value));
        evidence.addAll(map.evidence(zone.name()));
        findings.add(this, zone.subject() + " " + field, verdict(zone, field, value, expected, map), evidence);
    }

    private static Verdict verdict(Zone zone, String field, long value, long expected, MemoryMap map) {
        String unit = field.equals("start_pfn") ? "" : " pages";
        if (value == expected) {
            return new Verdict.Holds(value + unit, expected + unit, "");
        }
        if (!map.added().isEmpty()) {
            long pages = map.added().stream()
                    .mapToLong(m -> m.endPfn() - m.startPfn())
                    .sum();
            return new Verdict.NotObservable(
                    "%d pages of RAM were added after booting; which zone took them was chosen when they were onlined"
                            .formatted(pages),
                    "");
        }
        String source = map.complete() ? "the boot log" : "/proc/iomem and the zones beside it";
        return new Verdict.Violated(
                value + unit, expected + unit, source + " says where RAM and the limits of " + zone.name() + " lie");
    }

    /** Limits that the architecture fixes: RAM beyond one is in the next zone. */
    private void limits(Architecture architecture, MemoryMap map, int pageKib, Findings findings) {
        long ramEnd = map.memory().stream().mapToLong(NodeMemory::endPfn).max().orElse(0);
        for (ZoneLimit limit : architecture.zones()) {
            if (limit.end() instanceof ZoneLimit.At at && !limit.zone().equals(MOVABLE)) {
                long limitPfn = at.bytes() / (pageKib * 1024L);
                map.ranges().stream()
                        .filter(r -> r.zone().equals(limit.zone()) && !r.isEmpty())
                        .forEach(r -> limit(r, Math.min(limitPfn, ramEnd), limit.source(), map, findings));
            }
        }
    }

    private void limit(ZoneRange range, long expected, String source, MemoryMap map, Findings findings) {
        Verdict verdict = range.endPfn() == expected
                ? new Verdict.Holds("pfn " + range.endPfn(), "pfn " + expected, source)
                : new Verdict.Violated("pfn " + range.endPfn(), "pfn " + expected, source);
        findings.add(this, "all nodes " + range.zone() + " limit", verdict, map.evidence(range.zone()));
    }
}
