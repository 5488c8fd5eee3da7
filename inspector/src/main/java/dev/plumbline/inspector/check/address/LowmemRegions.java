package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.KernelEvidence;
import dev.plumbline.inspector.check.address.KernelRegion.Kind;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The regions of 32-bit kernels, which share one GiB or so among lowmem, vmalloc and windows for highmem. */
final class LowmemRegions {

    private static final long MIB = 1L << 20;
    private static final long VMALLOC_END_ARM = 0xff800000L;
    private static final long FIXADDR_TOP_I386 = 0xfffff000L;
    private static final String ONE_BY_ONE =
            "its pages are mapped one by one, and nothing but the tables tells their frames";

    private LowmemRegions() {}

    /** The first physical address that is not lowmem, by the zones; zero where zoneinfo cannot be read. */
    static long endOfLowmem(HostView host, Architecture architecture) {
        int pageShift = architecture.format().pageShift();
        return host.text("proc/zoneinfo", ZoneinfoParser::parse).intact().stream()
                        .flatMap(zoneinfo -> zoneinfo.populated().stream())
                        .filter(zone -> zone.name().equals("DMA") || zone.name().equals("Normal"))
                        .mapToLong(LowmemRegions::endPfn)
                        .max()
                        .orElse(0)
                << pageShift;
    }

    private static long endPfn(Zone zone) {
        return zone.startPfn().orElse(0) + zone.spanned().orElse(0);
    }

    /** MODULES_VADDR, PKMAP_BASE and VMALLOC_START, arch/arm/include/asm/memory.h, highmem.h, pgtable.h. */
    static List<KernelRegion> ofArm(Arm arm, HostView host, KernelMap known) {
        List<KernelRegion> regions = new ArrayList<>();
        long pageOffset = arm.split().pageOffset();
        boolean thumb = KernelEvidence.config(host)
                .intact()
                .filter(c -> c.isYes("THUMB2_KERNEL"))
                .isPresent();
        boolean highmem = host.text("proc/zoneinfo", ZoneinfoParser::parse).intact().stream()
                .flatMap(z -> z.zones().stream())
                .anyMatch(z -> z.name().equals("HighMem"));
        long pkmap = highmem ? pageOffset - 2 * MIB : pageOffset;
        String source = "arch/arm/include/asm/memory.h";
        if (highmem) {
            regions.add(KernelRegion.mapped(
                    Kind.OTHER, "PKMAP, windows to highmem", AddressRange.of(pkmap, pageOffset), source, ONE_BY_ONE));
        }
        regions.add(KcoreRegions.modules(AddressRange.of(pageOffset - (thumb ? 8 : 16) * MIB, pkmap), source));
        OptionalLong top = endOfDirectMap(known);
        top.ifPresent(end -> {
            long vmalloc = (end + 8 * MIB) & -(8 * MIB);
            regions.add(KernelRegion.without(
                    Kind.OTHER,
                    "gap before vmalloc, to catch overruns",
                    AddressRange.of(end, vmalloc),
                    "VMALLOC_OFFSET, arch/arm/include/asm/pgtable.h",
                    Fact.unknown("nothing is ever mapped here", "")));
            regions.add(
                    KcoreRegions.vmalloc(AddressRange.of(vmalloc, VMALLOC_END_ARM), "arch/arm/include/asm/pgtable.h"));
        });
        return regions;
    }

    private static OptionalLong endOfDirectMap(KernelMap known) {
        return known.of(Kind.DIRECT_MAP).stream()
                .mapToLong(r -> r.range().end().value())
                .max();
    }

    /** Upwards from VMALLOC_END: two pages, PKMAP, the LDT remap, the CPU entry areas, fixmap (pgtable_32_areas.h). */
    static List<KernelRegion> ofI386(I386 i386, KernelMap known) {
        OptionalLong vmallocEnd = known.of(Kind.VMALLOC).stream()
                .mapToLong(r -> r.range().end().value())
                .max();
        if (vmallocEnd.isEmpty()) {
            return List.of();
        }
        String source = "arch/x86/include/asm/pgtable_32_areas.h";
        long directory = i386.pae() ? 2 * MIB : 4 * MIB;
        long pkmap = vmallocEnd.getAsLong() + (2L << i386.format().pageShift());
        long ldt = (pkmap + directory) & -directory;
        List<KernelRegion> regions = new ArrayList<>();
        if (Long.compareUnsigned(ldt + directory, FIXADDR_TOP_I386) < 0) {
            regions.add(KernelRegion.mapped(
                    Kind.OTHER, "PKMAP, windows to highmem", AddressRange.of(pkmap, ldt), source, ONE_BY_ONE));
            regions.add(KernelRegion.mapped(
                    Kind.OTHER,
                    "LDT remap of page-table isolation",
                    AddressRange.of(ldt, ldt + directory),
                    source,
                    ONE_BY_ONE));
            regions.add(KernelRegion.mapped(
                    Kind.OTHER,
                    "CPU entry areas, then fixmap",
                    AddressRange.of(ldt + directory, FIXADDR_TOP_I386),
                    source,
                    ONE_BY_ONE));
        }
        return regions;
    }
}
