package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.report.Printable;

/** Why a command did not do what it was asked: one line for standard error, and the exit code. */
final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private Failure(int exitCode, String message) {
        super(Printable.of(message));
        this.exitCode = exitCode;
    }

    /** The command line asks for something that does not exist or does not make sense. */
    static Failure wrongUsage(String message) {
        return new Failure(ExitCodes.WRONG_USAGE, message);
    }

    /** What was asked for cannot be done here. */
    static Failure couldNotRun(String message) {
        return new Failure(ExitCodes.COULD_NOT_RUN, message);
    }

    /** What was asked for cannot be observed here. */
    static Failure notObservable(Verdict.NotObservable why) {
        return couldNotRun(why.because() + (why.remedy().isEmpty() ? "" : "; would need " + why.remedy()));
    }

    int exitCode() {
        return exitCode;
    }
}
