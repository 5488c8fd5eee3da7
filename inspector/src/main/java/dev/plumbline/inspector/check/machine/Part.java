package dev.plumbline.inspector.check.machine;

/** A part of a machine's description. */
public enum Part {
    ARCHITECTURE,
    PAGE_SIZE,
    RELEASE,
    BUILD,
    COMMAND_LINE,
    MEMORY_MAP,
    NODES,
    CPUS,
    DISTANCES,
    DMA_LIMIT,
    ADDED_MEMORY,
    RESERVATIONS
}
