package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Mappings as QEMU 7.2 prints them on {@code info mem}: target/riscv/monitor.c walk_pte. A line goes on where flags and
 * physical addresses do, but never from one table into another: each table begins without a last address.
 */
final class RiscvInfoMem implements TranslationVisitor {

    private record Line(long start, long base, long flags) {}

    private final Map<Integer, Long> lastStart = new TreeMap<>();
    private final List<String> lines = new ArrayList<>();
    private Line line = new Line(-1, -1, 0);
    private long lastBase = -1;
    private long lastSizeBytes;

    @Override
    public void table(PhysAddr table, int sizeBytes, int level, AddressRange span) {
        lastStart.put(level, -1L);
    }

    @Override
    public void mapping(Mapping mapping) {
        long start = mapping.start().value();
        long base = mapping.base().value();
        long flags = mapping.leaf() & 0xff;
        long before = lastStart.getOrDefault(mapping.level(), -1L);
        if (line.flags != flags || lastBase + lastSizeBytes != base || before + lastSizeBytes != start) {
            print();
            line = new Line(start, base, flags);
        }
        lastStart.put(mapping.level(), start);
        lastBase = base;
        lastSizeBytes = mapping.sizeBytes();
    }

    @Override
    public void reserved(VirtAddr start, PhysAddr entry, long raw, int level, String why) {
        throw new IllegalStateException("the kernel wrote %#x at %s: %s".formatted(raw, entry, why));
    }

    @Override
    public void notHeld(AddressRange range, PhysAddr entry, int level) {
        lines.add("not held: the entry at " + entry);
    }

    /** What is printed; only after all was visited. */
    List<String> lines() {
        print();
        line = new Line(-1, -1, 0);
        return List.copyOf(lines);
    }

    private void print() {
        long sizeBytes = lastBase + lastSizeBytes - line.base;
        if (line.flags != 0 && sizeBytes != 0) {
            lines.add("%016x %016x %016x %s".formatted(line.start, line.base, sizeBytes, letters(line.flags)));
        }
    }

    private static String letters(long flags) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 7; i++) {
            letters.append((flags >>> (i + 1) & 1) != 0 ? "rwxugad".charAt(i) : '-');
        }
        return letters.toString();
    }
}
