package dev.plumbline.inspector.check.compare;

import java.util.Locale;

/** What kind of difference it is when two machines differ in a quantity. */
public enum Concern {
    /** The machine itself is another: processor, RAM, nodes, and the zones they make. */
    HARDWARE,
    /** The kernel is another, was built or booted otherwise, or was set up otherwise since. */
    CONFIGURATION,
    /** It changes while a machine runs, or from one boot to the next. */
    DRIFT;

    /** As documents write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
