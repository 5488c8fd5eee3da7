package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.check.address.KernelRegion.Kind;
import dev.plumbline.inspector.observed.KcoreHeaders;
import dev.plumbline.inspector.observed.KcoreSegment;
import dev.plumbline.inspector.observed.VmcoreInfo;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The kernel's regions as the program headers of /proc/kcore show them. The headers name no region: their order does, which is
 * that of proc_kcore_init and kcore_update_ram in fs/proc/kcore.c (5.10 to 7.2): the image where the architecture shows it,
 * vmalloc, modules where they have a range of their own, then each range of RAM, followed by its part of vmemmap. What the
 * VMCOREINFO note says goes before.
 */
final class KcoreRegions {

    private static final String SOURCE = "proc/kcore";
    private static final long VSYSCALL = 0xffffffffff600000L;

    private final KcoreHeaders kcore;
    private final boolean lowmem;
    private final List<KernelRegion> regions = new ArrayList<>();
    private boolean vmallocSeen;
    private boolean ramSeen;

    private KcoreRegions(KcoreHeaders kcore, boolean lowmem) {
        this.kcore = kcore;
        this.lowmem = lowmem;
    }

    /** The regions, the more special before the more general. */
    static List<KernelRegion> of(Architecture architecture, KcoreHeaders kcore) {
        KcoreRegions reader = new KcoreRegions(kcore, architecture.format().vaBits() == Integer.SIZE);
        kcore.segments().forEach(reader::segment);
        reader.notes();
        return List.copyOf(reader.regions);
    }

    private void segment(KcoreSegment segment) {
        AddressRange range = AddressRange.of(segment.virtualAddress(), segment.end());
        String source = SOURCE + " program header " + segment.index();
        OptionalLong physical = segment.physicalAddress();
        if (physical.isPresent()) {
            long offset = segment.virtualAddress() - physical.getAsLong();
            boolean image = !ramSeen && !lowmem && !vmallocSeen;
            regions.add(KernelRegion.linear(
                    image ? Kind.IMAGE : Kind.DIRECT_MAP, image ? "kernel image" : name(), range, offset, source));
            ramSeen |= !image;
        } else if (segment.virtualAddress() == VSYSCALL) {
            regions.add(KernelRegion.mapped(Kind.OTHER, "vsyscall page", range, source, "it is a page of the image"));
        } else if (ramSeen) {
            regions.add(vmemmap(range, source));
        } else if (vmallocSeen) {
            regions.add(modules(range, source));
        } else {
            regions.add(vmalloc(range, source));
            vmallocSeen = true;
        }
    }

    private String name() {
        return lowmem ? "lowmem, the direct map" : "direct map";
    }

    /** Ranges that the note states in full; kcore shows of vmemmap only what has RAM behind it. */
    private void notes() {
        Optional<VmcoreInfo> note = kcore.vmcoreInfo();
        noted(note, "MODULES_VADDR", "MODULES_END").ifPresent(r -> regions.add(modules(r, SOURCE + " VMCOREINFO")));
        noted(note, "VMALLOC_START", "VMALLOC_END").ifPresent(r -> regions.add(vmalloc(r, SOURCE + " VMCOREINFO")));
        noted(note, "VMEMMAP_START", "VMEMMAP_END").ifPresent(r -> regions.add(vmemmap(r, SOURCE + " VMCOREINFO")));
    }

    private static Optional<AddressRange> noted(Optional<VmcoreInfo> note, String start, String end) {
        OptionalLong from = note.map(n -> n.number(start)).orElse(OptionalLong.empty());
        OptionalLong to = note.map(n -> n.number(end)).orElse(OptionalLong.empty());
        boolean ordered =
                from.isPresent() && to.isPresent() && Long.compareUnsigned(from.getAsLong(), to.getAsLong()) < 0;
        return ordered ? Optional.of(AddressRange.of(from.getAsLong(), to.getAsLong())) : Optional.empty();
    }

    static KernelRegion vmalloc(AddressRange range, String source) {
        return KernelRegion.mapped(
                Kind.VMALLOC, "vmalloc", range, source, "vmalloc maps frames from anywhere, page by page");
    }

    static KernelRegion modules(AddressRange range, String source) {
        return KernelRegion.mapped(
                Kind.MODULES, "modules", range, source, "module memory is vmalloc'ed: its frames come from anywhere");
    }

    static KernelRegion vmemmap(AddressRange range, String source) {
        return KernelRegion.mapped(
                Kind.VMEMMAP, "vmemmap, the array of struct page", range, source, "the array is mapped in blocks");
    }

    /**
     * Where the struct page of frame 0 would be. A part of vmemmap begins at the page that holds the first struct page of its
     * RAM (get_sparsemem_vmemmap_info).
     */
    static Optional<VirtAddr> vmemmapBase(KcoreHeaders kcore, int pageShift, long structPageBytes) {
        long page = 1L << pageShift;
        for (int i = 1; i < kcore.segments().size(); i++) {
            KcoreSegment ram = kcore.segments().get(i - 1);
            KcoreSegment array = kcore.segments().get(i);
            if (ram.physicalAddress().isPresent() && array.physicalAddress().isEmpty() && i > 2) {
                long before = (ram.physicalAddress().getAsLong() >>> pageShift) * structPageBytes;
                long base = array.virtualAddress() - before;
                return Optional.of(new VirtAddr((base + page - 1) & -page));
            }
        }
        return Optional.empty();
    }
}
