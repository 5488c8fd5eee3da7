package dev.plumbline.agent.inside;

import dev.plumbline.inspector.check.map.OwnerTotals;
import jdk.jfr.FlightRecorder;

/**
 * Writes each snapshot to the flight recorder: to every recording that runs, and to none that does not. No recording is
 * started.
 */
final class FlightEvents implements Outlet {

    FlightEvents() {
        FlightRecorder.register(MemoryOwnerEvent.class);
        FlightRecorder.register(LayoutVerdictEvent.class);
    }

    @Override
    public void publish(Snapshot snapshot) {
        for (OwnerTotals row : snapshot.owners()) {
            MemoryOwnerEvent event = new MemoryOwnerEvent();
            if (event.shouldCommit()) {
                event.fill(snapshot.number(), row);
                event.commit();
            }
        }
        snapshot.verdicts().forEach(row -> {
            LayoutVerdictEvent event = new LayoutVerdictEvent();
            if (event.shouldCommit()) {
                event.fill(snapshot.number(), row);
                event.commit();
            }
        });
    }

    @Override
    public void close() {
        FlightRecorder.unregister(MemoryOwnerEvent.class);
        FlightRecorder.unregister(LayoutVerdictEvent.class);
    }
}
