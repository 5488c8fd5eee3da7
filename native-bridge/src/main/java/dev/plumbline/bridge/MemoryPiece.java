package dev.plumbline.bridge;

/**
 * A stretch of a process's memory that is asked for.
 *
 * @param address where it begins, in the process's address space, unsigned
 * @param lengthBytes how long it is, not negative
 */
public record MemoryPiece(long address, int lengthBytes) {

    /** @throws IllegalArgumentException if the length is negative */
    public MemoryPiece {
        if (lengthBytes < 0) {
            throw new IllegalArgumentException("a length of " + lengthBytes + " bytes");
        }
    }
}
