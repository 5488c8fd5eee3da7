package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Origin;
import java.time.Duration;
import java.util.List;

/**
 * What a run found.
 *
 * @param origin what was examined and when
 * @param host what is known of the host as a whole
 * @param findings one a quantity; process findings ascend by pid within a check
 * @param took wall time of the run
 */
public record Report(Origin origin, HostFacts host, List<Finding> findings, Duration took) {

    /** Copies the list. */
    public Report {
        findings = List.copyOf(findings);
    }
}
