package dev.plumbline.inspector.arch;

import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A page-table format as data.
 *
 * @param name the manual's name of the paging mode
 * @param pageShift log2 of the base page size
 * @param levels as the hardware walks them; element {@code i} has {@code i} levels below it, so element 0 holds the last
 *     entries and the last element is the root
 * @param flags fields of a last-level entry that hold no address
 * @param nonCanonicalHole the addresses between the two halves that no table can translate; empty where every address
 *     has a translation
 * @param kernelTables the levels as Linux allocates and counts them, last level first
 */
public record PageTableFormat(
        String name,
        int pageShift,
        List<TableLevel> levels,
        List<FlagBits> flags,
        Optional<AddressRange> nonCanonicalHole,
        List<KernelTable> kernelTables) {

    /** Copies the lists. */
    public PageTableFormat {
        levels = List.copyOf(levels);
        flags = List.copyOf(flags);
        kernelTables = List.copyOf(kernelTables);
    }

    /** Bytes of a base page. */
    public int pageSizeBytes() {
        return 1 << pageShift;
    }

    /** Virtual-address bits that a walk consumes: the page offset and every level's index. */
    public int vaBits() {
        return pageShift + levels.stream().mapToInt(TableLevel::indexBits).sum();
    }

    /** The level that holds the root's entries. */
    public TableLevel root() {
        return levels.get(levels.size() - 1);
    }

    /** Whether a walk of the address can begin. */
    public boolean isCanonical(VirtAddr address) {
        return nonCanonicalHole.map(hole -> !hole.contains(address)).orElse(true);
    }

    /** The same format under another name, for a mode that gives its flags another meaning. */
    public PageTableFormat named(String other) {
        return new PageTableFormat(other, pageShift, levels, flags, nonCanonicalHole, kernelTables);
    }

    /**
     * The same format where a root translates fewer address bits, as Arm's TTBCR and TCR sizes make it: the walk begins at
     * the lowest level that covers them all, and the root has as many entries as it needs.
     *
     * @param bits of the address, no more than {@link #vaBits} and more than the page offset
     */
    public PageTableFormat narrowed(int bits) {
        if (bits <= pageShift || bits > vaBits()) {
            throw new IllegalArgumentException(
                    "%d address bits of a format that has %d, with pages of 2^%d".formatted(bits, vaBits(), pageShift));
        }
        List<TableLevel> kept = new ArrayList<>();
        for (TableLevel level : levels) {
            if (level.shift() < bits) {
                int indexBits = Math.min(level.indexBits(), bits - level.shift());
                kept.add(new TableLevel(level.role(), level.shift(), indexBits, level.entryBytes(), level.forms()));
            }
        }
        return new PageTableFormat(name, pageShift, kept, flags, nonCanonicalHole, kernelTables);
    }

    /**
     * The kernel's tables where they are the hardware's: PTE, PMD and PUD counted by their size in memory, P4D and PGD not
     * (include/linux/mm.h: there is no mm_inc_nr_p4ds).
     */
    static List<KernelTable> asTheHardware(List<TableLevel> levels) {
        List<KernelTable> tables = new ArrayList<>();
        for (TableLevel level : levels) {
            boolean root = level.role() == PageTableRole.PGD;
            tables.add(
                    root || level.role() == PageTableRole.P4D
                            ? KernelTable.notCounted(level.role(), level.spanShift())
                            : KernelTable.counted(
                                    level.role(), level.spanShift(), level.entryBytes() << level.indexBits()));
        }
        return tables;
    }
}
