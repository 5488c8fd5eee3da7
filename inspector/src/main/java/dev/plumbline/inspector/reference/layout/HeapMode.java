package dev.plumbline.inspector.reference.layout;

/** How HotSpot's compressed references reach a heap, in the order in which it tries for them. */
public enum HeapMode {
    UNSCALED("32-bit", "below 4 GiB: a reference is the address itself"),
    ZERO_BASED("zero-based", "a reference is the address divided by the alignment of objects"),
    DISJOINT_BASE("disjoint base", "a base whose bits no shifted reference has"),
    HEAP_BASED("non-zero based", "a base that is added to every shifted reference");

    private final String word;
    private final String meaning;

    HeapMode(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** Its name as {@code -Xlog:gc+heap+coops} prints it in lower case. */
    public String word() {
        return word;
    }

    /** What it means for a reference. */
    public String meaning() {
        return meaning;
    }
}
