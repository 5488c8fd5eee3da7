package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.PagemapEntry;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.OptionalLong;

/**
 * A page of which the page tables and pagemap do not say the same.
 *
 * @param address the page
 * @param entry what pagemap shows; zero for nothing
 * @param tablesPfn the frame that the tables map; empty where they map none
 * @param programWrites whether the tables let the program write to it
 * @param cause the kernel's rule that makes them differ; empty where none is known
 * @param text both sides, for people
 */
record PageDifference(
        VirtAddr address, long entry, OptionalLong tablesPfn, boolean programWrites, String cause, String text) {

    boolean explained() {
        return !cause.isEmpty();
    }

    PageDifference because(String rule) {
        return new PageDifference(address, entry, tablesPfn, programWrites, rule, text);
    }

    /** Pages that the tables map beyond what pagemap calls present: 1, 0 or -1. */
    int surplus() {
        return (tablesPfn.isPresent() ? 1 : 0) - (PagemapEntry.present(entry) ? 1 : 0);
    }
}
