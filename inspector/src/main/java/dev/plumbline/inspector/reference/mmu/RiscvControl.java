package dev.plumbline.inspector.reference.mmu;

/**
 * What changes the meaning of RISC-V page tables: two fields of mstatus, and the extensions that the hart has switched on.
 *
 * @param sum mstatus.SUM: the supervisor loads from and stores to user pages
 * @param mxr mstatus.MXR: loads from executable pages succeed
 * @param adue Svadu, with menvcfg.ADUE: the hart sets A and D itself; without it (Svade) a clear flag is a page fault
 * @param svnapot whether bit 63 of a last-level entry is N (Svnapot); without the extension it is reserved
 * @param pbmte Svpbmt, with menvcfg.PBMTE: bits 62:61 of a leaf select a memory type; without it they are reserved
 * @param svrsw60t59b whether bits 60:59 are software's (Svrsw60t59b); without the extension they are reserved
 * @param physicalBits physical address bits that the machine decodes, 32 to 56; an address beyond is an access fault
 */
public record RiscvControl(
        boolean sum, boolean mxr, boolean adue, boolean svnapot, boolean pbmte, boolean svrsw60t59b, int physicalBits) {

    /**
     * As Linux uses a hart that has every extension named here, with user memory open to the supervisor as inside
     * copy_from_user, MXR clear (Linux never sets it), and no limit but the entries' own to physical addresses.
     */
    public static final RiscvControl LINUX = new RiscvControl(true, false, true, true, true, true, 56);
}
