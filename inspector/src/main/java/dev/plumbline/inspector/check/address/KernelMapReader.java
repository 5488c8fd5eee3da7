package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.KernelLandmarks;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.KernelEvidence;
import dev.plumbline.inspector.check.address.KernelRegion.Kind;
import dev.plumbline.inspector.observed.Iomem;
import dev.plumbline.inspector.observed.IomemParser;
import dev.plumbline.inspector.observed.IomemRange;
import dev.plumbline.inspector.observed.KcoreHeaders;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Puts the kernel's regions together: from /proc/kcore where it can be read, else from what is fixed and what symbols show. */
final class KernelMapReader {

    private static final long START_KERNEL_MAP = 0xffffffff80000000L;
    private static final long MODULES_END = 0xffffffffff000000L;
    private static final String ONE_BY_ONE =
            "its pages are mapped one by one, and nothing but the tables tells their frames";
    private static final String MM_RST = "Documentation/arch/x86/x86_64/mm.rst";

    private final Architecture architecture;
    private final HostView host;
    private final KernelSymbols symbols;
    private final List<KernelRegion> regions = new ArrayList<>();

    private KernelMapReader(Architecture architecture, HostView host, KernelSymbols symbols) {
        this.architecture = architecture;
        this.host = host;
        this.symbols = symbols;
    }

    static KernelMap read(Architecture architecture, HostView host, KernelSymbols symbols) {
        KernelMapReader reader = new KernelMapReader(architecture, host, symbols);
        reader.regions.addAll(landmarks(architecture));
        Optional<KcoreHeaders> kcore = KernelEvidence.kcore(host).intact();
        if (kcore.isPresent()) {
            reader.regions.addAll(KcoreRegions.of(architecture, kcore.get()));
        } else {
            reader.withoutKcore();
        }
        reader.extras();
        return new KernelMap(architecture, reader.regions);
    }

    /** What is fixed by the architecture alone. */
    static KernelMap withoutHost(Architecture architecture) {
        return new KernelMap(architecture, landmarks(architecture));
    }

    private static List<KernelRegion> landmarks(Architecture architecture) {
        return KernelLandmarks.of(architecture).stream()
                .map(mark -> mark.hole()
                        ? KernelRegion.without(
                                Kind.OTHER,
                                mark.name(),
                                mark.range(),
                                mark.source(),
                                Fact.unknown("nothing is ever mapped here", ""))
                        : KernelRegion.mapped(Kind.OTHER, mark.name(), mark.range(), mark.source(), ONE_BY_ONE))
                .toList();
    }

    private void withoutKcore() {
        Fact<Long> linear = LinearOffset.of(architecture, host, symbols);
        linear.value().ifPresent(offset -> ram(offset, linear.because()));
        if (!isLowmem()) {
            image(ImageOffset.of(architecture, host, symbols));
        }
        if (architecture instanceof X86_64 x86) {
            LinearOffset.unrandomized(host, symbols)
                    .ifPresent(why -> KernelLandmarks.unrandomized(x86).forEach(mark -> unrandomized(mark, why)));
        }
    }

    private void unrandomized(KernelLandmarks.Landmark mark, String why) {
        String source = mark.source() + "; " + why;
        regions.add(
                switch (mark.name()) {
                    case "vmalloc" -> KcoreRegions.vmalloc(mark.range(), source);
                    case "vmemmap" -> KcoreRegions.vmemmap(mark.range(), source);
                    default -> noRam(mark.range(), source);
                });
    }

    private void image(Fact<Long> offset) {
        OptionalLong text = symbols.mark("_text").isPresent() ? symbols.mark("_text") : symbols.mark("_stext");
        OptionalLong end = symbols.mark("_end");
        if (text.isEmpty()) {
            return;
        }
        long last = end.isPresent() ? end.getAsLong() : lastSection().orElse(text.getAsLong());
        if (Long.compareUnsigned(last, text.getAsLong()) <= 0) {
            return;
        }
        AddressRange range = AddressRange.of(text.getAsLong(), last);
        regions.add(
                offset.value().isPresent()
                        ? KernelRegion.linear(
                                Kind.IMAGE,
                                "kernel image",
                                range,
                                offset.value().get(),
                                offset.because())
                        : KernelRegion.without(Kind.IMAGE, "kernel image", range, "proc/kallsyms", offset));
    }

