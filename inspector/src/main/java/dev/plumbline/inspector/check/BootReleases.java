package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Iomem;
import dev.plumbline.inspector.observed.IomemRange;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.LogLine;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.reference.zone.Moment;
import dev.plumbline.inspector.reference.zone.Release;
import dev.plumbline.inspector.reference.zone.ZoneKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Memory that the boot log says was handed to the buddy allocator late, and the zones where it can lie.
 *
 * <p>Source: free_reserved_area, mm/page_alloc.c, prints {@code Freeing WHAT memory: NK}; setup_arch, arch/x86/kernel, prints
 * where the initial RAM disk lies.
 *
 * @param releases in the log's order; a release's id is its place here
 * @param lines the log line of each
 */
record BootReleases(List<Release> releases, List<LogLine> lines) {

    private static final Pattern FREEING = Pattern.compile("(?:.*: )?Freeing (.{1,80}) memory: ([0-9]{1,12})K.*");
    private static final Pattern RAMDISK =
            Pattern.compile("(?:Allocated new )?RAMDISK: \\[mem 0x([0-9a-f]{1,16})-0x([0-9a-f]{1,16})\\].*");
    private static final Pattern GIGANTIC = Pattern.compile(
            "HugeTLB: registered ([0-9]{1,4})\\.[0-9]{1,2} ([KMG])iB page size, pre-allocated ([0-9]{1,9}) pages.*");
    private static final String CPUS_UP = "smp: Brought up ";
    private static final int INITRD_GROUP = -1;
    private static final int IMAGE_GROUP = -2;

    BootReleases {
        releases = List.copyOf(releases);
        lines = List.copyOf(lines);
    }

    /** None: the log is not to be had. */
    static BootReleases none() {
        return new BootReleases(List.of(), List.of());
    }

    /**
     * Finds them.
     *
     * @param zones all zones, in zoneinfo's order
     * @param iomem the physical map, where its addresses may be read
     * @param pageKib the base page size
     * @param maxOrder the buddy allocator's highest order: larger huge pages are set aside before it runs
     */
    static BootReleases find(KernelLog log, List<Zone> zones, Optional<Iomem> iomem, int pageKib, int maxOrder) {
        Finder finder = new Finder(zones, iomem, pageKib);
        for (LogLine line : log.lines()) {
            if (line.text().startsWith(CPUS_UP)) {
                finder.cpusUp();
            }
            Matcher ramdisk = RAMDISK.matcher(line.text());
            if (ramdisk.matches()) {
                finder.ramdisk(
                        Long.parseUnsignedLong(ramdisk.group(1), 16), Long.parseUnsignedLong(ramdisk.group(2), 16));
            }
            Matcher freeing = FREEING.matcher(line.text());
            if (freeing.matches()) {
                finder.freed(freeing.group(1), Long.parseLong(freeing.group(2)) / pageKib, line);
            }
            Matcher gigantic = GIGANTIC.matcher(line.text());
            if (gigantic.matches()) {
                long kib = Long.parseLong(gigantic.group(1)) << ("KMG".indexOf(gigantic.group(2)) * 10);
                if (kib > (long) pageKib << maxOrder) {
                    finder.gigantic(kib / pageKib * Long.parseLong(gigantic.group(3)), line);
                }
            }
        }
        return new BootReleases(finder.releases, finder.lines);
    }

    private static final class Finder {

        private final List<Zone> zones;
        private final int pageKib;
        private final List<Integer> image;
        private final List<Release> releases = new ArrayList<>();
        private final List<LogLine> lines = new ArrayList<>();
        private final Map<Integer, List<Integer>> places = new HashMap<>();
        private boolean cpusUp;

        Finder(List<Zone> zones, Optional<Iomem> iomem, int pageKib) {
            this.zones = zones;
            this.pageKib = pageKib;
            List<IomemRange> kernel = iomem.map(Iomem::ranges).orElse(List.of()).stream()
                    .filter(r -> r.name().startsWith("Kernel ") && r.endInclusive() != 0)
                    .toList();
            this.image = kernel.isEmpty()
                    ? List.of()
                    : touched(
                            kernel.stream().mapToLong(IomemRange::start).min().orElseThrow(),
                            kernel.stream()
                                    .mapToLong(IomemRange::endInclusive)
                                    .max()
                                    .orElseThrow());
        }

        /** The last line counts: x86 moves a RAM disk that lies too high (relocate_initrd, arch/x86/kernel/setup.c). */
        void ramdisk(long start, long endInclusive) {
            places.put(INITRD_GROUP, touched(start, endInclusive));
        }

        /** smp_init, kernel/smp.c, ends with that line. */
        void cpusUp() {
            cpusUp = true;
        }

        void freed(String what, long pages, LogLine line) {
            boolean initrd = what.equals("initrd");
            boolean partOfImage = what.contains("kernel")
                    || what.contains("decrypted")
                    || what.contains("init")
                    || what.contains("alternatives");
            if (pages == 0) {
                return;
            }
            if (initrd) {
                add(
                        what,
                        pages,
                        Moment.of(what, cpusUp),
                        INITRD_GROUP,
                        places.getOrDefault(INITRD_GROUP, List.of()),
                        line);
            } else if (partOfImage && image.size() <= 1) {
                add(what, pages, Moment.of(what, cpusUp), IMAGE_GROUP, image, line);
            } else {
                add(what, pages, Moment.of(what, cpusUp), releases.size(), partOfImage ? image : List.of(), line);
            }
        }

        /** hugetlb_init gives them back to the count of managed pages (gather_bootmem_prealloc, mm/hugetlb.c). */
        void gigantic(long pages, LogLine line) {
            if (pages > 0) {
                add("gigantic huge pages", pages, Moment.BETWEEN_PASSES, releases.size(), List.of(), line);
            }
        }

        private void add(String what, long pages, Moment moment, int group, List<Integer> placed, LogLine line) {
            List<Integer> possible = placed.isEmpty() ? where(i -> isPossible(zones.get((int) i), pages)) : placed;
            if (!possible.isEmpty()) {
                releases.add(new Release(releases.size(), what, pages, moment, group, possible));
                lines.add(line);
            }
        }

        /** HighMem cannot hold it: what is reserved at boot is reached through the kernel's linear map. */
        private static boolean isPossible(Zone zone, long pages) {
            ZoneKind kind = ZoneKind.of(zone.name());
            return (kind == ZoneKind.LOWMEM || kind == ZoneKind.MOVABLE)
                    && zone.managed().orElse(0) >= pages;
        }

        private List<Integer> touched(long start, long endInclusive) {
            long first = Long.divideUnsigned(start, pageKib * 1024L);
            long last = Long.divideUnsigned(endInclusive, pageKib * 1024L);
            return where(i -> {
                Zone zone = zones.get((int) i);
                long from = zone.startPfn().orElse(0);
                return zone.isPopulated()
                        && from <= last
                        && first < from + zone.spanned().orElse(0);
            });
        }

        private List<Integer> where(LongPredicate wanted) {
            return IntStream.range(0, zones.size()).filter(wanted::test).boxed().toList();
        }
    }
}
