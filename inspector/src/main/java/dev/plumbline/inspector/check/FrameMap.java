package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Iomem;
import dev.plumbline.inspector.observed.IomemRange;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which frames are RAM of a zone. A frame counts as RAM only if all of it is: {@code for_each_mem_pfn_range} rounds the
 * start of a range up and its end down (mm/memblock.c).
 */
final class FrameMap {

    private static final List<String> DEVICE_MEMORY =
            List.of("Persistent Memory", "CXL Window", "dax", "namespace", "pmem");

    private final int pageShift;
    private final Iomem iomem;
    private final List<Region> regions;
    private final long unlistedFrames;

    /**
     * Frames of one range of RAM that lie in one zone, half-open.
     *
     * @param ram the range
     * @param zone the zone's subject
     */
    record Region(long startPfn, long endPfn, IomemRange ram, String zone) {}

    FrameMap(int pageShift, Iomem iomem, Zoneinfo zoneinfo) {
        this.pageShift = pageShift;
        this.iomem = iomem;
        List<Region> found = new ArrayList<>();
        long listed = 0;
        for (IomemRange ram : iomem.systemRam()) {
            long start = (ram.start() + pageBytes() - 1) >>> pageShift;
            long end = (ram.endInclusive() + 1) >>> pageShift;
            listed += Math.max(0, end - start);
            for (Zone zone : zoneinfo.zones()) {
                if (zone.startPfn().isPresent() && zone.spanned().isPresent()) {
                    long zoneStart = zone.startPfn().getAsLong();
                    long from = Math.max(start, zoneStart);
                    long to = Math.min(end, zoneStart + zone.spanned().getAsLong());
                    if (from < to) {
                        found.add(new Region(from, to, ram, zone.subject()));
                    }
                }
            }
        }
        found.sort(Comparator.comparingLong(Region::startPfn));
        regions = List.copyOf(found);
        long present = zoneinfo.zones().stream()
                .filter(zone -> !zone.name().equals("Device"))
                .mapToLong(zone -> zone.present().orElse(0))
                .sum();
        unlistedFrames = Math.max(0, present - listed);
    }

    /**
     * How many present pages of zones the System RAM of iomem has no room for: a present page is RAM (struct zone,
     * include/linux/mmzone.h), so the file is not whole if there are any.
     */
    long unlistedFrames() {
        return unlistedFrames;
    }

    /** The region that holds a frame; empty where no RAM of a zone does. */
    Optional<Region> regionOf(long pfn) {
        int low = 0;
        int high = regions.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Region region = regions.get(middle);
            if (pfn < region.startPfn()) {
                high = middle - 1;
            } else if (pfn >= region.endPfn()) {
                low = middle + 1;
            } else {
                return Optional.of(region);
            }
        }
        return Optional.empty();
    }

    /** The innermost range of the physical address map that a frame begins in. */
    Optional<IomemRange> rangeOf(long pfn) {
        return iomem.ranges().stream()
                .filter(r -> r.contains(pfn << pageShift))
                .max(Comparator.comparingInt(IomemRange::depth));
    }

    /**
     * The range of memory behind a driver (DAX, CXL) that a frame lies in: memory with {@code struct page} in ZONE_DEVICE,
     * outside System RAM. Names: drivers/nvdimm, drivers/dax, drivers/cxl, and IORES_DESC_PERSISTENT_MEMORY of
     * arch/x86/kernel/e820.c.
     */
    Optional<IomemRange> deviceMemoryOf(long pfn) {
        return iomem.ranges().stream()
                .filter(r -> r.contains(pfn << pageShift))
                .filter(r -> DEVICE_MEMORY.stream().anyMatch(r.name()::startsWith))
                .max(Comparator.comparingInt(IomemRange::depth));
    }

    /** Whether ranges lie inside this one. */
    boolean isDivided(IomemRange range) {
        int next = iomem.ranges().indexOf(range) + 1;
        return next < iomem.ranges().size() && iomem.ranges().get(next).depth() > range.depth();
    }

    /** Whether the range holds the frame's first byte. */
    boolean holds(IomemRange range, long pfn) {
        return range.contains(pfn << pageShift);
    }

    /** Whether the frame is RAM, in a zone or not. */
    boolean isRam(long pfn) {
        return iomem.systemRam().stream().anyMatch(r -> r.contains(pfn << pageShift));
    }

    private long pageBytes() {
        return 1L << pageShift;
    }
}
