package dev.plumbline.agent.inside;

import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.map.OwnerTotals;
import dev.plumbline.inspector.check.map.ProcessMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The application's memory at one time.
 *
 * @param number counted from 1 since the agent came
 * @param taken when it was begun
 * @param cost how long it took
 * @param map empty where it could not be read
 * @param findings what the checks about processes say of this one
 * @param trouble why there is no map, a sentence; empty where there is one
 */
record Snapshot(
        long number, Instant taken, Duration cost, Optional<ProcessMap> map, List<Finding> findings, String trouble) {

    Snapshot {
        findings = List.copyOf(findings);
    }

    List<OwnerTotals> owners() {
        return map.map(m -> OwnerTotals.of(m.ranges())).orElse(List.of());
    }

    List<VerdictRow> verdicts() {
        return findings.stream().map(VerdictRow::of).toList();
    }

    /** What could not be known, a sentence each. */
    List<String> notes() {
        return map.map(ProcessMap::notes).orElse(List.of(trouble));
    }
}
