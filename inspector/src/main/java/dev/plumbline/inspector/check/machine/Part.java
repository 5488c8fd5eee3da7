package dev.plumbline.inspector.check.machine;

/** A part of a machine's description. */
public enum Part {
    RELEASE,
    BUILD,
    COMMAND_LINE,
    MEMORY_MAP,
    NODES,
    CPUS,
    DMA_LIMIT,
    ADDED_MEMORY
}
