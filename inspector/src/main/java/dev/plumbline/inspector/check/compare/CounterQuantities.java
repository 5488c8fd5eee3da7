package dev.plumbline.inspector.check.compare;

import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.observed.BuddyInfo;
import dev.plumbline.inspector.observed.BuddyInfoParser;
import dev.plumbline.inspector.observed.BuddyZone;
import dev.plumbline.inspector.observed.MemInfo;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.observed.ZoneinfoParser;

/** What changes while a machine runs: free lists and counters. */
final class CounterQuantities {

    private CounterQuantities() {}

    static void read(QuantityList list) {
        HostView host = list.host();
        host.text("proc/buddyinfo", BuddyInfoParser::parse).intact().ifPresent(b -> freeBlocks(list, b));
        host.text("proc/zoneinfo", ZoneinfoParser::parse).intact().ifPresent(z -> counters(list, z));
        host.text("proc/meminfo", MemInfo::parse).intact().ifPresent(m -> m.kib()
                .forEach((name, kib) -> list.add(QuantityKind.MEMINFO, name, new Value.Count(kib))));
    }

    private static void freeBlocks(QuantityList list, BuddyInfo buddyinfo) {
        for (BuddyZone zone : buddyinfo.zones()) {
            list.add(QuantityKind.FREE_BLOCKS, zone.subject(), new Value.Counts(zone.freeBlocksByOrder()));
        }
    }

    private static void counters(QuantityList list, Zoneinfo zoneinfo) {
        for (Zone zone : zoneinfo.populated()) {
            list.add(QuantityKind.FREE_PAGES, zone.subject(), zone.free());
            zone.counters()
                    .forEach((name, count) ->
                            list.add(QuantityKind.ZONE_COUNTER, zone.subject() + " " + name, new Value.Count(count)));
        }
        zoneinfo.nodeCounters()
                .forEach((node, counters) -> counters.forEach((name, count) ->
                        list.add(QuantityKind.NODE_COUNTER, "node " + node + " " + name, new Value.Count(count))));
    }
}
