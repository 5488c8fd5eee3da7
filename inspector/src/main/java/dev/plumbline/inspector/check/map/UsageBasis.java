package dev.plumbline.inspector.check.map;

/** What the usage of the ranges of a {@link ProcessMap} rests on. */
public enum UsageBasis {
    /** The sizes of smaps: the ranges of each mapping add up to what the kernel prints of it. */
    SMAPS,
    /** Nothing: smaps was not readable. Every usage is {@code NONE} and means that it is not known. */
    NONE
}