    /** Where kallsyms shows text alone: the end of what proc/iomem lists of the image, as far from its code as there. */
    private OptionalLong lastSection() {
        Optional<Iomem> iomem = iomem();
        OptionalLong text = symbols.mark("_text").isPresent() ? symbols.mark("_text") : symbols.mark("_stext");
        Optional<IomemRange> code =
                iomem.stream().flatMap(i -> i.named("Kernel code").stream()).findFirst();
        OptionalLong end = iomem.stream()
                .flatMap(i -> i.ranges().stream())
                .filter(r -> r.name().startsWith("Kernel "))
                .mapToLong(IomemRange::endInclusive)
                .max();
        return code.isPresent() && end.isPresent() && text.isPresent()
                ? OptionalLong.of(end.getAsLong() + 1 - code.get().start() + text.getAsLong())
                : symbols.mark("_etext");
    }

    private void ram(long offset, String how) {
        long limit = isLowmem() ? LowmemRegions.endOfLowmem(host, architecture) : -1;
        for (IomemRange ram : iomem().map(Iomem::systemRam).orElse(List.of())) {
            long end = Long.compareUnsigned(ram.endInclusive(), limit) < 0 ? ram.endInclusive() + 1 : limit;
            if (Long.compareUnsigned(ram.start(), end) < 0) {
                regions.add(KernelRegion.linear(
                        Kind.DIRECT_MAP,
                        isLowmem() ? "lowmem, the direct map" : "direct map",
                        AddressRange.of(ram.start() + offset, end + offset),
                        offset,
                        how + "; proc/iomem System RAM"));
            }
        }
    }

    private void extras() {
        KernelMap known = new KernelMap(architecture, regions);
        if (architecture instanceof Arm arm) {
            regions.addAll(LowmemRegions.ofArm(arm, host, known));
        } else if (architecture instanceof I386 i386) {
            regions.addAll(LowmemRegions.ofI386(i386, known));
        } else {
            restOfDirectMap(known);
        }
        if (architecture instanceof X86_64) {
            x86(known);
        }
        if (architecture instanceof Aarch64) {
            aroundVmemmap(known);
        }
        if (architecture instanceof Riscv) {
            known.lowest(Kind.VMEMMAP).ifPresent(this::belowVmemmap);
        }
    }

    /**
     * Fixmap and PCI I/O lie between vmalloc and vmemmap to 6.9, above vmemmap since (arch/arm64/include/asm/memory.h,
     * fixmap.h); their sizes differ by version.
     */
    private void aroundVmemmap(KernelMap known) {
        Optional<KernelRegion> vmalloc = lastOf(known, Kind.VMALLOC);
        Optional<KernelRegion> vmemmap = lastOf(known, Kind.VMEMMAP);
        if (vmalloc.isPresent() && vmemmap.isPresent()) {
            String name = "fixmap, PCI I/O, and room between them";
            AddressRange below = AddressRange.of(
                    vmalloc.get().range().end().value(),
                    vmemmap.get().range().start().value());
            AddressRange above = AddressRange.of(vmemmap.get().range().end().value(), 0);
            String source = "arch/arm64/include/asm/memory.h";
            regions.add(KernelRegion.mapped(Kind.OTHER, name, below, source, ONE_BY_ONE));
            regions.add(KernelRegion.mapped(Kind.OTHER, name, above, source, ONE_BY_ONE));
        }
    }

