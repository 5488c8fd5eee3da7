package dev.plumbline.inspector.arch;

/** The base page size of AArch64 ("translation granule", Arm ARM D8.2). */
public enum Granule {
    /** 4 KiB. */
    K4(12),
    /** 16 KiB. */
    K16(14),
    /** 64 KiB. */
    K64(16);

    private final int shift;

    Granule(int shift) {
        this.shift = shift;
    }

    /** log2 of the page size. */
    public int shift() {
        return shift;
    }

    /** Index bits of a full table: entries are eight bytes. */
    int indexBits() {
        return shift - 3;
    }
}
