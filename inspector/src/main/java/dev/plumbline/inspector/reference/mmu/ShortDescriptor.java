package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.reference.mmu.ArmRights.Data;
import java.util.List;

/**
 * The fields of a short descriptor that maps memory. They stand at other places in sections, large and small pages
 * (ARMv7-A B3.5.1, figures B3-4 and B3-5).
 */
final class ShortDescriptor {

    private static final List<String> CACHE = List.of("NC", "WB WA", "WT", "WB");
    private static final int LARGE_PAGE = 16;

    private ShortDescriptor() {}

    private static boolean section(int level) {
        return level == 1;
    }

    /** AP[0], which SCTLR.AFE makes the access flag. */
    static long accessFlag(int level) {
        return section(level) ? 1 << 10 : 1 << 4;
    }

    private static int field(Entry.Leaf leaf, int low, int mask) {
        return (int) (leaf.raw() >>> low) & mask;
    }

    private static int ap(Entry.Leaf leaf, int level) {
        return section(level)
                ? field(leaf, 15, 1) << 2 | field(leaf, 10, 3)
                : field(leaf, 9, 1) << 2 | field(leaf, 4, 3);
    }

    private static boolean xn(Entry.Leaf leaf, int level) {
        return field(leaf, section(level) ? 4 : leaf.sizeShift() == LARGE_PAGE ? 15 : 0, 1) != 0;
    }

    private static int tex(Entry.Leaf leaf, int level) {
        return field(leaf, section(level) || leaf.sizeShift() == LARGE_PAGE ? 12 : 6, 7);
    }

    /** What a client of the domain may do; PXN stands in a section itself, for pages in the entry above. */
    static Rights rights(Entry.Leaf leaf, int level, boolean tablePxn, ArmControl control) {
        boolean pxn = control.pxn() && (section(level) ? field(leaf, 0, 1) != 0 : tablePxn);
        int ap = ap(leaf, level);
        Data data = control.afe() ? Data.simplified((ap & 4) != 0, (ap & 2) != 0) : data(ap, control);
        return ArmRights.of(data, xn(leaf, level), pxn, control);
    }

    /** AP[2:0] (B3.7.1, table B3-8); 000 with SCTLR.S and R is ARMv6's (ARMv6 B4.3.1). 100 is reserved: no access. */
    private static Data data(int ap, ArmControl control) {
        return switch (ap) {
            case 0b000 ->
                new Data(control.systemProtection() || control.romProtection(), false, control.romProtection(), false);
            case 0b001 -> new Data(true, true, false, false);
            case 0b010 -> new Data(true, true, true, false);
            case 0b011 -> new Data(true, true, true, true);
            case 0b101 -> new Data(true, false, false, false);
            case 0b110, 0b111 -> new Data(true, false, true, false);
            default -> Data.NONE;
        };
    }

    /** B3.8.2 without TEX remap, B3.8.3 with it. */
    static MemoryType memoryType(Entry.Leaf leaf, int level, ArmControl control) {
        int tex = tex(leaf, level);
        int cb = field(leaf, 2, 3);
        return control.tre()
                ? remapped((tex & 1) << 2 | cb, control.memoryAttributes().orElse(ArmControl.LINUX_REMAP))
                : new MemoryType("TEX %d, C %d, B %d".formatted(tex, cb >> 1, cb & 1), direct(tex, cb));
    }

    /** PRRR.TRn says which type, NMRR.IRn and ORn how Normal memory is cached. */
    private static MemoryType remapped(int n, long registers) {
        String selector = "TEX[0] C B %d".formatted(n);
        return switch ((int) (registers >>> (2 * n)) & 3) {
            case 0 -> new MemoryType(selector, "Strongly-ordered");
            case 1 -> new MemoryType(selector, "Device");
            case 2 ->
                new MemoryType(
                        selector,
                        normal(
                                (int) (registers >>> (Integer.SIZE + 16 + 2 * n)) & 3,
                                (int) (registers >>> (Integer.SIZE + 2 * n)) & 3));
            default -> new MemoryType(selector, "reserved type of PRRR.TR" + n);
        };
    }

    private static String direct(int tex, int cb) {
        if (tex >= 4) {
            return normal(tex & 3, cb);
        }
        return switch (tex << 2 | cb) {
            case 0b00000 -> "Strongly-ordered";
            case 0b00001 -> "Device, shareable";
            case 0b00010 -> "Normal WT";
            case 0b00011 -> "Normal WB";
            case 0b00100 -> "Normal NC";
            case 0b00111 -> "Normal WB WA";
            case 0b01000 -> "Device, not shareable";
            case 0b00110 -> "implementation defined";
            default -> "reserved";
        };
    }

    private static String normal(int outer, int inner) {
        return outer == inner
                ? "Normal " + CACHE.get(outer)
                : "Normal outer %s, inner %s".formatted(CACHE.get(outer), CACHE.get(inner));
    }
}
