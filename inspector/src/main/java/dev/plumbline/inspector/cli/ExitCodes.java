package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.report.Assessment;

/** What a run's exit code says. Scripts rely on the numbers. */
final class ExitCodes {

    static final int CLEAN = Assessment.CLEAN;
    static final int CONFORMANCE_VIOLATED = Assessment.CONFORMANCE_VIOLATED;

    /** Of plumb compare: something that matters differs. */
    static final int DIFFERS = 1;

    static final int WRONG_USAGE = 2;
    static final int COULD_NOT_RUN = 3;
    static final int POSTURE_VIOLATED = Assessment.POSTURE_VIOLATED;

    private ExitCodes() {}
}
