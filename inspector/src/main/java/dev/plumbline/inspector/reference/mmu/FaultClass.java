package dev.plumbline.inspector.reference.mmu;

/** Why a walk ends without a translation, in terms that all architectures share. */
public enum FaultClass {
    /** An entry is not valid: a translation fault. */
    NOT_PRESENT("not-present"),
    /** The rights do not allow the access: a permission fault. */
    PROTECTION("protection"),
    /** A protection key does not allow the access. */
    PROTECTION_KEY("protection-key"),
    /** A domain does not allow the access (Arm short descriptors). */
    DOMAIN("domain"),
    /** A reserved bit or encoding. */
    RESERVED_BIT("reserved-bit"),
    /** The address has no translation in any table: its upper bits are no sign extension, or outside both ranges. */
    NON_CANONICAL("non-canonical"),
    /** The accessed or dirty flag is clear and the hardware does not set it. */
    ACCESS_FLAG("access-flag"),
    /** A large page is not aligned to its size, or the access not to its own. */
    ALIGNMENT("alignment"),
    /** An entry or a root names an address beyond the physical address size. */
    ADDRESS_SIZE("address-size");

    private final String word;

    FaultClass(String word) {
        this.word = word;
    }

    /** As the command line prints it. */
    public String word() {
        return word;
    }
}
