package dev.plumbline.inspector.check.map;

import java.util.Comparator;

/**
 * What something was and what it is.
 *
 * @param before its totals earlier; {@code NONE} if it was not there
 * @param after its totals later; {@code NONE} if it is not there
 */
public record Change(Totals before, Totals after) {

    /** That which gained or lost the most resident memory first; then by swap, by what is committed, by address space. */
    static final Comparator<Change> LARGEST_FIRST = Comparator.comparingLong((Change c) -> Math.abs(c.residentBytes()))
            .thenComparingLong(c -> Math.abs(c.swapBytes()))
            .thenComparingLong(c -> Math.abs(c.committedBytes()))
            .thenComparingLong(c -> Math.abs(c.reservedBytes()))
            .reversed();

    /** Whether it costs anything more or less than before. */
    public boolean isNothing() {
        return before.equals(after);
    }

    /** Whether nothing but the proportional memory changed: others mapped the same pages, or do so no more. */
    public boolean isOthersDoing() {
        return residentBytes() == 0
                && swapBytes() == 0
                && committedBytes() == 0
                && reservedBytes() == 0
                && after.usage().largePageBytes() == before.usage().largePageBytes();
    }

    /** By how much the resident memory grew. */
    public long residentBytes() {
        return after.usage().residentBytes() - before.usage().residentBytes();
    }

    /** By how much the proportional memory grew. */
    public long pssBytes() {
        return after.usage().pssBytes() - before.usage().pssBytes();
    }

    /** By how much the swapped memory grew. */
    public long swapBytes() {
        return after.usage().swapBytes() - before.usage().swapBytes();
    }

    /** By how much the part of the address space grew that may be touched. */
    public long committedBytes() {
        return after.committedBytes() - before.committedBytes();
    }

    /** By how much the address space grew. */
    public long reservedBytes() {
        return after.reservedBytes() - before.reservedBytes();
    }

    Change plus(Change other) {
        return new Change(before.plus(other.before), after.plus(other.after));
    }
}
