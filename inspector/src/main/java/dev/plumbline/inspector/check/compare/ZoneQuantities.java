package dev.plumbline.inspector.check.compare;

import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Machine;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.KernelVersion;
import dev.plumbline.inspector.observed.LogLine;
import dev.plumbline.inspector.observed.PageTypeInfo;
import dev.plumbline.inspector.observed.PageTypeInfoParser;
import dev.plumbline.inspector.observed.PerCpuPages;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Nodes and zones, and every number that a zone is given when it is set up. */
final class ZoneQuantities {

    /** build_zonelists, mm/page_alloc.c, from 5.8. */
    private static final Pattern FALLBACK = Pattern.compile("Fallback order for Node ([0-9]{1,4}): ([0-9 ]+)");

    private ZoneQuantities() {}

    static void read(QuantityList list) {
        HostView host = list.host();
        Observation<Zoneinfo> zoneinfo = host.text("proc/zoneinfo", ZoneinfoParser::parse);
        list.add(QuantityKind.NODES, "", list.from(zoneinfo, ZoneQuantities::nodes));
        list.add(
                QuantityKind.POPULATED_ZONES,
                "",
                list.from(
                        zoneinfo,
                        z -> new Value.Texts(
                                z.populated().stream().map(Zone::subject).toList())));
        list.add(QuantityKind.RAM, "", list.from(zoneinfo, z -> ram(host, z)));
        boolean adapts = adapts(host);
        zoneinfo.intact().ifPresent(z -> z.populated().forEach(zone -> zone(list, zone, adapts)));
        if (zoneinfo.intact().isPresent()) {
            list.enumerated(
                    QuantityKind.ZONE_START,
                    QuantityKind.ZONE_SPANNED,
                    QuantityKind.ZONE_PRESENT,
                    QuantityKind.ZONE_MANAGED);
        }
        list.add(
                QuantityKind.PAGEBLOCK_ORDER,
                "",
                list.from(host.text("proc/pagetypeinfo", PageTypeInfoParser::parse), ZoneQuantities::pageblockOrder));
        list.add(QuantityKind.MIN_FREE, "", minFree(list));
        zonelists(list, host.kernelLog());
    }

    private static Value nodes(Zoneinfo zones) {
        return new Value.Texts(zones.populated().stream()
                .map(z -> String.valueOf(z.node()))
                .distinct()
                .toList());
    }

    /** All present pages. */
    private static Value ram(HostView host, Zoneinfo zones) {
        Machine machine = Machine.of(host);
        if (machine.architecture().isEmpty()) {
            return QuantityList.notShown(machine.whyNot());
        }
        long pages =
                zones.populated().stream().mapToLong(z -> z.present().orElse(0)).sum();
        return new Value.Count(pages << machine.architecture().get().format().pageShift());
    }

    private static void zone(QuantityList list, Zone zone, boolean adapts) {
        String subject = zone.subject();
        list.add(QuantityKind.ZONE_START, subject, zone.startPfn());
        list.add(QuantityKind.ZONE_SPANNED, subject, zone.spanned());
        list.add(QuantityKind.ZONE_PRESENT, subject, zone.present());
        list.add(QuantityKind.ZONE_MANAGED, subject, zone.managed());
        long boost = zone.boost().orElse(0);
        mark(list, subject + " min", zone.min(), boost);
        mark(list, subject + " low", zone.low(), boost);
        mark(list, subject + " high", zone.high(), boost);
        mark(list, subject + " promo", zone.promo(), boost);
        for (int upper = 0; upper < zone.protection().size(); upper++) {
            list.add(
                    QuantityKind.PROTECTION,
                    "%s protection[%d]".formatted(subject, upper),
                    OptionalLong.of(zone.protection().get(upper)));
        }
        if (!zone.pagesets().isEmpty()) {
            pcp(list, subject, zone.pagesets().get(0), adapts);
        }
    }

    /** Without the boost, which comes and goes. */
    private static void mark(QuantityList list, String subject, OptionalLong pages, long boost) {
        if (pages.isPresent()) {
            list.add(QuantityKind.WATERMARK, subject, OptionalLong.of(pages.getAsLong() - boost));
        }
    }

    /** Whether {@code high} moves while a machine runs: from 6.7 on (tune_pcp_high, mm/page_alloc.c), which nothing else shows. */
    private static boolean adapts(HostView host) {
        return host.text("proc/version", KernelVersion::parse)
                .intact()
                .filter(v -> v.major().orElse(0) * 1000 + v.minor().orElse(0) >= 6007)
                .isPresent();
    }

    /** All CPUs of a zone have the same bounds. */
    private static void pcp(QuantityList list, String subject, PerCpuPages pages, boolean highAdapts) {
        boolean adapts = highAdapts || pages.highMin().isPresent();
        list.add(QuantityKind.PCP, subject + " batch", pages.batch());
        list.add(QuantityKind.PCP, subject + " high_min", pages.highMin());
        list.add(QuantityKind.PCP, subject + " high_max", pages.highMax());
        list.add(adapts ? QuantityKind.PCP_ADAPTED : QuantityKind.PCP, subject + " high", pages.high());
    }

    private static Value pageblockOrder(PageTypeInfo types) {
        return types.pageblockOrder().isPresent()
                ? new Value.Count(types.pageblockOrder().getAsInt())
                : new Value.NotShown("proc/pagetypeinfo prints no page block order", "");
    }

    private static Value minFree(QuantityList list) {
        Value line = list.line("proc/sys/vm/min_free_kbytes");
        return line instanceof Value.Text text && text.text().matches("[0-9]{1,18}")
                ? new Value.Count(Long.parseLong(text.text()))
                : line;
    }

    private static void zonelists(QuantityList list, Observation<KernelLog> log) {
        if (log.intact().isEmpty()) {
            return;
        }
        List<LogLine> lines = log.intact().get().matching(FALLBACK);
        for (LogLine line : lines) {
            Matcher fallback = FALLBACK.matcher(line.text());
            String subject = fallback.matches() ? "node " + fallback.group(1) : "";
            boolean known = list.quantities().stream()
                    .anyMatch(q ->
                            q.kind() == QuantityKind.ZONELIST && q.subject().equals(subject));
            if (!known && !subject.isEmpty()) {
                list.add(
                        QuantityKind.ZONELIST,
                        subject,
                        new Value.Text(fallback.group(2).strip()));
            }
        }
    }
}
