package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;

/** One leaf of the page tables, at the place in the address space where the tables put it. */
public final class Mapping {

    private final Regime regime;
    private final Path path;
    private final Entry.Leaf leaf;
    private final int level;
    private final long start;
    private final long sizeBytes;

    Mapping(Regime regime, Path path, Entry.Leaf leaf, int level, long start, long sizeBytes) {
        this.regime = regime;
        this.path = path;
        this.leaf = leaf;
        this.level = level;
        this.start = start;
        this.sizeBytes = sizeBytes;
    }

    /** First address that is mapped. */
    public VirtAddr start() {
        return new VirtAddr(start);
    }

    /** Where the first address leads. */
    public PhysAddr base() {
        return new PhysAddr(leaf.base().value() + (start & (leaf.sizeBytes() - 1)));
    }

    /**
     * Bytes that are mapped from {@link #start}: a page of the leaf's size; less where the entries that must repeat it
     * (RISC-V NAPOT, Arm large pages and supersections) do not all do so.
     */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** The addresses that are mapped. */
    public AddressRange range() {
        return AddressRange.of(start, start + sizeBytes);
    }

    /** log2 of the page size that the leaf names. */
    public int sizeShift() {
        return leaf.sizeShift();
    }

    /** How many levels lie below the leaf's. */
    public int level() {
        return level;
    }

    /** The leaf as it stands in memory. */
    public long leaf() {
        return leaf.raw();
    }

    /** Bits that are set in the leaf and in every table entry above it. */
    public long setInAll() {
        return path.all() & leaf.raw();
    }

    /** Bits that are set in the leaf or in a table entry above it. */
    public long setInAny() {
        return path.any() | leaf.raw();
    }

    /** All levels combined. */
    public Rights rights() {
        return regime.rights(path, leaf, level);
    }

    /** The memory type that the tables select. */
    public MemoryType memoryType() {
        return regime.memoryType(path, leaf, level);
    }

    /** Start, where it leads, size and rights. */
    @Override
    public String toString() {
        return "%s -> %s, %#x bytes of a 2^%d page, %s".formatted(start(), base(), sizeBytes, sizeShift(), rights());
    }
}
