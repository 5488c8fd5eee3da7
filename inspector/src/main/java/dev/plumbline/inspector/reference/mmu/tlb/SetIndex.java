package dev.plumbline.inspector.reference.mmu.tlb;

/** How the set of a page is found. */
public enum SetIndex {
    /** The low bits of the page number. */
    LINEAR,
    /**
     * The low bits of the page number, combined by exclusive or with as many bits above them (Gras, Razavi, Bos, Giuffrida,
     * "Translation Leak-aside Buffer", USENIX Security 2018, who measured it).
     */
    XOR_FOLDED
}
