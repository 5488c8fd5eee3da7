package dev.plumbline.inspector.observed;

import java.util.List;
import java.util.OptionalInt;

/**
 * /proc/pagetypeinfo; readable by root alone (0400).
 *
 * @param pageblockOrder log2 of the pages in a pageblock; empty in a damaged file
 * @param pageblockOrderLine its line; 0 in a damaged file
 * @param free every populated zone's free blocks, by migrate type
 * @param pageblocks every populated zone's pageblocks
 * @param mixedPageblocks those with pages of other types, only with page_owner=on
 */
public record PageTypeInfo(
        OptionalInt pageblockOrder,
        int pageblockOrderLine,
        List<FreeBlocksOfType> free,
        List<PageblocksOfZone> pageblocks,
        List<PageblocksOfZone> mixedPageblocks) {

    /** Copies the lists. */
    public PageTypeInfo {
        free = List.copyOf(free);
        pageblocks = List.copyOf(pageblocks);
        mixedPageblocks = List.copyOf(mixedPageblocks);
    }
}
