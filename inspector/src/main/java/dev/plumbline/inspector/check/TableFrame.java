package dev.plumbline.inspector.check;

import dev.plumbline.inspector.unit.VirtAddr;

/**
 * A frame that holds page tables, as the walk from the running roots meets it.
 *
 * @param pfn the frame
 * @param level how many levels lie below: 0 for tables whose entries are all leaves
 * @param root whether a register leads to it
 * @param kernel whether it translates addresses of the kernel's part; a root, which has both, is one of its own
 * @param first the first address that it translates, where the walk met it first
 * @param last the last one there
 */
record TableFrame(long pfn, int level, boolean root, boolean kernel, VirtAddr first, VirtAddr last) {

    /** What it is, for people. */
    String kind() {
        return root ? "root" : (kernel ? "kernel's " : "user's ") + "tables of level " + level;
    }
}
