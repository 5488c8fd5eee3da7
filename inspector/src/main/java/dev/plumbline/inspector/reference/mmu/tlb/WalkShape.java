package dev.plumbline.inspector.reference.mmu.tlb;

import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.TableLevel;
import java.util.Arrays;
import java.util.List;

/**
 * Where the levels of a page table divide an address: what a walk reads, without the tables.
 *
 * @param shifts log2 of the bytes that one entry spans, lowest level first
 */
public record WalkShape(List<Integer> shifts) {

    private static final int SMALLEST_SHIFT = 12;

    /** @throws IllegalArgumentException if the levels do not ascend */
    public WalkShape {
        shifts = List.copyOf(shifts);
        for (int i = 1; i < shifts.size(); i++) {
            if (shifts.get(i) <= shifts.get(i - 1)) {
                throw new IllegalArgumentException("levels do not ascend: " + shifts);
            }
        }
        if (shifts.isEmpty() || shifts.get(0) < SMALLEST_SHIFT) {
            throw new IllegalArgumentException("no levels from 4 KiB pages up: " + shifts);
        }
    }

    /** The shape with those shifts. */
    public static WalkShape of(int... shifts) {
        return new WalkShape(Arrays.stream(shifts).boxed().toList());
    }

    /** The shape of a format's tables. */
    public static WalkShape of(PageTableFormat format) {
        return new WalkShape(format.levels().stream().map(TableLevel::shift).toList());
    }

    /** How many tables a walk to the lowest level reads. */
    public int depth() {
        return shifts.size();
    }

    /**
     * The level whose entry maps a page of a size: the highest one whose entries span no more than it. Contiguous entries of
     * Arm and Svnapot stand in the level of a single one.
     */
    public int leafLevel(int pageShift) {
        int leaf = 0;
        for (int i = 0; i < shifts.size() && shifts.get(i) <= pageShift; i++) {
            leaf = i;
        }
        return leaf;
    }

    /** How many entries a walk without any cache reads to translate a page of a size. */
    public int references(int pageShift) {
        return shifts.size() - leafLevel(pageShift);
    }
}
