package dev.plumbline.inspector.reference.mmu;

/**
 * The control bits of an AArch64 processor that change what the EL1&amp;0 tables mean (Arm ARM D8.1, D8.2; TCR_EL1, SCTLR_EL1,
 * PSTATE). The sizes of the two ranges and their granules are the regime's formats.
 *
 * @param lower the range that TTBR0 translates
 * @param upper the range that TTBR1 translates
 * @param ha TCR.HA: the hardware sets the access flag (FEAT_HAFDBS)
 * @param hd TCR.HD: an entry with DBM may be written, and the hardware notes it; of no account without {@code ha}
 * @param wxn SCTLR.WXN: what may be written is not executed
 * @param pan PSTATE.PAN: EL1 touches no data that EL0 could
 * @param epan SCTLR.EPAN: nor data that EL0 could execute only (FEAT_PAN3)
 * @param uao PSTATE.UAO: unprivileged loads and stores of EL1 are ordinary ones
 * @param physicalBits what the processor implements (ID_AA64MMFR0_EL1.PARange), 32 to 52
 * @param outputBits what TCR.IPS allows, 32 to 52; an address beyond is an address size fault
 * @param mair the MAIR_EL1 register: eight memory types of a byte each
 */
public record Aarch64Control(
        Range lower,
        Range upper,
        boolean ha,
        boolean hd,
        boolean wxn,
        boolean pan,
        boolean epan,
        boolean uao,
        int physicalBits,
        int outputBits,
        long mair) {

    /**
     * The control bits of one of the two ranges; each is the TCR_EL1 bit of that name with the range's digit.
     *
     * @param epd no walk: every address is a translation fault
     * @param tbi address bits 63:56 are a tag
     * @param tbid ... for data alone, not for instructions (FEAT_PAuth)
     * @param hpd APTable, UXNTable and PXNTable are ignored (FEAT_HPDS)
     * @param e0pd EL0 meets a translation fault whatever the tables say (FEAT_E0PD)
     */
    public record Range(boolean epd, boolean tbi, boolean tbid, boolean hpd, boolean e0pd) {}

    /** What Linux writes to MAIR_EL1 without memory tagging: arch/arm64/mm/proc.S MAIR_EL1_SET (6.1). */
    public static final long LINUX_MAIR = 0x40044ffffL;

    /**
     * As Linux sets up a processor that has every feature named here (arch/arm64/mm/proc.S, 6.1: TBI0, and TBI1 with TBID1
     * from CONFIG_ARM64_MTE), with user memory open to EL1 as inside copy_from_user, and EL0 kept from no range before the
     * tables do.
     */
    public static final Aarch64Control LINUX = new Aarch64Control(
            new Range(false, true, false, false, false),
            new Range(false, true, true, false, false),
            true,
            true,
            false,
            false,
            false,
            false,
            52,
            52,
            LINUX_MAIR);

    /** @throws IllegalArgumentException if an address size is out of range */
    public Aarch64Control {
        if (Math.min(physicalBits, outputBits) < 32 || Math.max(physicalBits, outputBits) > 52) {
            throw new IllegalArgumentException("physical addresses of %d bits, output of %d; allowed are 32 to 52"
                    .formatted(physicalBits, outputBits));
        }
    }

    /** The effective output size: no more than the processor implements (Arm ARM D8.1.3). */
    int effectiveOutputBits() {
        return Math.min(physicalBits, outputBits);
    }

    boolean dirtyByHardware() {
        return ha && hd;
    }
}
