package dev.plumbline.inspector.observed;

import java.util.List;

/**
 * /proc/vmallocinfo; readable by root alone (0400).
 *
 * @param areas in the file's order
 */
public record VmallocInfo(List<VmallocArea> areas, AddressForm form) {

    /** How the kernel showed the addresses. */
    public enum AddressForm {
        /** As they are ({@code kptr_restrict} 1, or {@code no_hash_pointers}). */
        REAL,
        /** Hashes, even for root, while {@code kptr_restrict} is 0: equal addresses have equal hashes, no more. */
        HASHED,
        /** Zeros ({@code kptr_restrict} 2), or {@code (____ptrval____)}, on 32 bits {@code (ptrval)}, before the kernel had random numbers. */
        HIDDEN
    }

    /** Copies the list. */
    public VmallocInfo {
        areas = List.copyOf(areas);
    }
}
