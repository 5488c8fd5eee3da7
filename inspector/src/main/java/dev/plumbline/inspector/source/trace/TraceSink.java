package dev.plumbline.inspector.source.trace;

/** Receives the references of a trace in their order. */
@FunctionalInterface
public interface TraceSink {

    /** An instruction is fetched. */
    int INSTRUCTION = 0;

    /** Data are read. */
    int LOAD = 1;

    /** Data are written. */
    int STORE = 2;

    /** Data are read and written by one instruction. */
    int MODIFY = 3;

    /**
     * One reference.
     *
     * @param address of its first byte, virtual, unsigned
     * @param sizeBytes 1 to {@link TraceReader#MAX_SIZE_BYTES}
     * @param kind one of the constants
     */
    void reference(long address, int sizeBytes, int kind);
}
