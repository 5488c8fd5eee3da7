package dev.plumbline.inspector.check.zones;

import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.ZonePredictions;
import dev.plumbline.inspector.check.address.Fact;
import dev.plumbline.inspector.observed.PageTypeInfo;
import dev.plumbline.inspector.observed.PerCpuPages;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.reference.zone.request.RequestKind;
import dev.plumbline.inspector.reference.zone.request.RequestPath;
import dev.plumbline.inspector.reference.zone.request.ZoneState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** Puts together what belongs to one node. */
final class NodeBuilder {

    private final Zoneinfo zoneinfo;
    private final Function<Zone, Optional<FreeLists>> free;
    private final Optional<PageTypeInfo> types;
    private final ZonePredictions predictions;
    private final HostView host;

    NodeBuilder(
            Zoneinfo zoneinfo,
            Function<Zone, Optional<FreeLists>> free,
            Optional<PageTypeInfo> types,
            ZonePredictions predictions,
            HostView host) {
        this.zoneinfo = zoneinfo;
        this.free = free;
        this.types = types;
        this.predictions = predictions;
        this.host = host;
    }

    NodeView node(int node) {
        List<Zone> zones = zoneinfo.zonesOf(node);
        List<String> names = zones.stream().map(Zone::name).toList();
        List<ZoneState> zonelist = zonelist(node);
        return new NodeView(
                node,
                zones.stream()
                        .filter(Zone::isPopulated)
                        .map(z -> view(z, names))
                        .toList(),
                zones.stream().filter(z -> !z.isPopulated()).map(Zone::name).toList(),
                zonelist.stream().map(ZoneState::subject).toList(),
                requests(zonelist, names));
    }

    /** Nodes by distance, and in each the zones from high to low (build_zonerefs_node, mm/page_alloc.c). */
    private List<ZoneState> zonelist(int node) {
        List<ZoneState> zonelist = new ArrayList<>();
        for (int next : FallbackNodes.of(node, zoneinfo.nodes(), host)) {
            List<Zone> zones = new ArrayList<>(zoneinfo.zonesOf(next));
            Collections.reverse(zones);
            for (Zone zone : zones) {
                // managed_zone: a zone that the allocator was given no page of is in no zonelist
                if (zone.isPopulated() && zone.managed().orElse(0) > 0) {
                    state(zone).ifPresent(zonelist::add);
                }
            }
        }
        return zonelist;
    }

    private Optional<ZoneState> state(Zone zone) {
        return free.apply(zone).map(f -> ZoneStates.of(zone, index(zone), f, types));
    }

    private int index(Zone zone) {
        return zoneinfo.zonesOf(zone.node()).stream().map(Zone::name).toList().indexOf(zone.name());
    }

    private List<RequestRow> requests(List<ZoneState> zonelist, List<String> names) {
        List<RequestRow> rows = new ArrayList<>();
        for (RequestKind kind : RequestKind.values()) {
            OptionalInt highest = kind.highestZone(names);
            if (highest.isPresent()
                    && zonelist.stream().anyMatch(z -> z.index() <= highest.getAsInt())
                    && !isSame(kind, highest.getAsInt(), zonelist, names)) {
                rows.addAll(rows(kind, highest.getAsInt(), zonelist));
            }
        }
        return rows;
    }

    /** Where a lower zone has all of the memory, a kind of its own for it would say the same as GFP_KERNEL. */
    private static boolean isSame(RequestKind kind, int highest, List<ZoneState> zonelist, List<String> names) {
        boolean ofLowZone = kind == RequestKind.GFP_DMA || kind == RequestKind.GFP_DMA32;
        int kernel = RequestKind.GFP_KERNEL.highestZone(names).orElse(highest);
        return ofLowZone && zonelist.stream().noneMatch(z -> z.index() > highest && z.index() <= kernel);
    }

