package dev.plumbline.inspector.reference.mmu;

import java.util.ArrayList;
import java.util.List;

/** What an x86 processor reports of a failed translation: the page-fault error code of Intel SDM vol. 3, 4.7, and #GP. */
final class X86Codes {

    /** The entries were present: the cause is another. */
    static final int P = 1;

    /** The access wrote. */
    static final int WR = 1 << 1;

    /** The access was a user's. */
    static final int US = 1 << 2;

    /** A reserved bit was set. */
    static final int RSVD = 1 << 3;

    /** The access fetched an instruction; told only where fetches are judged apart (SMEP, or NXE with 64-bit entries). */
    static final int ID = 1 << 4;

    /** The page's protection key forbids the access. */
    static final int PK = 1 << 5;

    /** Vol. 1, 3.3.7.1. */
    static final HardwareCode NON_CANONICAL =
            new HardwareCode("#GP error code", 0, "general protection (#SS for the stack)");

    /** A 32-bit linear address wraps: no instruction forms a larger one. */
    static final HardwareCode BEYOND_32_BITS =
            new HardwareCode("none", 0, "no instruction forms this address in 32-bit paging");

    /** 4.4.1. */
    static final HardwareCode POINTER_REFUSED =
            new HardwareCode("#GP error code", 0, "general protection when CR3 is loaded");

    private static final List<String> NAMES = List.of("P", "W/R", "U/S", "RSVD", "I/D", "PK");
    private static final List<HardwareCode> PAGE_FAULTS = pageFaults();

    private X86Codes() {}

    /** A page fault with these bits. */
    static HardwareCode pageFault(int bits) {
        return PAGE_FAULTS.get(bits);
    }

    private static List<HardwareCode> pageFaults() {
        List<HardwareCode> codes = new ArrayList<>();
        for (int bits = 0; bits < 1 << NAMES.size(); bits++) {
            List<String> set = new ArrayList<>();
            for (int i = 0; i < NAMES.size(); i++) {
                if ((bits >>> i & 1) != 0) {
                    set.add(NAMES.get(i));
                }
            }
            codes.add(new HardwareCode("#PF error code", bits, set.isEmpty() ? "none set" : String.join(" ", set)));
        }
        return List.copyOf(codes);
    }
}
