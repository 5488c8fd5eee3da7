package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.KernelTable;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.PageTableRole;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;

/**
 * Which page tables an address space must have, given the pages that are in it, and how many bytes the kernel counts for
 * them ({@code mm->pgtables_bytes}, printed as VmPTE).
 *
 * <p>A page has an entry in one table; that table, and those above it up to the root, exist. The kernel frees a table only
 * with the last mapping in its span ({@code free_pgtables}, mm/memory.c), so tables without any entry can exist besides:
 * this counts those that must.
 *
 * <p>Source: mm_inc_nr_ptes, mm_inc_nr_pmds, mm_inc_nr_puds in include/linux/mm.h (the same from 4.15 to 6.18).
 */
public final class TableCensus {

    private final List<Level> levels = new ArrayList<>();
    private final int lowestShift;
    private long lastLowest = -1;

    /**
     * The tables of one counted level.
     *
     * @param role the kernel's name
     * @param spanShift log2 of the bytes that one table covers
     * @param bytesPerTable what each adds to the count
     * @param preallocated tables made with the root and none later; spans say nothing about them
     * @param spans the spans that must have a table
     */
    public record Level(PageTableRole role, int spanShift, int bytesPerTable, int preallocated, SpanSet spans) {

        /** How many tables there must be. */
        public int tables() {
            return preallocated > 0 ? preallocated : spans.size();
        }

        /** What they add up to. */
        public long bytes() {
            return (long) tables() * bytesPerTable;
        }
    }

    /**
     * A census without any page.
     *
     * @param directories which directories i386 PAE makes with every process; of no account for other formats
     * @throws IllegalArgumentException if the format counts no table, which no Linux format does
     */
    public TableCensus(PageTableFormat format, Directories directories) {
        for (KernelTable table : format.kernelTables()) {
            SpanSet spans = new SpanSet(table.spanShift());
            for (VirtAddr address : table.populatedAt()) {
                spans.add(address.value());
            }
            if (table.accounting() instanceof KernelTable.PerTable each) {
                levels.add(new Level(table.role(), table.spanShift(), each.bytes(), 0, spans));
            } else if (table.accounting() instanceof KernelTable.Preallocated fixed) {
                levels.add(new Level(table.role(), table.spanShift(), fixed.bytes(), directories.count(fixed), spans));
            }
        }
        if (levels.isEmpty() || levels.get(0).role() != PageTableRole.PTE) {
            throw new IllegalArgumentException(format.name() + " counts no PTE tables");
        }
        lowestShift = levels.get(0).spanShift();
    }

    /** A base page, or what stands in its place: a swap entry, a migration entry, a marker. */
    public void page(long address) {
        long index = address >>> lowestShift;
        if (index == lastLowest) {
            return;
        }
        lastLowest = index;
        for (Level level : levels) {
            level.spans().add(address);
        }
    }

    /**
     * Part of a huge page of hugetlbfs. Its entry stands in the lowest table that covers more than the page; contiguous
     * entries (64 KiB on arm64) stand in the same table as single ones.
     *
     * @param pageShift log2 of the huge page's size
     */
    public void hugePage(long address, int pageShift) {
        for (Level level : levels) {
            if (level.spanShift() > pageShift) {
                level.spans().add(address);
            }
        }
    }

    /** The counted levels, lowest first. */
    public List<Level> levels() {
        return List.copyOf(levels);
    }

    /** The PTE tables. */
    public Level lowest() {
        return levels.get(0);
    }

    /** What the kernel counts for the tables that must exist, in bytes. */
    public long bytes() {
        return levels.stream().mapToLong(Level::bytes).sum();
    }

    /**
     * What further tables would add if every span that the ranges touch had one.
     *
     * @param ranges ascending, without overlap
     */
    public long missingBytes(List<AddressRange> ranges) {
        return levels.stream()
                .filter(l -> l.preallocated() == 0)
                .mapToLong(l -> l.spans().missing(ranges) * l.bytesPerTable())
                .sum();
    }
}
