package dev.plumbline.inspector.mutation;

import java.util.List;
import java.util.Set;

/**
 * A tampered capture: what is changed and which verdict must notice.
 *
 * @param check the id of the check that must notice
 * @param subject how the subject that it must name begins; the name of a symbol or a module may follow
 * @param what the change, for the message of a failing test
 * @param edits the changes
 * @param pids the processes concerned; empty where the check is about the host
 * @param notice what counts as noticing
 */
record Mutation(String check, String subject, String what, List<Edit> edits, Set<Integer> pids, Notice notice) {

    /** What must become of the subject's verdict. */
    enum Notice {
        /** Violated, nothing less. */
        VIOLATED,
        /** Violated or drifted: one of two readings was changed. */
        AT_LEAST_DRIFTED
    }

    static Mutation ofHost(String check, String subject, String what, Edit... edits) {
        return new Mutation(check, subject, what, List.of(edits), Set.of(), Notice.VIOLATED);
    }

    static Mutation ofProcess(String check, String subject, int pid, String what, Edit... edits) {
        return new Mutation(check, subject, what, List.of(edits), Set.of(pid), Notice.VIOLATED);
    }

    @Override
    public String toString() {
        return check + " on " + subject + ": " + what;
    }
}
