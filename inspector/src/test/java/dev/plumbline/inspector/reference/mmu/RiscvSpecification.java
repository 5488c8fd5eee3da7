package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import java.util.EnumSet;
import java.util.List;

/**
 * The privileged specification's tables, apart from the code under test: which steps of the translation process an entry
 * offends against. All are looked at; the first in the specification's order is what the hart reports.
 */
final class RiscvSpecification {

    /** "Encoding of PTE R/W/X fields", by XWR. A dash is reserved, nothing a pointer. */
    private static final List<String> XWR = List.of("", "R", "-", "RW", "X", "RX", "-", "RWX");

    /** The steps that can fail, in order. */
    enum Step {
        VALID(FaultClass.NOT_PRESENT),
        ENCODING(FaultClass.RESERVED_BIT),
        DEPTH(FaultClass.RESERVED_BIT),
        ALIGNED(FaultClass.ALIGNMENT),
        PRIVILEGE(FaultClass.PROTECTION),
        PERMISSION(FaultClass.PROTECTION),
        FLAGS(FaultClass.ACCESS_FLAG);

        final FaultClass kind;

        Step(FaultClass kind) {
            this.kind = kind;
        }
    }

    private final int vaBits;
    private final RiscvControl control;

    RiscvSpecification(int vaBits, RiscvControl control) {
        this.vaBits = vaBits;
        this.control = control;
    }

    static boolean isPointer(long entry) {
        return XWR.get((int) (entry >>> 1) & 7).isEmpty();
    }

    /** What an entry offends against; nothing for a pointer that leads on and a leaf that grants the access. */
    EnumSet<Step> offences(long entry, int level, Access access) {
        EnumSet<Step> found = EnumSet.noneOf(Step.class);
        String rights = XWR.get((int) (entry >>> 1) & 7);
        put(found, Step.VALID, entry % 2 == 0);
        put(found, Step.ENCODING, rights.equals("-") || reservedBits(entry, level, rights.isEmpty()));
        put(found, Step.DEPTH, rights.isEmpty() && level == 0);
        if (!rights.isEmpty()) {
            put(found, Step.ALIGNED, Long.numberOfTrailingZeros((entry >>> 10) | (1L << 44)) < level * indexBits());
            put(found, Step.PRIVILEGE, !isReachable(entry, access));
            put(found, Step.PERMISSION, !isGranted(rights, access.kind()));
            put(found, Step.FLAGS, !control.adue() && lacksFlags(entry, access.kind()));
        }
        return found;
    }

    private static void put(EnumSet<Step> found, Step step, boolean offended) {
        if (offended) {
            found.add(step);
        }
    }

    private int indexBits() {
        return vaBits == 32 ? 10 : 9;
    }

    /** The pictures of a page-table entry: Sv32 has none beyond the page number; in the others 60:54, PBMT, N. */
    private boolean reservedBits(long entry, int level, boolean pointer) {
        boolean flagsOfLeavesAlone = pointer && (flag(entry, 'U') || flag(entry, 'A') || flag(entry, 'D'));
        if (vaBits == 32) {
            return flagsOfLeavesAlone;
        }
        String top = Long.toBinaryString(entry | Long.MIN_VALUE).substring(0, 10);
        boolean n = entry < 0;
        String pbmt = top.substring(1, 3);
        String rest = top.substring(control.svrsw60t59b() ? 5 : 3);
        boolean badType = (pointer || !control.pbmte()) ? !pbmt.equals("00") : pbmt.equals("11");
        boolean badContiguity = n && (pointer || level > 0 || !control.svnapot() || (entry >>> 10) % 16 != 8);
        return flagsOfLeavesAlone || badType || badContiguity || rest.contains("1");
    }

    private static boolean flag(long entry, char name) {
        return (entry >>> "VRWXUGAD".indexOf(name)) % 2 != 0;
    }

    /** U-mode has the pages with U alone; S-mode has the others, and with SUM those with U for data. */
    private boolean isReachable(long entry, Access access) {
        return flag(entry, 'U')
                ? access.privilege() == Privilege.USER || (control.sum() && access.kind() != Kind.EXECUTE)
                : access.privilege() == Privilege.SUPERVISOR;
    }

    private boolean isGranted(String rights, Kind kind) {
        String suffices =
                switch (kind) {
                    case READ -> control.mxr() ? "RX" : "R";
                    case WRITE -> "W";
                    case EXECUTE -> "X";
                };
        return rights.chars().anyMatch(right -> suffices.indexOf(right) >= 0);
    }

    private static boolean lacksFlags(long entry, Kind kind) {
        return !flag(entry, 'A') || (kind == Kind.WRITE && !flag(entry, 'D'));
    }

    /** The exception code: instruction, load or store page fault. */
    static int scause(Kind kind) {
        return List.of(Kind.EXECUTE, Kind.READ, Kind.WRITE).indexOf(kind) + (kind == Kind.WRITE ? 13 : 12);
    }
}
