package dev.plumbline.inspector.reference.mmu;

import java.util.OptionalLong;

/**
 * The control bits of a 32-bit Arm processor that change what page tables mean (ARMv7-A B3.5 to B3.8, B4.1.130 SCTLR,
 * B4.1.153 TTBCR).
 *
 * @param ttbcr TTBCR, with TTBCR2 as its upper half; empty where it is not known, then as Linux sets it for the format
 * @param memoryAttributes PRRR with NMRR as the upper half, with long descriptors MAIR0 with MAIR1; empty where it is not
 *     known, then as Linux sets it for the format
 * @param dacr the DACR register: two bits a domain (short descriptors)
 * @param afe SCTLR.AFE: AP[0] is the access flag (short descriptors; with long ones it always is bit 10)
 * @param ha SCTLR.HA: the hardware sets the access flag
 * @param tre SCTLR.TRE: TEX[0], C and B select from PRRR and NMRR
 * @param systemProtection SCTLR.S of ARMv6: with AP 000 the supervisor may read
 * @param romProtection SCTLR.R of ARMv6: with AP 000 everyone may read
 * @param wxn SCTLR.WXN: what may be written is not executed
 * @param uwxn SCTLR.UWXN: what PL0 may write is not executed at PL1
 * @param pan CPSR.PAN of ARMv8.1: PL1 touches no data that PL0 could read
 * @param pxn whether short descriptors have PXN (ID_MMFR0.VMSA 4 or more); without it type 3 is a fault
 * @param v8 whether address bits 47:40 of a long descriptor are checked, as from ARMv8; before they are ignored
 */
public record ArmControl(
        OptionalLong ttbcr,
        OptionalLong memoryAttributes,
        int dacr,
        boolean afe,
        boolean ha,
        boolean tre,
        boolean systemProtection,
        boolean romProtection,
        boolean wxn,
        boolean uwxn,
        boolean pan,
        boolean pxn,
        boolean v8) {

    /** What Linux writes to PRRR and NMRR: arch/arm/mm/proc-v7-2level.S (6.1). */
    public static final long LINUX_REMAP = 0x40e040e0_ff0a81a8L;

    /** What Linux writes to MAIR0 and MAIR1: arch/arm/mm/proc-v7-3level.S (6.1). */
    public static final long LINUX_MAIR = 0xff000004_eeaa4400L;

    /** Domains kernel, user, io and vectors as clients: arch/arm/include/asm/domain.h (6.1), user memory open. */
    public static final int LINUX_DACR = 0x55;

    /**
     * As Linux sets up an ARMv7 processor, with user memory open to the supervisor, and the access flag left to the hardware,
     * so that what stands in the tables is shown.
     */
    public static final ArmControl LINUX = new ArmControl(
            OptionalLong.empty(),
            OptionalLong.empty(),
            LINUX_DACR,
            false,
            true,
            true,
            false,
            false,
            false,
            false,
            false,
            true,
            false);
}
