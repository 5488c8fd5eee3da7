package dev.plumbline.inspector.source.image;

import java.util.Optional;

/**
 * A run of physical memory and where a file holds it. Both ends are inclusive, so that a run may reach the last address.
 *
 * @param first physical address of the first byte, unsigned
 * @param last physical address of the last byte, unsigned, not below {@code first}
 * @param offset where the first byte stands in the file
 */
record Extent(long first, long last, long offset) {

    Extent {
        if (Long.compareUnsigned(last, first) < 0) {
            throw new IllegalArgumentException("an extent that ends before it starts: %#x-%#x".formatted(first, last));
        }
    }

    /** The part of a run that lies within a file; empty where none does. */
    static Optional<Extent> within(long fileBytes, long first, long last, long offset) {
        if (Long.compareUnsigned(offset, fileBytes) >= 0) {
            return Optional.empty();
        }
        long heldBeyondFirst = fileBytes - 1 - offset;
        boolean cut = Long.compareUnsigned(last - first, heldBeyondFirst) > 0;
        return Optional.of(new Extent(first, cut ? first + heldBeyondFirst : last, offset));
    }

    /** Whether the other run goes on where this ends, in memory and in the file. */
    boolean continuesWith(Extent next) {
        return last + 1 == next.first && last != -1 && offset + (last - first) + 1 == next.offset;
    }

    /** Its part from one address to another, both inside. */
    Extent part(long from, long to) {
        return new Extent(from, to, offset + (from - first));
    }
}
