package dev.plumbline.inspector.check;

import java.util.List;
import java.util.Set;

/**
 * What a run looks at.
 *
 * @param checks the checks to run, in the order they are to run
 * @param pids the processes to examine, as /proc names them; empty for every process
 */
public record Selection(List<Check> checks, Set<Integer> pids) {

    /** Copies both. */
    public Selection {
        checks = List.copyOf(checks);
        pids = Set.copyOf(pids);
    }

    /** Whether a process is to be examined. */
    public boolean wants(int pid) {
        return pids.isEmpty() || pids.contains(pid);
    }
}
