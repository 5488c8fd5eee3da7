package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an instruction invalidates at least, by its manual. Processors may invalidate more; the model invalidates this.
 *
 * @param instruction its name
 * @param translations which entries of the TLB
 * @param tables which entries of the page-walk caches
 */
public record Invalidation(String instruction, Meant translations, Meant tables) {

    /**
     * Which entries are meant. An entry is meant if every condition that is given holds.
     *
     * @param any whether any are
     * @param address only those that cover part of the page of {@code pageShift} around this address
     * @param space only those of this address space
     * @param globals whether global entries are meant too, for which {@code space} does not count
     * @param pageShift log2 of the size of the page that maps the address
     */
    public record Meant(boolean any, OptionalLong address, OptionalInt space, boolean globals, int pageShift) {

        private static final Meant NONE = new Meant(false, OptionalLong.empty(), OptionalInt.empty(), false, 0);
        private static final Meant ALL = new Meant(true, OptionalLong.empty(), OptionalInt.empty(), true, 0);
        private static final Meant NOT_GLOBAL = new Meant(true, OptionalLong.empty(), OptionalInt.empty(), false, 0);

        private static Meant ofSpace(int space) {
            return new Meant(true, OptionalLong.empty(), OptionalInt.of(space), false, 0);
        }

        private static Meant page(long address, int pageShift) {
            return new Meant(true, OptionalLong.of(address), OptionalInt.empty(), true, pageShift);
        }

        private static Meant page(long address, int pageShift, int space, boolean globals) {
            return new Meant(true, OptionalLong.of(address), OptionalInt.of(space), globals, pageShift);
        }
    }

    /**
     * INVLPG: the page's translations of the current PCID and global ones of any; all paging-structure caches of the current
     * PCID, whatever the address (Intel SDM vol. 3, 4.10.4.1).
     */
    public static Invalidation invlpg(long address, int pageShift, int currentPcid) {
        return new Invalidation(
                "invlpg", Meant.page(address, pageShift, currentPcid, true), Meant.ofSpace(currentPcid));
    }

    /** INVPCID type 0, individual address: the page's translations of the PCID, global ones excepted (SDM vol. 3, 4.10.4.1). */
    public static Invalidation invpcidAddress(long address, int pageShift, int pcid) {
        return new Invalidation(
                "invpcid 0", Meant.page(address, pageShift, pcid, false), Meant.page(address, pageShift, pcid, false));
    }

    /** INVPCID type 1, single context: all of the PCID, global ones excepted (SDM vol. 3, 4.10.4.1). */
    public static Invalidation invpcidContext(int pcid) {
        return new Invalidation("invpcid 1", Meant.ofSpace(pcid), Meant.ofSpace(pcid));
    }

    /** INVPCID type 2, all contexts, global translations included (SDM vol. 3, 4.10.4.1). */
    public static Invalidation invpcidAll() {
        return new Invalidation("invpcid 2", Meant.ALL, Meant.ALL);
    }

    /** INVPCID type 3, all contexts, global translations retained (SDM vol. 3, 4.10.4.1). */
    public static Invalidation invpcidAllNotGlobal() {
        return new Invalidation("invpcid 3", Meant.NOT_GLOBAL, Meant.NOT_GLOBAL);
    }

    /**
     * MOV to CR3: all of the PCID that it loads (0 where CR4.PCIDE = 0), global translations excepted; nothing with CR4.PCIDE =
     * 1 and bit 63 of the operand set (SDM vol. 3, 4.10.4.1). {@link Tlb#switchTo} makes the PCID current.
     */
    public static Invalidation movToCr3(int pcid, boolean noFlush) {
        Meant meant = noFlush ? Meant.NONE : Meant.ofSpace(pcid);
        return new Invalidation("mov to cr3", meant, meant);
    }

    /** MOV to CR4 that changes PGE: everything (SDM vol. 3, 4.10.4.1). */
    public static Invalidation movToCr4Pge() {
        return new Invalidation("mov to cr4", Meant.ALL, Meant.ALL);
    }

    /**
     * SFENCE.VMA. Without rs1, all levels; with it, leaf entries that map the address. Without rs2, all address spaces; with
     * it, that one, global mappings excepted (RISC-V privileged specification, "Supervisor Memory-Management Fence
     * Instruction").
     *
     * @param rs1 an address; empty for x0
     * @param rs2 an ASID; empty for x0
     */
    public static Invalidation sfenceVma(OptionalLong rs1, int pageShift, OptionalInt rs2) {
        Meant meant = new Meant(true, rs1, rs2, rs2.isEmpty(), pageShift);
        return new Invalidation("sfence.vma", meant, rs1.isEmpty() ? meant : Meant.NONE);
    }

    /** TLBI VMALLE1: everything (Arm ARM D8.17, "TLB maintenance instructions"). */
    public static Invalidation tlbiVmalle1() {
        return new Invalidation("tlbi vmalle1", Meant.ALL, Meant.ALL);
    }

    /** TLBI ASIDE1: all of the ASID; global entries match no ASID (Arm ARM D8.17). */
    public static Invalidation tlbiAside1(int asid) {
        return new Invalidation("tlbi aside1", Meant.ofSpace(asid), Meant.ofSpace(asid));
    }

    /** TLBI VAE1: the page, of the ASID or global, at every level of the walk (Arm ARM D8.17). */
    public static Invalidation tlbiVae1(long address, int pageShift, int asid) {
        Meant meant = Meant.page(address, pageShift, asid, true);
        return new Invalidation("tlbi vae1", meant, meant);
    }

    /** TLBI VALE1: as VAE1, at the last level of the walk alone (Arm ARM D8.17). */
    public static Invalidation tlbiVale1(long address, int pageShift, int asid) {
        return new Invalidation("tlbi vale1", Meant.page(address, pageShift, asid, true), Meant.NONE);
    }

    /** TLBI VAAE1: the page in every address space, at every level of the walk (Arm ARM D8.17). */
    public static Invalidation tlbiVaae1(long address, int pageShift) {
        return new Invalidation("tlbi vaae1", Meant.page(address, pageShift), Meant.page(address, pageShift));
    }

    /** TLBI VAALE1: as VAAE1, at the last level of the walk alone (Arm ARM D8.17). */
    public static Invalidation tlbiVaale1(long address, int pageShift) {
        return new Invalidation("tlbi vaale1", Meant.page(address, pageShift), Meant.NONE);
    }
}
