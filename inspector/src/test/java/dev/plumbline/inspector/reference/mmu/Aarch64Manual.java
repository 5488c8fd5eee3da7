package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.reference.mmu.Access.Form;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import java.util.List;

/**
 * The permission tables of the Arm ARM as data: the tables' attributes are first folded into the leaf's, as the text of D8.4.3
 * describes it, then one row is looked up.
 */
final class Aarch64Manual {

    /** D8.4.2, table of data and instruction accesses of EL1 and EL0; rows AP[2:1] * 4 + UXN * 2 + PXN. */
    private static final List<String> ACCESS = List.of(
            "RWX --X", "RW- --X", "RWX ---", "RW- ---", // AP 00
            "RW- RWX", "RW- RWX", "RW- RW-", "RW- RW-", // AP 01
            "R-X --X", "R-- --X", "R-X ---", "R-- ---", // AP 10
            "R-X R-X", "R-- R-X", "R-X R--", "R-- R--"); // AP 11

    /** D8.4.3, effect of APTable[1:0] (column) on AP[2:1] (row). */
    private static final int[][] APTABLE = {{0, 0, 2, 2}, {1, 0, 3, 2}, {2, 2, 2, 2}, {3, 2, 3, 2}};

    private Aarch64Manual() {}

    /** AP, PXN and UXN of the leaf at 6, 53 and 54; of tables at 61, 59 and 60; AF 10, DBM 51. */
    static ArmOutcome outcome(List<Long> tables, long leaf, Aarch64Control c, boolean hpd, Access access) {
        boolean young = bit(leaf, 10);
        if (!young && !c.ha()) {
            return ArmOutcome.refused(FaultClass.ACCESS_FLAG, leaf);
        }
        boolean managed = c.ha() && c.hd() && bit(leaf, 51);
        int ap = (int) (leaf >>> 6) & 3;
        ap = managed ? ap & 1 : ap;
        int uxn = bit(leaf, 54) ? 2 : 0;
        int pxn = bit(leaf, 53) ? 1 : 0;
        for (long table : hpd ? List.<Long>of() : tables) {
            ap = APTABLE[ap][(int) (table >>> 61) & 3];
            uxn |= bit(table, 60) ? 2 : 0;
            pxn |= bit(table, 59) ? 1 : 0;
        }
        String row = ACCESS.get(ap * 4 + uxn + pxn);
        boolean asEl0 = access.privilege() == Privilege.USER || (access.form() == Form.UNPRIVILEGED && !c.uao());
        String el0 = row.substring(4);
        String rights = asEl0 ? el0 : row.substring(0, 3);
        if (c.wxn() && rights.contains("W")) {
            rights = rights.replace('X', '-');
        }
        if (c.pan() && !asEl0 && access.kind() != Kind.EXECUTE && reachable(el0, c)) {
            rights = "---";
        }
        if (!rights.contains(letter(access.kind()))) {
            return ArmOutcome.refused(FaultClass.PROTECTION, leaf);
        }
        long after = c.ha() ? leaf | 1 << 10 : leaf;
        return ArmOutcome.allowed(managed && access.kind() == Kind.WRITE ? after & ~(1L << 7) : after);
    }

    private static String letter(Kind kind) {
        return switch (kind) {
            case READ -> "R";
            case WRITE -> "W";
            case EXECUTE -> "X";
        };
    }

    /** What PAN keeps EL1 from: what EL0 may read, and with EPAN what it may execute before WXN is considered. */
    private static boolean reachable(String el0, Aarch64Control c) {
        return el0.contains("R") || (c.epan() && el0.contains("X"));
    }

    private static boolean bit(long value, int bit) {
        return (value >>> bit & 1) != 0;
    }
}
