package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes translations as QEMU's monitor does: {@code info tlb} and {@code info mem} of target/i386/monitor.c (7.2). What is
 * a matter of its form:
 *
 * <ul>
 *   <li>{@code info tlb} has the leaf's own flags, whatever the levels above allow; P stands for a page above the last
 *       level, and PAT is not shown.
 *   <li>With PAE its physical address has bit 63, XD, in it: the masks keep it. Without PAE it has the low 32 bits alone.
 *   <li>{@code info mem} joins neighbours of equal rights, which are R/W and U/S of all levels; XD does not count. The
 *       two halves of the address space are neighbours to it.
 * </ul>
 */
final class X86Monitor implements TranslationVisitor {

    private static final long RW = 1 << 1;
    private static final long US = 1 << 2;
    private static final long XD = 1L << 63;
    private static final String LETTERS = "XGPDACTUW";
    private static final int[] BITS = {63, 8, 7, 6, 5, 4, 3, 2, 1};

    private final int vaBits;
    private final boolean pae;
    private final List<String> tlb = new ArrayList<>();
    private final List<String> mem = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private long from;
    private long to;
    private long rights = -1;

    private X86Monitor(Architecture architecture) {
        this.vaBits = architecture instanceof X86_64 x86 ? x86.vaBits() : 64;
        this.pae = architecture instanceof I386 i386 && i386.pae();
    }

    /** What the monitor would print of these tables. */
    static X86Monitor of(Architecture architecture, Translations translations) {
        X86Monitor monitor = new X86Monitor(architecture);
        Translations.Outcome outcome = translations.visitAll(monitor);
        if (!(outcome instanceof Translations.Outcome.Complete)) {
            monitor.others.add(outcome.toString());
        }
        monitor.flush();
        return monitor;
    }

    List<String> tlb() {
        return tlb;
    }

    List<String> mem() {
        return mem;
    }

    /** What the traversal met that the monitor has no form for: tables that are not held, reserved entries. */
    List<String> others() {
        return others;
    }

    @Override
    public void mapping(Mapping mapping) {
        long start = mapping.start().value();
        long leaf = mapping.leaf();
        long shown = mapping.level() == 0 ? leaf & ~(1L << 7) : leaf;
        StringBuilder flags = new StringBuilder(LETTERS.length());
        for (int i = 0; i < BITS.length; i++) {
            flags.append((shown >>> BITS[i] & 1) != 0 ? LETTERS.charAt(i) : '-');
        }
        long base = mapping.base().value() | (pae ? leaf & XD : 0);
        tlb.add(hex(start) + ": " + hex(base) + " " + flags);

        long linear = vaBits == 64 ? start : start & ((1L << vaBits) - 1);
        long now = mapping.setInAll() & (RW | US);
        if (now != rights || linear != to) {
            flush();
            from = linear;
            rights = now;
        }
        to = linear + mapping.sizeBytes();
    }

    private void flush() {
        if (rights != -1) {
            mem.add(hex(canonical(from)) + "-" + hex(canonical(to)) + " " + hex(canonical(to - from)) + " "
                    + ((rights & US) != 0 ? "ur" : "-r") + ((rights & RW) != 0 ? "w" : "-"));
        }
        rights = -1;
    }

    /** Extends the sign, as the monitor does even to the end of a range and to its size. */
    private long canonical(long linear) {
        return vaBits < 64 && (linear >>> (vaBits - 1) & 1) != 0 ? linear | -(1L << vaBits) : linear;
    }

    private static String hex(long value) {
        String digits = Long.toHexString(value);
        return "0".repeat(16 - digits.length()) + digits;
    }

    @Override
    public void reserved(VirtAddr start, PhysAddr entry, long raw, int level, String why) {
        others.add("reserved at %s: %#x, %s".formatted(start, raw, why));
    }

    @Override
    public void notHeld(AddressRange range, PhysAddr entry, int level) {
        others.add("not held: %s for %s".formatted(entry, range));
    }
}
