package dev.plumbline.inspector.reference.mmu.tlb;

/**
 * A trace run through a TLB, with counts by range of the address space. A reference that crosses into another page counts on
 * each page it touches. Nothing is allocated for a reference.
 */
public final class TraceRun {

    private static final int KINDS = ReferenceKind.values().length;

    private final Tlb tlb;
    private final PageMap pages;
    private final int levels;

    /** By range, kind and level that served. */
    private final long[] counts;

    private long crossings;

    /** A run from an empty TLB. */
    public TraceRun(TlbModel model, WalkShape shape, PageMap pages, long seed) {
        this.tlb = new Tlb(model, shape, pages, seed);
        this.pages = pages;
        this.levels = tlb.levels();
        this.counts = new long[pages.size() * KINDS * (levels + 1)];
    }

    /**
     * Makes one reference.
     *
     * @param address of its first byte
     * @param sizeBytes at least 1
     * @param kind {@link ReferenceKind#index}
     */
    public void reference(long address, int sizeBytes, int kind) {
        one(address, kind);
        long last = address + sizeBytes - 1;
        if (((address ^ last) >>> 12) != 0) {
            crossInto(address, last, kind);
        }
    }

    private void crossInto(long first, long last, int kind) {
        long at = first;
        int shift = pages.at(at);
        while (((at ^ last) >>> shift) != 0) {
            at = ((at >>> shift) + 1) << shift;
            crossings++;
            one(at, kind);
            shift = pages.at(at);
        }
    }

    private void one(long address, int kind) {
        int level = tlb.access(address, kind);
        counts[(pages.indexOf(address) * KINDS + kind) * (levels + 1) + level]++;
    }

    /** References of a kind to a range that a level served, counted from 0; walks at {@link Tlb#levels()}. */
    public long served(int range, ReferenceKind kind, int level) {
        return counts[(range * KINDS + kind.index()) * (levels + 1) + level];
    }

    /** How often a reference went on into another page. */
    public long crossings() {
        return crossings;
    }

    /** The TLB, for what it counts itself. */
    public Tlb tlb() {
        return tlb;
    }
}
