package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.map.MapSnapshot;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.check.map.Totals;
import java.util.List;

/** Snapshots of maps whose names are spelled as in JSON, so that one that was written and one that was read compare. */
public final class MapSnapshots {

    private MapSnapshots() {}

    /** The snapshot of a map. */
    public static MapSnapshot of(ProcessMap map) {
        return new MapSnapshot(
                Printable.of(map.origin().name()),
                map.pid(),
                map.startTimeTicks(),
                map.startTime(),
                Printable.of(map.command()),
                map.origin().takenAt(),
                map.ranges().stream()
                        .map(r -> new MapSnapshot.Entry(
                                r.range(), r.owner(), Printable.of(r.label()), Totals.of(List.of(r))))
                        .toList());
    }
}
