package dev.plumbline.inspector.reference.mmu.tlb;

/** Which entry of a full set makes room. A free way is always taken first. */
public enum Replacement {
    /** The entry not used for longest. */
    LRU("true LRU"),
    /**
     * The entry that a binary tree of one bit a node points to; every use turns the bits on its path away from it. Ways must
     * be a power of two.
     */
    TREE_PLRU("tree pseudo-LRU"),
    /** The entry made first, used or not. */
    FIFO("FIFO"),
    /** Any entry, drawn from a generator with a seed. */
    RANDOM("random");

    private final String words;

    Replacement(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
