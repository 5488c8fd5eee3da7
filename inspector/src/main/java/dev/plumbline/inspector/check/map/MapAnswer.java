package dev.plumbline.inspector.check.map;

/** What came of reading a process's address space. */
public sealed interface MapAnswer {

    /** It was read. */
    record Mapped(ProcessMap map) implements MapAnswer {}

    /**
     * There is none: a kernel thread, or a zombie.
     *
     * @param because which of them, a sentence
     */
    record NoUserMemory(String because) implements MapAnswer {}

    /**
     * It may not be read, or is damaged.
     *
     * @param because why, a sentence
     * @param remedy the privilege that would show it; empty where none would
     */
    record Unreadable(String because, String remedy) implements MapAnswer {}

    /**
     * The process ended, or executed another program, while it was read.
     *
     * @param because which of them, a sentence
     */
    record Gone(String because) implements MapAnswer {}
}
