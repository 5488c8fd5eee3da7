package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The memory map of an x86 kernel, from firmware's map over the command line to what memblock is given.
 *
 * <p>Source: arch/x86/kernel/e820.c (parse_memopt, parse_memmap_one, e820__range_update, e820__range_remove,
 * e820__update_table, e820__memblock_setup) and arch/x86/kernel/setup.c (trim_bios_range); read in 5.10 to 7.0.
 */
final class E820 {

    private static final long BIOS_DATA_END = 4096;
    private static final long VGA_START = 0xa0000;
    private static final long BIOS_END = 0x100000;

    private List<RamRange> table;

    private E820(List<RamRange> table) {
        this.table = table;
    }

    /** Ranges of RAM, not yet cut to pages. */
    static List<RamRange> ram(List<RamRange> firmware, List<MemoryEdit> edits) {
        E820 map = new E820(firmware);
        edits.forEach(map::apply);
        map.settle();
        map.change(0, BIOS_DATA_END, Optional.of(RamRange.Kind.RAM), Optional.of(RamRange.Kind.RESERVED));
        map.change(VGA_START, BIOS_END, Optional.of(RamRange.Kind.RAM), Optional.empty());
        map.settle();
        return MemoryRanges.merged(
                map.table.stream().filter(r -> r.kind() == RamRange.Kind.RAM).toList());
    }

    private void apply(MemoryEdit edit) {
        if (edit instanceof MemoryEdit.Limit limit) {
            change(limit.bytes(), Long.MAX_VALUE, Optional.of(RamRange.Kind.RAM), Optional.empty());
        } else if (edit instanceof MemoryEdit.Bank bank) {
            // parse_memopt reads the size and leaves the rest alone
            change(bank.sizeBytes(), Long.MAX_VALUE, Optional.of(RamRange.Kind.RAM), Optional.empty());
        } else if (edit instanceof MemoryEdit.Forget) {
            table = List.of();
        } else if (edit instanceof MemoryEdit.Add add) {
            List<RamRange> more = new ArrayList<>(table);
            more.add(add.range());
            table = more;
        } else if (edit instanceof MemoryEdit.Change change) {
            change(change.startBytes(), change.endBytes(), change.from(), change.to());
        }
    }

    private void change(long start, long end, Optional<RamRange.Kind> from, Optional<RamRange.Kind> to) {
        if (start < 0) {
            return;
        }
        List<RamRange> changed = new ArrayList<>();
        for (RamRange range : table) {
            boolean concerned = from.isEmpty() || from.get() == range.kind();
            if (!concerned || range.endBytes() <= start || end <= range.startBytes()) {
                changed.add(range);
                continue;
            }
            changed.addAll(MemoryRanges.without(List.of(range), start, end));
            to.ifPresent(kind -> changed.add(
                    new RamRange(Math.max(start, range.startBytes()), Math.min(end, range.endBytes()), kind)));
        }
        table = changed;
    }

    /** Where ranges overlap the one of the larger type number stays: RAM has the least. */
    private void settle() {
        List<RamRange> ram =
                table.stream().filter(r -> r.kind() == RamRange.Kind.RAM).toList();
        List<RamRange> others =
                table.stream().filter(r -> r.kind() != RamRange.Kind.RAM).toList();
        for (RamRange other : others) {
            ram = MemoryRanges.without(ram, other.startBytes(), other.endBytes());
        }
        List<RamRange> settled = new ArrayList<>(MemoryRanges.merged(ram));
        settled.addAll(others);
        table = settled;
    }
}
