package dev.plumbline.inspector.reference.zone.derive;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Memory that the kernel keeps out of the buddy allocator, as far as it is known where it lies.
 *
 * @param known ranges that are reserved for good, with the reason of each
 * @param structPageBytes size of {@code struct page}; empty where nothing says it
 * @param initrdBytes size of the initial RAM disk; empty where nothing says it
 * @param handedOver what is known of all reservations together; empty where nothing says it
 * @param memmapReturned whether the struct pages of huge pages are given back ({@code hugetlb_optimize_vmemmap})
 * @param efi whether the machine was booted by EFI
 */
public record Reservations(
        List<Range> known,
        OptionalInt structPageBytes,
        OptionalLong initrdBytes,
        Optional<HandedOver> handedOver,
        boolean memmapReturned,
        boolean efi) {

    /** A reserved range of physical addresses. */
    public record Range(long startBytes, long endBytes, String because) {}

    /**
     * All memory together when it was handed to the buddy allocator.
     *
     * @param reservedPages kept back then; CMA areas are not
     * @param freedPages of these, freed since
     */
    public record HandedOver(long reservedPages, long freedPages) {}

    /** Copies the list. */
    public Reservations {
        known = List.copyOf(known);
    }

    /** Nothing is known. */
    public static Reservations unknown() {
        return new Reservations(List.of(), OptionalInt.empty(), OptionalLong.empty(), Optional.empty(), false, false);
    }
}
