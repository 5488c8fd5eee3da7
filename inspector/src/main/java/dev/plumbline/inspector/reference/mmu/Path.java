package dev.plumbline.inspector.reference.mmu;

/**
 * What the tables above a leaf contribute to its rights: no architecture needs more than which bits are set in all of them
 * and which in any.
 *
 * @param all bits that are set in every table entry above the leaf; all ones where there is none
 * @param any bits that are set in at least one
 */
record Path(long all, long any) {

    static final Path ROOT = new Path(-1L, 0);

    Path through(long table) {
        return new Path(all & table, any | table);
    }
}
