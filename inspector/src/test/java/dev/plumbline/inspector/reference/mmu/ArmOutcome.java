package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.reference.mmu.Access.Form;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;

/**
 * What an access is expected to meet, and the count of those that met something else.
 *
 * @param word {@code ok}, or the fault's class
 * @param after the leaf as the hardware leaves it
 */
record ArmOutcome(String word, long after) {

    /** Every kind of access that the architecture has: fetches have no unprivileged form. */
    static final List<Access> ACCESSES = accesses();

    private static List<Access> accesses() {
        List<Access> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Privilege privilege : Privilege.values()) {
                all.add(Access.of(kind, privilege));
            }
            if (kind != Kind.EXECUTE) {
                all.add(new Access(kind, Privilege.SUPERVISOR, Form.UNPRIVILEGED));
            }
        }
        return all;
    }

    static ArmOutcome refused(FaultClass kind, long leaf) {
        return new ArmOutcome(kind.word(), leaf);
    }

    static ArmOutcome allowed(long after) {
        return new ArmOutcome("ok", after);
    }

    static ArmOutcome of(Walk walk, long leaf) {
        if (walk instanceof Walk.Faulted faulted) {
            return new ArmOutcome(faulted.fault().kind().word(), leaf);
        }
        if (walk instanceof Walk.Translated translated) {
            List<Effect> effects = translated.effects();
            return allowed(
                    effects.isEmpty() ? leaf : effects.get(effects.size() - 1).after());
        }
        throw new AssertionError(walk.toString());
    }

    /** Compares case by case; keeps the first differences alone. */
    static final class Tally {

        private static final int SHOWN = 10;

        private long cases;
        private long different;
        private final List<String> shown = new ArrayList<>();

        void compare(Walker walker, VirtAddr address, Access access, long leaf, ArmOutcome expected, Object where) {
            cases++;
            ArmOutcome met = of(walker.access(address, access), leaf);
            if (!met.equals(expected)) {
                different++;
                if (shown.size() < SHOWN) {
                    shown.add("%s, leaf %#x, %s: expected %s, met %s".formatted(where, leaf, access, expected, met));
                }
            }
        }

        long cases() {
            return cases;
        }

        /** Empty where everything agreed. */
        List<String> differences() {
            return different == 0 ? List.of() : List.of(different + " of " + cases + " differ: " + shown);
        }
    }
}
