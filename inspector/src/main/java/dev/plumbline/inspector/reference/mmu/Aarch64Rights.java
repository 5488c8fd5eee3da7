package dev.plumbline.inspector.reference.mmu;

/**
 * Direct and hierarchical permissions combined (Arm ARM D8.4.1 to D8.4.5).
 *
 * <p>An entry with DBM that the hardware may make dirty counts as writable in every respect, also where WXN and "writable at
 * EL0" forbid execution: its effective AP[2] is 0 (D8.5.2; pseudocode AArch64.S1ApplyOutputPerms).
 */
final class Aarch64Rights {

    private static final long AP1 = 1 << 6;
    private static final long AP2 = 1 << 7;
    private static final long DBM = 1L << 51;
    private static final long PXN = 1L << 53;
    private static final long UXN = 1L << 54;
    private static final long PXN_TABLE = 1L << 59;
    private static final long UXN_TABLE = 1L << 60;
    private static final long NO_EL0_TABLE = 1L << 61;
    private static final long READ_ONLY_TABLE = 1L << 62;

    private Aarch64Rights() {}

    /**
     * What EL1 and EL0 may do.
     *
     * @param pan whether PAN applies to EL1
     */
    static Rights of(Path path, long leaf, Aarch64Control control, boolean pan) {
        boolean clean = control.dirtyByHardware() && (leaf & DBM) != 0;
        boolean el0 = (leaf & AP1) != 0 && (path.any() & NO_EL0_TABLE) == 0;
        boolean write = ((leaf & AP2) == 0 || clean) && (path.any() & READ_ONLY_TABLE) == 0;
        boolean userWrite = el0 && write;
        boolean userFetch = (leaf & UXN) == 0 && (path.any() & UXN_TABLE) == 0;
        boolean kernelFetch = (leaf & PXN) == 0 && (path.any() & PXN_TABLE) == 0 && !userWrite;
        boolean closed = pan && (el0 || (control.epan() && userFetch));
        boolean kernelWrite = write && !closed;
        return new Rights(
                !closed,
                kernelWrite,
                kernelFetch && !(control.wxn() && kernelWrite),
                el0,
                userWrite,
                userFetch && !(control.wxn() && userWrite));
    }
}
