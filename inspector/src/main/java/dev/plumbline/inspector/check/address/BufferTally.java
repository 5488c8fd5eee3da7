package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.check.address.BufferFit.Demand;
import dev.plumbline.inspector.check.address.BufferFit.Offence;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the first page of a range that a device could not be given. Pages arrive in the order of their addresses. */
final class BufferTally {

    /** What ZONE_DMA32 and 32-bit bus addresses reach, and what ISA does (24 address lines). */
    private static final long FOUR_GIB = 4L << 30;

    private static final long SIXTEEN_MIB = 16L << 20;

    private final int pageShift;
    private final long endPage;
    private long nextPage;
    private long lastPfn = -1;
    private @Nullable Offence missing;
    private @Nullable Offence broken;
    private @Nullable Offence above4GiB;
    private @Nullable Offence above16MiB;

    BufferTally(AddressRange range, int pageShift) {
        this.pageShift = pageShift;
        this.nextPage = range.start().value() >>> pageShift;
        this.endPage = nextPage + (range.sizeBytes() >>> pageShift);
    }

    /** The next present page. */
    void present(long page, long pfn) {
        if (page != nextPage) {
            absent(nextPage, "no page is present");
        }
        nextPage = page + 1;
        if (broken == null && lastPfn >= 0 && pfn != lastPfn + 1) {
            broken = offence(page, "frame %#x comes after %#x".formatted(pfn, lastPfn));
        }
        lastPfn = pfn;
        long end = (pfn + 1) << pageShift;
        if (above4GiB == null && Long.compareUnsigned(end, FOUR_GIB) > 0) {
            above4GiB = offence(page, "physical address %#x".formatted(pfn << pageShift));
        }
        if (above16MiB == null && Long.compareUnsigned(end, SIXTEEN_MIB) > 0) {
            above16MiB = offence(page, "physical address %#x".formatted(pfn << pageShift));
        }
    }

    /** The next page that is not in RAM but in swap. */
    void swapped(long page) {
        absent(page == nextPage ? page : nextPage, page == nextPage ? "swapped out" : "no page is present");
    }

    private void absent(long page, String because) {
        if (missing == null) {
            missing = offence(page, because);
        }
    }

    private Offence offence(long page, String because) {
        return new Offence(new VirtAddr(page << pageShift), because);
    }

    BufferFit finish(boolean framesHidden) {
        if (nextPage != endPage) {
            absent(nextPage, "no page is present");
        }
        return new BufferFit(List.of(
                demand("contiguous", "one contiguous range", broken, framesHidden),
                demand("below4GiB", "below 4 GiB (DMA32)", above4GiB, framesHidden),
                demand("below16MiB", "below 16 MiB (ISA)", above16MiB, framesHidden)));
    }

    private Demand demand(String id, String says, @Nullable Offence own, boolean framesHidden) {
        Optional<Offence> first = earlier(missing, own);
        String unknown = framesHidden && first.isEmpty() ? "frames are hidden; would need CAP_SYS_ADMIN" : "";
        return new Demand(id, says, first, unknown);
    }

    private static Optional<Offence> earlier(@Nullable Offence a, @Nullable Offence b) {
        if (a == null || b == null) {
            return Optional.ofNullable(a == null ? b : a);
        }
        return Optional.of(a.address().compareTo(b.address()) <= 0 ? a : b);
    }
}
