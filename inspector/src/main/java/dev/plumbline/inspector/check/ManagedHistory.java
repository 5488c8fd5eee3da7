package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.LogLine;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.reference.zone.Problem;
import dev.plumbline.inspector.reference.zone.Solution;
import java.util.List;
import java.util.Optional;

/** What a host's watermarks, reserves and min_free_kbytes were computed from. */
sealed interface ManagedHistory {

    /** It could not be worked out. */
    record Unsolved(Verdict.NotObservable reason) implements ManagedHistory {}

    /**
     * It was worked out, for all zones together.
     *
     * @param zones in zoneinfo's order, which is the solution's
     * @param logPath the boot log's path
     * @param lines the log line of each release, by its id
     * @param replaced the zone whose printed managed pages were not believed, with the value that the sum gives
     * @param withoutLog why the boot log could not be had, if so
     * @param unlogged what changed managed pages without leaving its amount in the log
     */
    record Solved(
            List<Zone> zones,
            Problem problem,
            Solution solution,
            String logPath,
            List<LogLine> lines,
            Optional<Replaced> replaced,
            Optional<Verdict.NotObservable> withoutLog,
            List<Evidence> unlogged)
            implements ManagedHistory {

        public Solved {
            zones = List.copyOf(zones);
            lines = List.copyOf(lines);
            unlogged = List.copyOf(unlogged);
        }
    }

    /** A zone's managed pages as the sum of all zones requires them. */
    record Replaced(int zone, long printed, long required) {}
}