    private static List<RequestRow> rows(RequestKind kind, int highest, List<ZoneState> zonelist) {
        List<RequestRow> rows = new ArrayList<>();
        int orders = zonelist.get(0).blocks().usual().size();
        for (int order = 0; order < orders; order++) {
            rows.add(RequestRow.of(kind, order, RequestPath.of(kind, order, highest, zonelist)));
        }
        return rows;
    }

    private ZoneView view(Zone zone, List<String> names) {
        int index = index(zone);
        RequestKind kind = zone.name().equals("Movable") || zone.name().equals("HighMem")
                ? RequestKind.GFP_HIGHUSER_MOVABLE
                : RequestKind.GFP_KERNEL;
        Long freeCma = zone.counters().get("nr_free_cma");
        return new ZoneView(
                zone.node(),
                zone.name(),
                index,
                new ZoneView.Pages(
                        zone.free(),
                        zone.boost(),
                        zone.cma(),
                        freeCma == null ? OptionalLong.empty() : OptionalLong.of(freeCma)),
                names,
                numbers(zone),
                zone.pagesets().stream().map(CpuLists::of).toList(),
                free.apply(zone),
                ranges(zone),
                state(zone).map(s -> rows(kind, index, List.of(s))).orElse(List.of()));
    }

    private List<Compared> numbers(Zone zone) {
        List<Compared> numbers = new ArrayList<>();
        add(numbers, zone, "start_pfn", zone.startPfn());
        add(numbers, zone, "spanned", zone.spanned());
        add(numbers, zone, "present", zone.present());
        add(numbers, zone, "managed", zone.managed());
        add(numbers, zone, "min", zone.min());
        add(numbers, zone, "low", zone.low());
        add(numbers, zone, "high", zone.high());
        add(numbers, zone, "promo", zone.promo());
        for (int i = 0; i < zone.protection().size(); i++) {
            add(
                    numbers,
                    zone,
                    "protection[" + i + "]",
                    OptionalLong.of(zone.protection().get(i)));
        }
        for (PerCpuPages cpu : zone.pagesets()) {
            String name = "cpu " + cpu.cpu();
            add(numbers, zone, name + " high", cpu.high());
            add(numbers, zone, name + " batch", cpu.batch());
            add(numbers, zone, name + " high_min", cpu.highMin());
            add(numbers, zone, name + " high_max", cpu.highMax());
        }
        return numbers;
    }

    private void add(List<Compared> numbers, Zone zone, String name, OptionalLong value) {
        if (value.isPresent()) {
            numbers.add(new Compared(name, value.getAsLong(), predictions.of(zone.subject() + " " + name)));
        }
    }

    private Fact<List<FrameRange>> ranges(Zone zone) {
        if (predictions.memory().isEmpty()) {
            return Fact.unknown(
                    "neither the boot log nor /proc/iomem says where each node's RAM lies",
                    "CAP_SYSLOG (the boot log) or, with one node, CAP_SYS_ADMIN (the addresses of /proc/iomem)");
        }
        long start = zone.startPfn().orElse(0);
        long end = start + zone.spanned().orElse(0);
        List<FrameRange> ranges = predictions.memory().stream()
                .filter(m -> m.node() == zone.node() && m.startPfn() < end && m.endPfn() > start)
                .map(m -> new FrameRange(Math.max(start, m.startPfn()), Math.min(end, m.endPfn())))
                .toList();
        return Fact.known(merged(ranges), "the RAM of the node within the zone's span");
    }

    private static List<FrameRange> merged(List<FrameRange> ranges) {
        List<FrameRange> merged = new ArrayList<>();
        for (FrameRange range : ranges) {
            FrameRange last = merged.isEmpty() ? new FrameRange(0, 0) : merged.get(merged.size() - 1);
            if (!merged.isEmpty() && last.endPfn() >= range.startPfn()) {
                merged.set(merged.size() - 1, new FrameRange(last.startPfn(), Math.max(last.endPfn(), range.endPfn())));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }
}
