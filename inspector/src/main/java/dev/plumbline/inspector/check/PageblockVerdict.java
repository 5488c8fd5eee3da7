package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.KcoreHeaders;
import dev.plumbline.inspector.observed.KernelCommandLine;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.PageblocksOfZone;
import dev.plumbline.inspector.observed.Sysctl;
import dev.plumbline.inspector.observed.VmcoreInfo;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.reference.zone.PageblockCount;
import dev.plumbline.inspector.reference.zone.ZoneExtent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The verdict on the number of page blocks of one zone. */
final class PageblockVerdict {

    private static final String BLOCK_SIZE = "sys/devices/system/memory/block_size_bytes";

    /** init_unavailable_range says so for each zone that got pages of holes. */
    private static final Pattern WRITTEN_HOLES =
            Pattern.compile("On node \\d+, zone \\w+: \\d+ pages in unavailable ranges");

    /** SUBSECTION_SHIFT is 21 everywhere (include/linux/mmzone.h). */
    private static final long SUBSECTION_KIB = 2048;

    private PageblockVerdict() {}

    static Verdict of(HostView host, PageblocksOfZone counted, Zoneinfo zoneinfo, int order) {
        Optional<Zone> zone = zoneinfo.zone(counted.node(), counted.zone())
                .filter(z -> z.startPfn().isPresent());
        OptionalInt pageKib = BasePage.sizeKib(host);
        if (zone.isEmpty() || pageKib.isEmpty()) {
            return new Verdict.NotObservable("/proc/zoneinfo does not say where the zone lies", "");
        }
        Optional<MemoryMap> map = MemoryMaps.of(host, zoneinfo.zones(), pageKib.getAsInt());
        OptionalLong sectionPages = sectionPages(host, pageKib.getAsInt());
        if (map.isEmpty() || sectionPages.isEmpty()) {
            return new Verdict.NotObservable(
                    map.isEmpty() ? "where RAM lies is not known" : "the size of a memory section is not known",
                    "CAP_SYSLOG (the boot log) or CAP_SYS_RAWIO (the note of /proc/kcore)");
        }
        return counted(
                host, counted, zoneinfo, zone.get(), map.get(), sectionPages.getAsLong(), pageKib.getAsInt(), order);
    }

    private static Verdict counted(
            HostView host,
            PageblocksOfZone counted,
            Zoneinfo zoneinfo,
            Zone zone,
            MemoryMap map,
            long sectionPages,
            int pageKib,
            int order) {
        ZoneExtent extent = map.extent(counted.node(), counted.zone());
        boolean first = zoneinfo.zones().get(0).subject().equals(zone.subject());
        long granule = Math.min(sectionPages, subsectionPages(host, pageKib).orElse(sectionPages));
        long neighbours =
                new PageblockCount(map.memory(), granule, PageblockCount.Holes.NEIGHBOUR).of(extent, first, order);
        long zeroed =
                new PageblockCount(map.memory(), granule, PageblockCount.Holes.FIRST_ZONE).of(extent, first, order);
        if (neighbours == zeroed) {
            return judge(host, counted.total(), neighbours, zone, map, order);
        }
        Optional<KernelLog> log = host.kernelLog().intact();
        boolean written = log.filter(l -> l.first(WRITTEN_HOLES).isPresent()).isPresent();
        if (!written && log.filter(KernelLog::reachesInit).isEmpty()) {
            return new Verdict.NotObservable(
                    "whether struct pages of holes were given to a zone is not known: %d or %d blocks"
                            .formatted(neighbours, zeroed),
                    "CAP_SYSLOG (the boot log)");
        }
        return judge(host, counted.total(), written ? neighbours : zeroed, zone, map, order);
    }

    private static Verdict judge(HostView host, long observed, long expected, Zone zone, MemoryMap map, int order) {
        if (observed == expected) {
            return new Verdict.Holds(observed + " blocks", expected + " blocks", "");
        }
        long filled = zone.managed().orElse(0) >> order;
        if (observed < expected && observed >= filled && isLazy(host)) {
            return new Verdict.Explained(
                    observed,
                    expected,
                    "blocks",
                    List.of(new Verdict.Term(observed - expected, Evidence.in("proc/cmdline", "deferred_init=lazy"))),
                    "blocks whose struct pages are not initialised yet; managed pages alone fill " + filled);
        }
        if (!map.added().isEmpty()) {
            return new Verdict.NotObservable("RAM was added after booting, to a zone that no file names", "");
        }
        return new Verdict.Violated(
                observed + " blocks",
                expected + " blocks",
                "the zone's span, cut into blocks, as far as struct pages of the zone are there");
    }

    private static boolean isLazy(HostView host) {
        return host.text("proc/cmdline", KernelCommandLine::parse)
                .intact()
                .flatMap(c -> c.option("deferred_init"))
                .filter("lazy"::equals)
                .isPresent();
    }

    /** 0 for a flat memory map. A memory block is one section or several that are onlined together. */
    private static OptionalLong sectionPages(HostView host, int pageKib) {
        if (KernelEvidence.config(host).intact().filter(c -> c.isYes("FLATMEM")).isPresent()) {
            return OptionalLong.of(0);
        }
        OptionalLong bits = KernelEvidence.kcore(host)
                .intact()
                .flatMap(KcoreHeaders::vmcoreInfo)
                .map((VmcoreInfo v) -> v.number("SECTION_SIZE_BITS"))
                .orElse(OptionalLong.empty());
        if (bits.isPresent() && bits.getAsLong() < 40) {
            return OptionalLong.of((1L << bits.getAsLong()) / (pageKib * 1024L));
        }
        return host.text(BLOCK_SIZE, Sysctl::parseText)
                .intact()
                .map(s -> hex(s.text().strip()))
                .map(bytes -> OptionalLong.of(bytes / (pageKib * 1024L)))
                .filter(pages -> pages.getAsLong() > 0)
                .orElse(OptionalLong.empty());
    }

    /**
     * A subsection, where the kernel knows for each whether it has memory: with a virtual memory map, and asked by
     * pfn_to_online_page only where memory can be hot-plugged.
     */
    private static OptionalLong subsectionPages(HostView host, int pageKib) {
        boolean told = KernelEvidence.config(host)
                .intact()
                .filter(c -> c.isYes("SPARSEMEM_VMEMMAP") && c.isYes("MEMORY_HOTPLUG"))
                .isPresent();
        return told ? OptionalLong.of(Math.max(1, SUBSECTION_KIB / pageKib)) : OptionalLong.empty();
    }

    private static long hex(String text) {
        return text.matches("[0-9a-f]{1,12}") ? Long.parseLong(text, 16) : 0;
    }
}
