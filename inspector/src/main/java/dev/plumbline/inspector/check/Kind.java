package dev.plumbline.inspector.check;

/** What a check speaks about. */
public enum Kind {
    /** The host is what the reference says. */
    CONFORMANCE,
    /** A setting or a process is weaker than it should be. */
    POSTURE
}
