package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.reference.mmu.Access.Form;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;

/** The permission tables of ARMv7-A B3.7 as data. */
final class ArmManual {

    /** B3.7.1, AP[2:0] of short descriptors: data accesses of PL1 and PL0. Row 100 is reserved. */
    private static final String[] AP = {"-- --", "RW --", "RW R-", "RW RW", "-- --", "R- --", "R- R-", "R- R-"};

    /** AP 000 with SCTLR.{R, S} (ARMv6 B4.3.1); both set is reserved, and read as R. */
    private static final String[] AP_000 = {"-- --", "R- --", "R- R-", "R- R-"};

    /** AP[2:1], of long descriptors and under SCTLR.AFE. */
    private static final String[] SIMPLE = {"RW --", "RW RW", "R- --", "R- R-"};

    /** B3.7.1, effect of APTable (column) on AP[2:1] (row). */
    private static final int[][] APTABLE = {{0, 0, 2, 2}, {1, 0, 3, 2}, {2, 2, 2, 2}, {3, 2, 3, 2}};

    private ArmManual() {}

    static String full(int ap, ArmControl c) {
        int select = (c.romProtection() ? 2 : 0) + (c.systemProtection() ? 1 : 0);
        return ap == 0 ? AP_000[select] : AP[ap];
    }

    static String simple(int ap) {
        return SIMPLE[ap];
    }

    static int withTable(int ap, int apTable) {
        return APTABLE[ap][apTable];
    }

    /** B3.7.2, with data rights {@code RW R-} of PL1 and PL0: may the access be made? */
    static boolean allows(String data, boolean xn, boolean pxn, ArmControl c, Access access) {
        String pl0 = data.substring(3);
        boolean asPl0 = access.privilege() == Privilege.USER || access.form() == Form.UNPRIVILEGED;
        String mine = asPl0 ? pl0 : data.substring(0, 2);
        if (access.kind() == Kind.EXECUTE) {
            boolean never =
                    xn || (!asPl0 && pxn) || (c.wxn() && mine.equals("RW")) || (!asPl0 && c.uwxn() && pl0.equals("RW"));
            return mine.startsWith("R") && !never;
        }
        boolean closed = c.pan() && !asPl0 && pl0.startsWith("R");
        return !closed && mine.indexOf(access.kind() == Kind.READ ? 'R' : 'W') >= 0;
    }
}
