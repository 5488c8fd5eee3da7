package dev.plumbline.inspector.check;

/** A rule about the host as a whole. */
public non-sealed interface HostCheck extends Check {

    /** Examines the host and reports each quantity. */
    void examine(HostView host, Findings findings);
}
