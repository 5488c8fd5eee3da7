package dev.plumbline.inspector.check.zones;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Machine;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.check.ZonePredictions;
import dev.plumbline.inspector.check.address.Fact;
import dev.plumbline.inspector.observed.BuddyInfo;
import dev.plumbline.inspector.observed.BuddyInfoParser;
import dev.plumbline.inspector.observed.KernelVersion;
import dev.plumbline.inspector.observed.PageTypeInfo;
import dev.plumbline.inspector.observed.PageTypeInfoParser;
import dev.plumbline.inspector.observed.Sysctl;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import dev.plumbline.inspector.reference.zone.fragmentation.FreeBlocks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the zones of a host. The three files that tell of free memory are read first, one after the other. */
public final class ZoneReader {

    private static final String MIN_FREE = "min_free_kbytes";

    private final HostView host;
    private final Observation<BuddyInfo> buddyinfo;
    private final Observation<Zoneinfo> zoneinfo;
    private final Observation<PageTypeInfo> pagetypeinfo;

    private ZoneReader(HostView host) {
        this.host = host;
        buddyinfo = host.text("proc/buddyinfo", BuddyInfoParser::parse);
        zoneinfo = host.text("proc/zoneinfo", ZoneinfoParser::parse);
        pagetypeinfo = host.text("proc/pagetypeinfo", PageTypeInfoParser::parse);
    }

    /** The zones, or why they cannot be told. */
    public static Fact<ZoneReport> read(HostView host) {
        ZoneReader reader = new ZoneReader(host);
        if (reader.zoneinfo.intact().isEmpty()) {
            Verdict.NotObservable why = reader.zoneinfo.whyNot();
            return Fact.unknown(why.because(), why.remedy());
        }
        return Fact.known(reader.report(reader.zoneinfo.intact().get()), "");
    }

    private ZoneReport report(Zoneinfo zones) {
        ZonePredictions predictions = ZonePredictions.of(host, zones.zones());
        NodeBuilder builder = new NodeBuilder(zones, this::free, pagetypeinfo.intact(), predictions, host);
        Optional<PageTypeInfo> types = pagetypeinfo.intact();
        return new ZoneReport(
                host.files().origin(),
                host.text("proc/version", KernelVersion::parse).intact().map(KernelVersion::release),
                machine(),
                predictions.pageKib(),
                types.map(PageTypeInfo::pageblockOrder).orElse(OptionalInt.empty()),
                minFree(predictions),
                zones.nodes().stream().map(builder::node).toList(),
                types.isPresent() ? Fact.known(true, "") : unread(pagetypeinfo),
                predictions.notPredicted(),
                predictions.anyViolated());
    }

    private static Fact<Boolean> unread(Observation<?> file) {
        return Fact.unknown(file.whyNot().because(), file.whyNot().remedy());
    }

    private String machine() {
        return Machine.of(host).architecture().map(Architecture::machine).orElse("an architecture without a reference");
    }

    private Optional<Compared> minFree(ZonePredictions predictions) {
        return host.text("proc/sys/vm/" + MIN_FREE, Sysctl::parseNumber)
                .intact()
                .map(s -> new Compared(MIN_FREE, s.number(), predictions.of(MIN_FREE)));
    }

    private Optional<FreeLists> free(Zone zone) {
        return buddyinfo
                .intact()
                .flatMap(b -> b.zone(zone.node(), zone.name()))
                .map(b -> new FreeLists(new FreeBlocks(b.freeBlocksByOrder()), byType(zone)));
    }

    private Map<String, List<TypeCount>> byType(Zone zone) {
        Map<String, List<TypeCount>> byType = new LinkedHashMap<>();
        pagetypeinfo.intact().ifPresent(types -> types.free().stream()
                .filter(f -> f.node() == zone.node() && f.zone().equals(zone.name()))
                .forEach(f -> byType.put(
                        f.type(),
                        f.byOrder().stream()
                                .map(c -> new TypeCount(c.count(), c.isCapped()))
                                .toList())));
        return byType;
    }
}
