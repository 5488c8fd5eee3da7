package dev.plumbline.inspector.check;

/** A rule about the host as a whole. */
public non-sealed interface HostCheck extends Check {

    /** Examines the host and reports each quantity. */
    void examine(HostView host, Findings findings);

    /**
     * Whether it reads what the run itself disturbs (free memory) and so goes first, while nothing else runs.
     *
     * @return false unless a check says otherwise
     */
    default boolean undisturbed() {
        return false;
    }
}
