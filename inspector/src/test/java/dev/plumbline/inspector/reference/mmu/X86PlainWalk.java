package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.OptionalLong;

/**
 * x86 paging written down a second time, as shifts and masks for each mode, with neither formats nor regimes: what the
 * generic walker is compared with on tables made at random. The outcome is a line of text.
 */
final class X86PlainWalk {

    private final PhysicalMemory memory;
    private final int mode;
    private final X86Control control;

    /**
     * A walker.
     *
     * @param mode 32, 36 for PAE, 48 or 57
     */
    X86PlainWalk(PhysicalMemory memory, int mode, X86Control control) {
        this.memory = memory;
        this.mode = mode;
        this.control = control;
    }

    /** What {@link #walk} would say of a walk that was made elsewhere. */
    static String describe(Walk walk) {
        if (walk instanceof Walk.NotHeld notHeld) {
            return "not held " + notHeld.entry();
        }
        if (walk instanceof Walk.Faulted faulted) {
            Fault fault = faulted.fault();
            String at = fault.level().isPresent() ? " at " + fault.level().getAsInt() : "";
            return fault.code().register().charAt(1) + " " + fault.code().value() + at;
        }
        Walk.Translated t = (Walk.Translated) walk;
        StringBuilder line =
                new StringBuilder("%#x of 2^%d".formatted(t.address().value(), t.sizeShift()));
        t.effects().forEach(e -> line.append(" %s=%#x".formatted(e.entry(), e.after())));
        return line.toString();
    }

    String walk(long cr3, long va, Access access) {
        if (mode > 36 && va << (64 - mode) >> (64 - mode) != va) {
            return "G 0";
        }
        long table = mode > 36 ? cr3 & 0xffffffffff000L : mode == 36 ? cr3 & 0xffffffe0L : cr3 & 0xfffff000L;
        int bits = mode == 32 ? 10 : 9;
        int size = mode == 32 ? 4 : 8;
        int below = mode == 32 ? 1 : mode == 36 ? 2 : mode == 48 ? 3 : 4;
        long and = -1;
        long or = 0;
        StringBuilder effects = new StringBuilder();
        for (; ; below--) {
            int shift = 12 + below * bits;
            PhysAddr at = new PhysAddr(table + (va >>> shift & ((1L << bits) - 1)) * size);
            OptionalLong read = memory.word(at, size);
            if (read.isEmpty()) {
                return "not held " + at;
            }
            long e = read.getAsLong();
            if ((e & 1) == 0) {
                return "P " + described(access) + " at " + below;
            }
            boolean pointer = mode == 36 && below == 2;
            boolean large = below > 0 && (e & 0x80) != 0 && !pointer && (mode > 32 || control.pse());
            if ((e & reserved(below, shift, large)) != 0) {
                return pointer ? "G 0 at 2" : "P " + (described(access) | 9) + " at " + below;
            }
            boolean leaf = below == 0 || large;
            if (!pointer) {
                and &= e;
                or |= e;
            }
            long set = pointer ? 0 : leaf && access.kind() == Access.Kind.WRITE ? 0x60 : 0x20;
            if ((e | set) != e) {
                effects.append(" %s=%#x".formatted(at, e | set));
            }
            if (leaf) {
                int judged = judge(access, and, or, e);
                if (judged != 0) {
                    return "P " + (described(access) | judged) + " at " + below;
                }
                long frame = mode == 32
                        ? (e & 0xfffff000L & -(1L << shift)) | (large ? (e >>> 13 & 0xff) << 32 : 0)
                        : e & 0xffffffffff000L & -(1L << shift);
                return "%#x of 2^%d".formatted(frame | (va & ((1L << shift) - 1)), shift) + effects;
            }
            table = mode == 32 ? e & 0xfffff000L : e & 0xffffffffff000L;
        }
    }

    private int described(Access access) {
        boolean user = access.privilege() == Access.Privilege.USER && access.form() != Access.Form.IMPLICIT;
        boolean told = control.smep() || (mode > 32 && control.nxe());
        return switch (access.kind()) {
            case READ -> user ? 4 : 0;
            case WRITE -> user ? 6 : 2;
            case EXECUTE -> (user ? 4 : 0) | (told ? 16 : 0);
        };
    }

    private long reserved(int below, int shift, boolean large) {
        if (mode == 32) {
            int high = 13 + Math.min(40, control.physicalBits()) - 32;
            return large ? 0x3fffff & -(1L << high) : 0;
        }
        long reserved = 0xfffffffffffffL & -(1L << control.physicalBits());
        if (mode == 36) {
            reserved |= 0x7ffL << 52;
        }
        if (!control.nxe()) {
            reserved |= 1L << 63;
        }
        if (mode == 36 && below == 2) {
            return reserved | 1L << 63 | 0x1c6;
        }
        if (large) {
            reserved |= (1L << shift) - 0x2000;
        }
        if (below >= 3 || (below == 2 && !control.gigabytePages())) {
            reserved |= 0x80;
        }
        return reserved;
    }

    /** 0, or the bits that a violation adds to the error code. */
    private int judge(Access access, long and, long or, long leaf) {
        boolean user = (and & 4) != 0;
        int pair = 0;
        if (mode > 36 && (user ? control.pke() : control.pks())) {
            pair = (user ? control.pkru() : control.pkrs()) >>> (2 * (int) (leaf >>> 59 & 15)) & 3;
        }
        int terms = X86RightsTable.terms(control)
                | X86RightsTable.entryTerms((and & 2) != 0, mode > 32 && or < 0)
                | X86RightsTable.keyTerms((pair & 1) != 0, (pair & 2) != 0);
        int row = X86RightsTable.row(access);
        boolean key = X86RightsTable.keyForbids(row, user, terms);
        return key ? 33 : X86RightsTable.allowed(row, user, terms) ? 0 : 1;
    }
}
