package dev.plumbline.inspector.reference.zone.derive;

import java.util.List;

/**
 * Memory that the kernel keeps out of the buddy allocator, as far as it is known where it lies.
 *
 * @param known ranges that are reserved for good, with the reason of each
 * @param memmapBytesPerPage size of {@code struct page}
 */
public record Reservations(List<Range> known, int memmapBytesPerPage) {

    private static final int USUAL_STRUCT_PAGE_BYTES = 64;

    /** A reserved range of physical addresses. */
    public record Range(long startBytes, long endBytes, String because) {}

    /** Copies the list. */
    public Reservations {
        known = List.copyOf(known);
    }

    /** Nothing is known; {@code struct page} is as large as on most 64-bit kernels. */
    public static Reservations unknown() {
        return new Reservations(List.of(), USUAL_STRUCT_PAGE_BYTES);
    }
}
