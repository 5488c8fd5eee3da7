package dev.plumbline.inspector.check;

/** A rule about one process; called once a process, from several threads. */
public non-sealed interface ProcessCheck extends Check {

    /** Examines one process and reports each quantity. */
    void examine(ProcessView process, HostView host, Findings findings);
}
