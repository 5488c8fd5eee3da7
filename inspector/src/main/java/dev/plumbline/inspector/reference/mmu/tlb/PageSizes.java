package dev.plumbline.inspector.reference.mmu.tlb;

/** Which page maps an address. */
@FunctionalInterface
public interface PageSizes {

    /** Set in the answer for a page whose translation serves every address space. */
    int GLOBAL = 1 << 6;

    /** The part of the answer that is the size. */
    int SHIFT_MASK = GLOBAL - 1;

    /**
     * log2 of the size of the page that maps an address, 12 to 48, with {@link #GLOBAL} where it applies. The answer may
     * change only together with an invalidation of what it was.
     */
    int at(long address);

    /** Pages of one size everywhere, none of them global. */
    static PageSizes constant(int pageShift) {
        return address -> pageShift;
    }
}
