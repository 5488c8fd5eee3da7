package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.reference.mmu.FaultClass;
import dev.plumbline.inspector.reference.mmu.PackedWalk;
import dev.plumbline.inspector.reference.mmu.Rights;
import dev.plumbline.inspector.reference.mmu.Walk;

/** The words in which a walk's outcome is printed. Scripts rely on {@link #outcome}. */
final class WalkWords {

    /** The texts of all rights, by one bit each: made once, because a dump prints them a million times. */
    private static final String[] RIGHTS = new String[64];

    static {
        for (int i = 0; i < RIGHTS.length; i++) {
            RIGHTS[i] = new Rights(bit(i, 0), bit(i, 1), bit(i, 2), bit(i, 3), bit(i, 4), bit(i, 5)).toString();
        }
    }

    private static final String NOT_HELD = "not-held";

    private WalkWords() {}

    private static boolean bit(int value, int bit) {
        return (value >>> bit & 1) != 0;
    }

    /** {@code ok}, a fault's class, or {@code not-held}. */
    static String outcome(Walk walk) {
        if (walk instanceof Walk.Faulted faulted) {
            return faulted.fault().kind().word();
        }
        return walk instanceof Walk.NotHeld ? NOT_HELD : "ok";
    }

    /** The same of an outcome without an address, as {@link PackedWalk} holds it. */
    static String outcome(long packed) {
        return PackedWalk.fault(packed).map(FaultClass::word).orElse(NOT_HELD);
    }

    /** As {@link Rights#toString}. */
    static String rights(Rights r) {
        return RIGHTS[
                (r.kernelRead() ? 1 : 0)
                        | (r.kernelWrite() ? 2 : 0)
                        | (r.kernelExecute() ? 4 : 0)
                        | (r.userRead() ? 8 : 0)
                        | (r.userWrite() ? 16 : 0)
                        | (r.userExecute() ? 32 : 0)];
    }

    /** {@code 4K}, {@code 2M}, {@code 512G}. */
    static String size(long bytes) {
        int shift = Long.numberOfTrailingZeros(bytes) / 10;
        int unit = Math.min(shift, 6);
        return (bytes >>> (10 * unit)) + " KMGTPE".substring(unit, unit + 1).strip();
    }
}
