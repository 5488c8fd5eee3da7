package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.arch.KernelTable;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.check.Machine;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.observed.ProcessStatus;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.PopulatedPages;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a process's page tables cost, and which range needs them. A table belongs to the range with the lowest populated page in
 * its span: a range that shares a table with one below it pays nothing for it. Tables of levels that the kernel counts
 * (PTE, PMD, PUD: {@code mm_inc_nr_ptes} and its siblings, include/linux/mm.h, 4.15 and later) are counted here; those that hold
 * no page, or that were made with the root, belong to nobody.
 */
public final class TableBytes {

    /** Where nothing is known. */
    public static final TableBytes UNKNOWN = new TableBytes(OptionalLong.empty(), Map.of());

    private final OptionalLong vmPteBytes;
    private final Map<AddressRange, Long> byRange;

    private TableBytes(OptionalLong vmPteBytes, Map<AddressRange, Long> byRange) {
        this.vmPteBytes = vmPteBytes;
        this.byRange = byRange;
    }

    /** Counts the tables that the pages of ascending ranges need, where the architecture has a reference. */
    static TableBytes of(ProcessView process, List<OwnedRange> ranges, Optional<PopulatedPages> pages) {
        OptionalLong kib =
                process.status().intact().map(ProcessStatus::vmPteKib).orElse(OptionalLong.empty());
        OptionalLong vmPte = kib.isPresent() ? OptionalLong.of(kib.getAsLong() << 10) : kib;
        Optional<PageTableFormat> format =
                Machine.ofCheapFiles(process.host()).architecture().map(a -> a.format());
        if (format.isEmpty() || pages.isEmpty()) {
            return new TableBytes(vmPte, Map.of());
        }
        Count count = new Count(format.get());
        Map<AddressRange, Long> byRange = new HashMap<>();
        for (OwnedRange range : ranges) {
            boolean hugetlb = range.usage().hugetlbBytes() > 0;
            long bytes = count.of(range, hugetlb, pages.get());
            if (bytes > 0) {
                byRange.put(range.range(), bytes);
            }
        }
        return new TableBytes(vmPte, byRange);
    }

    /** What the kernel counts for all of the process's tables ({@code VmPTE}); empty where it does not say. */
    public OptionalLong vmPteBytes() {
        return vmPteBytes;
    }

    /** Whether it is known which range needs which tables. */
    public boolean known() {
        return !byRange.isEmpty();
    }

    /** The tables that one range of the map needs, by the rule above. */
    public long of(OwnedRange range) {
        return byRange.getOrDefault(range.range(), 0L);
    }

    /** The tables of counted levels, each once, in ascending order of addresses. */
    private static final class Count {
        private final List<KernelTable> levels = new ArrayList<>();
        private final long[] last;
        private long bytes;

        Count(PageTableFormat format) {
            for (KernelTable table : format.kernelTables()) {
                if (table.accounting() instanceof KernelTable.PerTable) {
                    levels.add(table);
                }
            }
            last = new long[levels.size()];
            Arrays.fill(last, -1);
        }

        long of(OwnedRange range, boolean hugetlb, PopulatedPages pages) {
            bytes = 0;
            pages.forEachIn(range.range(), run -> add(run.start(), run.end() - 1, hugetlb));
            return bytes;
        }

        /** A transparent huge page keeps a table in reserve for its split; one of hugetlbfs does without the lowest. */
        private void add(long first, long lastAddress, boolean hugetlb) {
            for (int i = hugetlb ? 1 : 0; i < last.length; i++) {
                int shift = levels.get(i).spanShift();
                long from = first >>> shift;
                long to = lastAddress >>> shift;
                long fresh = to - (from == last[i] ? from : from - 1);
                bytes += fresh * ((KernelTable.PerTable) levels.get(i).accounting()).bytes();
                last[i] = to;
            }
        }
    }
}
