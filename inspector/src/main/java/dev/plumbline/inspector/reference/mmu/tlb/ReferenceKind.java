package dev.plumbline.inspector.reference.mmu.tlb;

/** What a processor refers to memory for. The ordinals index counters and are the {@code kind} of {@link Tlb#access}. */
public enum ReferenceKind {
    /** An instruction is fetched. */
    INSTRUCTION,
    /** Data are read. */
    LOAD,
    /** Data are written. An instruction that reads and writes makes a load and a store. */
    STORE
}
