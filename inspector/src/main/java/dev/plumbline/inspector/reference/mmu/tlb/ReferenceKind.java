package dev.plumbline.inspector.reference.mmu.tlb;

/** What a processor refers to memory for. */
public enum ReferenceKind {
    /** An instruction is fetched. */
    INSTRUCTION(0),
    /** Data are read. */
    LOAD(1),
    /** Data are written. An instruction that reads and writes makes a load and a store. */
    STORE(2);

    private final int index;

    ReferenceKind(int index) {
        this.index = index;
    }

    /** The kind as {@link Tlb#access} takes it. */
    public int index() {
        return index;
    }
}
