package dev.plumbline.bridge;

import java.util.List;

/**
 * The memory of a process, read without stopping it; needs PTRACE_MODE_ATTACH (ptrace(2)): the same user and no Yama
 * restriction, or CAP_SYS_PTRACE in the process's user namespace. What is read is of no one instant. Reading a page of an
 * anonymous mapping that the process never touched may cost the process a page-table entry, so that a caller asks for what is
 * in use alone.
 *
 * <p>{@link KernelFiles#memory} opens one.
 */
@FunctionalInterface
public interface ProcessMemory extends AutoCloseable {

    /**
     * Copies memory.
     *
     * @param address where, in the process's address space
     * @param lengthBytes how much; the result is shorter where a page behind the first is not readable
     */
    NativeAnswer<byte[]> read(long address, int lengthBytes);

    /**
     * Copies several pieces, with few calls into the kernel where it has a call for several.
     *
     * @return one answer a piece, in the order asked; each is what {@link #read} of that piece alone would answer
     */
    default List<NativeAnswer<byte[]>> readAll(List<MemoryPiece> pieces) {
        return pieces.stream().map(p -> read(p.address(), p.lengthBytes())).toList();
    }

    /** Ends the reading; nothing of the process is touched. */
    @Override
    default void close() {}
}
