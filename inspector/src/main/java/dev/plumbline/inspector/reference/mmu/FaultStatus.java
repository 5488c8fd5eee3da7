package dev.plumbline.inspector.reference.mmu;

/**
 * Fault status codes: the long form of AArch64's ESR_ELx.ISS.{DFSC, IFSC} (Arm ARM, ESR_EL1) and of LPAE's
 * {DFSR, IFSR}.STATUS (ARMv7-A B3.13.3), and the short form of {DFSR, IFSR}.FS (B3.13.2).
 */
final class FaultStatus {

    private FaultStatus() {}

    /** How the manual calls a class; RESERVED_BIT does not occur, as reserved encodings are translation faults. */
    static String name(FaultClass kind) {
        return switch (kind) {
            case NOT_PRESENT, NON_CANONICAL, RESERVED_BIT -> "Translation fault";
            case ADDRESS_SIZE -> "Address size fault";
            case ACCESS_FLAG -> "Access flag fault";
            case DOMAIN -> "Domain fault";
            case ALIGNMENT -> "Alignment fault";
            case PROTECTION, PROTECTION_KEY -> "Permission fault";
        };
    }

    /**
     * Six bits.
     *
     * @param level as the manual counts: -1 to 3, the last is 3
     */
    static int longForm(FaultClass kind, int level) {
        return switch (kind) {
            case ADDRESS_SIZE -> level < 0 ? 0b101001 : level;
            case ACCESS_FLAG -> 0b001000 | level;
            case PROTECTION, PROTECTION_KEY, DOMAIN -> 0b001100 | level;
            case ALIGNMENT -> 0b100001;
            case NOT_PRESENT, NON_CANONICAL, RESERVED_BIT -> level < 0 ? 0b101011 : 0b000100 | level;
        };
    }

    /**
     * Five bits.
     *
     * @param level 1 for a section, 2 for a page
     */
    static int shortForm(FaultClass kind, int level) {
        boolean page = level == 2;
        return switch (kind) {
            case ACCESS_FLAG -> page ? 0b00110 : 0b00011;
            case DOMAIN -> page ? 0b01011 : 0b01001;
            case PROTECTION, PROTECTION_KEY -> page ? 0b01111 : 0b01101;
            case ALIGNMENT -> 0b00001;
            case NOT_PRESENT, NON_CANONICAL, RESERVED_BIT, ADDRESS_SIZE -> page ? 0b00111 : 0b00101;
        };
    }
}
