package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.Kind;
import java.util.Optional;

/**
 * A finding as a report shows it.
 *
 * @param finding what a check said
 * @param acceptance the entry that answers for it, if it is a violation and one does
 */
record Assessed(Finding finding, Optional<Acceptance> acceptance) {

    VerdictLabel label() {
        return VerdictLabel.of(finding.verdict());
    }

    boolean is(VerdictLabel label, Kind kind) {
        return label() == label && finding.kind() == kind;
    }
}
