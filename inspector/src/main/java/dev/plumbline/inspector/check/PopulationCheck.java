package dev.plumbline.inspector.check;

import java.util.List;

/** A rule about processes beside each other; called once, after every process was seen. */
public non-sealed interface PopulationCheck extends Check {

    /** Examines the processes, ascending by pid, and reports each quantity. */
    void examine(List<ProcessSummary> processes, HostView host, Findings findings);
}
