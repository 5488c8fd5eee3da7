package dev.plumbline.inspector.reference.mmu;

/**
 * The control bits of an x86 processor that change what page tables mean (Intel SDM vol. 3, 4.1.3).
 *
 * @param wp CR0.WP: the supervisor, too, keeps to read-only pages
 * @param nxe IA32_EFER.NXE: bit 63 of an entry forbids execution; without it the bit is reserved
 * @param smep CR4.SMEP: the supervisor executes no user page
 * @param smap CR4.SMAP: the supervisor touches no user page unless {@code ac}
 * @param ac RFLAGS.AC
 * @param pse CR4.PSE: 4M pages in 32-bit paging; the other modes have large pages always
 * @param gigabytePages whether the processor knows 1G pages (CPUID.80000001H:EDX.Page1GB)
 * @param pke CR4.PKE: protection keys for user pages
 * @param pkru the PKRU register: two bits a key, access-disable and write-disable
 * @param pks CR4.PKS: protection keys for supervisor pages
 * @param pkrs the IA32_PKRS register, as {@code pkru}
 * @param physicalBits MAXPHYADDR, 32 to 52; address bits from there up are reserved
 * @param pat the IA32_PAT register: eight types of a byte each (SDM vol. 3, 12.12.2)
 */
public record X86Control(
        boolean wp,
        boolean nxe,
        boolean smep,
        boolean smap,
        boolean ac,
        boolean pse,
        boolean gigabytePages,
        boolean pke,
        int pkru,
        boolean pks,
        int pkrs,
        int physicalBits,
        long pat) {

    /** Refuses a MAXPHYADDR that no processor has. */
    public X86Control {
        if (physicalBits < 32 || physicalBits > 52) {
            throw new IllegalArgumentException("MAXPHYADDR of " + physicalBits + "; allowed are 32 to 52");
        }
    }

    /** What Linux writes to IA32_PAT: arch/x86/mm/pat/memtype.c pat_init (6.1). WB WC UC- UC WB WP UC- WT. */
    public static final long LINUX_PAT = 0x0407050600070106L;

    /**
     * As Linux sets up a processor that has every feature named here, save protection keys, which allow everything until a
     * program asks; user memory is open to the supervisor, as inside copy_from_user.
     */
    public static final X86Control LINUX =
            new X86Control(true, true, true, true, true, true, true, false, 0, false, 0, 52, LINUX_PAT);
}