    /** What VMCOREINFO states comes behind the segments, and is the whole of a region. */
    private static Optional<KernelRegion> lastOf(KernelMap known, Kind kind) {
        List<KernelRegion> all = known.of(kind);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** PCI_IO_START and FIXADDR_START: 16 MiB and at most 6 MiB below vmemmap (arch/riscv/include/asm/pgtable.h). */
    private void belowVmemmap(KernelRegion vmemmap) {
        String source = "arch/riscv/include/asm/pgtable.h";
        long end = vmemmap.range().start().value();
        long pci = end - (16L << 20);
        regions.add(KernelRegion.mapped(Kind.OTHER, "PCI I/O", AddressRange.of(pci, end), source, ONE_BY_ONE));
        regions.add(
                KernelRegion.mapped(Kind.OTHER, "fixmap", AddressRange.of(pci - (6L << 20), pci), source, ONE_BY_ONE));
    }

    private void x86(KernelMap known) {
        boolean randomizable = KernelEvidence.config(host)
                .intact()
                .map(c -> c.isYes("RANDOMIZE_BASE"))
                .orElse(true);
        long modules = START_KERNEL_MAP + (randomizable ? 1L << 30 : 512L << 20);
        if (known.of(Kind.MODULES).isEmpty()) {
            regions.add(KcoreRegions.modules(AddressRange.of(modules, MODULES_END), MM_RST));
        }
        AddressRange window = AddressRange.of(START_KERNEL_MAP, modules);
        regions.add(
                known.of(Kind.IMAGE).isEmpty()
                        ? KernelRegion.without(
                                Kind.IMAGE,
                                "kernel image, or the room that KASLR moves it in",
                                window,
                                MM_RST,
                                Fact.unknown(
                                        "nothing readable here says where the image is",
                                        "CAP_SYSLOG for kallsyms, CAP_SYS_ADMIN for proc/iomem"))
                        : KernelRegion.without(
                                Kind.OTHER,
                                "the kernel text mapping, beside the image",
                                window,
                                MM_RST,
                                Fact.unknown("the mapping is cut to the image at boot (cleanup_highmap)", "")));
        Optional<KernelConfig> config = KernelEvidence.config(host).intact();
        if (config.filter(c -> c.isYes("KASAN")).isPresent()) {
            long start = architecture.format().vaBits() == 57 ? 0xffdf000000000000L : 0xffffec0000000000L;
            regions.add(KernelRegion.mapped(
                    Kind.OTHER, "KASAN shadow", AddressRange.of(start, 0xfffffc0000000000L), MM_RST, "shadow memory"));
        }
    }

    /** From where physical address zero, or the lowest RAM, would be to the next region above. */
    private void restOfDirectMap(KernelMap known) {
        List<KernelRegion> ram = known.of(Kind.DIRECT_MAP);
        Optional<KernelRegion> lowest =
                known.lowest(Kind.DIRECT_MAP).filter(r -> r.offset().isPresent());
        if (lowest.isEmpty()) {
            return;
        }
        long start = architecture instanceof X86_64
                ? lowest.get().offset().getAsLong()
                : lowest.get().range().start().value();
        long top = ram.stream()
                .mapToLong(r -> r.range().end().value())
                .reduce(start, (a, b) -> Long.compareUnsigned(a, b) < 0 ? b : a);
        long end = regions.stream()
                .filter(r -> r.kind() != Kind.DIRECT_MAP)
                .mapToLong(r -> r.range().start().value())
                .filter(s -> Long.compareUnsigned(s, top) >= 0)
                .reduce(
                        architecture.addressSpace().kernel().end().value(),
                        (a, b) -> Long.compareUnsigned(b - 1, a - 1) < 0 ? b : a);
        regions.add(noRam(AddressRange.of(start, end), lowest.get().source()));
    }

    private static KernelRegion noRam(AddressRange range, String source) {
        return KernelRegion.without(
                Kind.DIRECT_MAP,
                "direct map, where no RAM is",
                range,
                source,
                Fact.unknown("no System RAM stands at this place: nothing is mapped, or a device by other means", ""));
    }

    private Optional<Iomem> iomem() {
        return host.text("proc/iomem", IomemParser::parse).intact().filter(i -> !i.isZeroed());
    }

    private boolean isLowmem() {
        return architecture.format().vaBits() == Integer.SIZE;
    }
}
