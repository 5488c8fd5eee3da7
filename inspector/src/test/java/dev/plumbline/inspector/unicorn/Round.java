package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.reference.mmu.Access;
import dev.plumbline.inspector.reference.mmu.Regime;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tables that stand in memory, and accesses to try on them.
 *
 * @param regime the reference, with these tables
 * @param describe the control bits and what stands in the tables, for a report
 */
record Round(Regime regime, List<Try> tries, Supplier<String> describe) {

    /** Copies the list. */
    Round {
        tries = List.copyOf(tries);
    }

    /** One access. */
    record Try(long address, Access access) {}
}
