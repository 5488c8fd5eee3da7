package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.observed.PagemapEntry;
import java.util.ArrayList;
import java.util.List;

/** A pagemap entry in words. */
final class PageWords {

    private PageWords() {}

    /**
     * The entry, decoded.
     *
     * @param swapAreas the names of the swap areas by type, in the order of /proc/swaps
     */
    static Page of(long entry, List<String> swapAreas) {
        List<String> flags = flags(entry);
        if (PagemapEntry.present(entry)) {
            return new Page(Page.State.PRESENT, entry, flags, "present");
        }
        if (PagemapEntry.swapped(entry)) {
            return new Page(Page.State.SWAPPED, entry, flags, swap(entry, swapAreas));
        }
        String none = PagemapEntry.guard(entry)
                ? "no page: a guard region (MADV_GUARD_INSTALL), any access faults"
                : "no page: never touched, or given back";
        return new Page(Page.State.NONE, entry, flags, none);
    }

    private static List<String> flags(long entry) {
        List<String> flags = new ArrayList<>();
        if (PagemapEntry.present(entry)) {
            flags.add(PagemapEntry.exclusive(entry) ? "exclusive" : "not exclusive");
            flags.add(PagemapEntry.fileOrShared(entry) ? "file or shared" : "private anonymous");
        } else if (PagemapEntry.fileOrShared(entry)) {
            flags.add("file or shared");
        }
        if (PagemapEntry.softDirty(entry)) {
            flags.add("soft-dirty");
        }
        if (PagemapEntry.uffdWp(entry)) {
            flags.add("uffd-wp");
        }
        if (PagemapEntry.guard(entry)) {
            flags.add("guard");
        }
        return flags;
    }

    /**
     * Types from {@code MAX_SWAPFILES} up name no swap area: they mark pages under migration, poisoned pages, device memory
     * (include/linux/swap.h). How many there are depends on the options, so that the list of areas decides.
     */
    private static String swap(long entry, List<String> swapAreas) {
        int type = PagemapEntry.swapType(entry);
        long offset = PagemapEntry.swapOffset(entry);
        return type < swapAreas.size()
                ? "swapped: area %d (%s), slot %#x".formatted(type, swapAreas.get(type), offset)
                : "not present: entry of type %d, offset %#x, which is no swap area but a page under migration, poisoned or of a device"
                        .formatted(type, offset);
    }
}
