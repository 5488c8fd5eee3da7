package dev.plumbline.inspector.reference.mmu.tlb;

import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.TableLevel;
import java.util.Arrays;

/**
 * Where the levels of a page table divide an address: what a walk reads, without the tables.
 *
 * @param shifts log2 of the bytes that one entry spans, lowest level first
 */
public record WalkShape(int... shifts) {

    /** @throws IllegalArgumentException if the levels do not ascend */
    public WalkShape {
        shifts = shifts.clone();
        for (int i = 1; i < shifts.length; i++) {
            if (shifts[i] <= shifts[i - 1]) {
                throw new IllegalArgumentException("levels do not ascend: " + Arrays.toString(shifts));
            }
        }
        if (shifts.length == 0 || shifts[0] < 12) {
            throw new IllegalArgumentException("no levels from 4 KiB pages up: " + Arrays.toString(shifts));
        }
    }

    /** The shape of a format's tables. */
    public static WalkShape of(PageTableFormat format) {
        return new WalkShape(
                format.levels().stream().mapToInt(TableLevel::shift).toArray());
    }

    @Override
    public int[] shifts() {
        return shifts.clone();
    }

    /** How many tables a walk to the lowest level reads. */
    public int depth() {
        return shifts.length;
    }

    /**
     * The level whose entry maps a page of a size: the highest one whose entries span no more than it. Contiguous entries of
     * Arm and Svnapot stand in the level of a single one.
     */
    public int leafLevel(int pageShift) {
        int leaf = 0;
        for (int i = 0; i < shifts.length && shifts[i] <= pageShift; i++) {
            leaf = i;
        }
        return leaf;
    }

    /** How many entries a walk without any cache reads to translate a page of a size. */
    public int references(int pageShift) {
        return shifts.length - leafLevel(pageShift);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WalkShape shape && Arrays.equals(shifts, shape.shifts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shifts);
    }

    @Override
    public String toString() {
        return "WalkShape" + Arrays.toString(shifts);
    }
}
