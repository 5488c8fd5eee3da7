package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Region;
import dev.plumbline.inspector.check.address.KernelRegion.Kind;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The kernel's part of the address space.
 *
 * @param architecture whose
 * @param regions what is known of it, the more certain and special first
 */
record KernelMap(Architecture architecture, List<KernelRegion> regions) {

    KernelMap {
        regions = List.copyOf(regions);
    }

    /** The region that an address lies in: the first that holds it, else what the architecture's windows leave possible. */
    KernelRegion at(VirtAddr address) {
        return regions.stream()
                .filter(r -> r.range().contains(address))
                .findFirst()
                .orElseGet(() -> possible(address));
    }

    private KernelRegion possible(VirtAddr address) {
        boolean lowmemKnown = architecture.format().vaBits() == Integer.SIZE
                && !of(Kind.DIRECT_MAP).isEmpty();
        List<Region> windows = architecture.addressSpace().regions().stream()
                .filter(r -> !lowmemKnown && r.range().contains(address))
                .filter(r -> regions.stream().noneMatch(known -> known.kind() == kind(r.what())))
                .toList();
        AddressRange range = gap(address);
        if (windows.isEmpty()) {
            return new KernelRegion(
                    Kind.OTHER,
                    "between the kernel's regions",
                    range,
                    OptionalLong.empty(),
                    architecture.addressSpace().source(),
                    "no region is known here: most likely nothing is mapped",
                    KernelRegion.TABLES);
        }
        String names = windows.stream()
                .map(r -> r.what().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(" or "));
        return new KernelRegion(
                Kind.OTHER,
                names,
                range,
                OptionalLong.empty(),
                windows.get(0).source(),
                "the kernel chooses these places when it boots, and nothing readable here says which",
                "proc/kcore (CONFIG_PROC_KCORE; CAP_SYS_RAWIO, no lockdown)");
    }

    /** What lies free of known regions around an address. */
    private AddressRange gap(VirtAddr address) {
        AddressRange kernel = architecture.addressSpace().kernel();
        long start = kernel.start().value();
        long end = kernel.end().value();
        for (KernelRegion region : regions) {
            long regionEnd = region.range().end().value();
            long regionStart = region.range().start().value();
            if (regionEnd != 0
                    && Long.compareUnsigned(regionEnd, address.value()) <= 0
                    && Long.compareUnsigned(regionEnd, start) > 0) {
                start = regionEnd;
            }
            if (Long.compareUnsigned(regionStart, address.value()) > 0
                    && Long.compareUnsigned(regionStart - 1, end - 1) < 0) {
                end = regionStart;
            }
        }
        return AddressRange.of(start, end);
    }

    private static Kind kind(Region.Part part) {
        return switch (part) {
            case KERNEL_IMAGE -> Kind.IMAGE;
            case MODULES -> Kind.MODULES;
            case DIRECT_MAP -> Kind.DIRECT_MAP;
            case VMALLOC -> Kind.VMALLOC;
            case VMEMMAP -> Kind.VMEMMAP;
            case FIXMAP, PKMAP, CPU_ENTRY_AREA -> Kind.OTHER;
        };
    }

    /** All regions of a kind. */
    List<KernelRegion> of(Kind kind) {
        List<KernelRegion> all = new ArrayList<>(regions);
        all.removeIf(r -> r.kind() != kind);
        return all;
    }

    /** The region of a kind that begins lowest. */
    Optional<KernelRegion> lowest(Kind kind) {
        return of(kind).stream()
                .min((a, b) -> a.range().start().compareTo(b.range().start()));
    }
}
