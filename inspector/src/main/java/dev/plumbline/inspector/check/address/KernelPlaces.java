package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.KernelEvidence;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.observed.KcoreHeaders;
import dev.plumbline.inspector.observed.KernelModule;
import dev.plumbline.inspector.observed.KernelSymbol;
import dev.plumbline.inspector.observed.Modules;
import dev.plumbline.inspector.observed.ModulesParser;
import dev.plumbline.inspector.observed.VmallocArea;
import dev.plumbline.inspector.observed.VmallocInfo;
import dev.plumbline.inspector.observed.VmallocInfoParser;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains kernel addresses of one host. */
final class KernelPlaces {

    private static final Pattern IOREMAP = Pattern.compile(".* phys=(?:0x)?([0-9a-f]{1,16}) ioremap.*");
    private static final String VMALLOCINFO = "proc/vmallocinfo";

    private final HostView host;
    private final KernelMap map;
    private final KernelSymbols symbols;
    private final Frames frames;
    private final int pageShift;

    /** @param addresses all that will be asked for: symbols are read once */
    KernelPlaces(Architecture architecture, HostView host, Collection<VirtAddr> addresses) {
        this.host = host;
        this.symbols = KernelSymbols.of(host, addresses);
        this.map = KernelMapReader.read(architecture, host, symbols);
        this.pageShift = architecture.format().pageShift();
        this.frames = new Frames(host, pageShift);
    }

    KernelPlace at(VirtAddr address) {
        KernelRegion region = map.at(address);
        List<String> details = new ArrayList<>();
        Optional<VmallocArea> area = Optional.empty();
        switch (region.kind()) {
            case IMAGE -> image(address, details);
            case DIRECT_MAP -> imageInLowmem(address, region, details);
            case MODULES -> {
                module(address, details);
                area = vmalloc(address, details);
            }
            case VMALLOC -> {
                symbol(address, details);
                area = vmalloc(address, details);
            }
            case VMEMMAP -> structPage(address, details);
            case OTHER -> symbol(address, details);
        }
        Fact<PhysAddr> physical = physical(region, address, area);
        Fact<Frame> frame = physical.value().isPresent()
                ? Fact.known(frames.at(physical.value().get()), physical.because())
                : Fact.unknown("no physical address is known", "");
        return new KernelPlace(region.name(), region.range(), region.source(), details, physical, frame);
    }

    private Fact<PhysAddr> physical(KernelRegion region, VirtAddr address, Optional<VmallocArea> area) {
        if (region.kind() == KernelRegion.Kind.IMAGE
                && !(map.architecture() instanceof Riscv)
                && symbols.isInit(address, region.offset())) {
            return Fact.unknown(
                    "the init section was freed after boot; arm64, and x86 with page-table isolation, unmap it then",
                    KernelRegion.TABLES);
        }
        if (region.offset().isPresent()) {
            long offset = region.offset().getAsLong();
            return Fact.known(
                    new PhysAddr(address.value() - offset),
                    "the %s lies at physical + %#x".formatted(region.name(), offset));
        }
        Optional<Long> device = area.flatMap(KernelPlaces::ioremapped);
        if (device.isPresent()) {
            long inArea = address.value() - area.orElseThrow().start().orElseThrow();
            return Fact.known(
                    new PhysAddr(device.get() + inArea), "ioremap of %#x: %s".formatted(device.get(), VMALLOCINFO));
        }
        return Fact.unknown(region.because(), region.remedy());
    }

    private static Optional<Long> ioremapped(VmallocArea area) {
        Matcher matcher = IOREMAP.matcher(" " + area.description());
        return matcher.matches() ? Optional.of(Long.parseUnsignedLong(matcher.group(1), 16)) : Optional.empty();
    }

    private void image(VirtAddr address, List<String> details) {
        symbols.section(address).ifPresent(section -> details.add("section " + section));
        symbol(address, details);
    }

    private void imageInLowmem(VirtAddr address, KernelRegion region, List<String> details) {
        OptionalLong end = symbols.mark("_end").isPresent() ? symbols.mark("_end") : symbols.mark("_etext");
        boolean inImage = region.name().startsWith("lowmem")
                && symbols.mark("_stext").isPresent()
                && address.value() >= symbols.mark("_stext").getAsLong()
                && address.value() < end.orElse(0);
        if (inImage) {
            details.add("kernel image"
                    + symbols.section(address).map(s -> ", section " + s).orElse(""));
            symbol(address, details);
        }
    }

    private void symbol(VirtAddr address, List<String> details) {
        Optional<KernelSymbol> nearest = symbols.nearest(address);
        if (nearest.isPresent() && isNear(address, nearest.get())) {
            KernelSymbol symbol = nearest.get();
            details.add("symbol %s+%#x%s"
                    .formatted(
                            symbol.name(),
                            address.value() - symbol.address(),
                            symbol.module().isEmpty() ? "" : " [" + symbol.module() + "]"));
        } else {
            symbols.hidden().ifPresent(why -> details.add("symbol not known: " + why.whyNot()));
        }
    }

    /** No function or variable of the kernel is larger, and what lies behind the last symbol is not part of it. */
    private static boolean isNear(VirtAddr address, KernelSymbol symbol) {
        return Long.compareUnsigned(address.value() - symbol.address(), 4L << 20) < 0;
    }

    private void module(VirtAddr address, List<String> details) {
        Observation<Modules> modules = host.text("proc/modules", ModulesParser::parse);
        Optional<KernelModule> module = modules.intact().stream()
                .flatMap(m -> m.modules().stream())
                .filter(m -> m.address() != 0
                        && AddressRange.of(m.address(), m.address() + m.sizeBytes())
                                .contains(address))
                .findFirst();
        if (module.isPresent()) {
            details.add("module %s, loaded at %#x"
                    .formatted(module.get().name(), module.get().address()));
        } else if (modules.intact().filter(Modules::isZeroed).isPresent()) {
            details.add("module not known: proc/modules shows zeros instead of addresses; would need CAP_SYSLOG");
        }
        symbol(address, details);
    }

    private Optional<VmallocArea> vmalloc(VirtAddr address, List<String> details) {
        Observation<VmallocInfo> info = host.text(VMALLOCINFO, VmallocInfoParser::parse);
        if (info.intact().isEmpty()) {
            details.add("area not known: " + Fact.unread(info).whyNot());
            return Optional.empty();
        }
        if (info.intact().get().form() != VmallocInfo.AddressForm.REAL) {
            details.add("area not known: vmallocinfo shows %s addresses; would need kernel.kptr_restrict = 1"
                    .formatted(info.intact().get().form() == VmallocInfo.AddressForm.HASHED ? "hashed" : "hidden"));
            return Optional.empty();
        }
        Optional<VmallocArea> area = info.intact().get().areas().stream()
                .filter(a -> a.start().isPresent() && a.end().isPresent())
                .filter(a -> AddressRange.of(a.start().getAsLong(), a.end().getAsLong())
                        .contains(address))
                .findFirst();
        if (area.isEmpty()) {
            details.add("in no area of " + VMALLOCINFO + ": nothing is mapped here");
            return area;
        }
        boolean guard = area.get().end().getAsLong() - address.value() <= 1L << pageShift;
        details.add("area %x-%x %s"
                .formatted(
                        area.get().start().getAsLong(),
                        area.get().end().getAsLong(),
                        area.get().description().strip()));
        if (guard) {
            details.add("the area's guard page: nothing is mapped here");
        }
        return guard ? Optional.empty() : area;
    }

    private void structPage(VirtAddr address, List<String> details) {
        Optional<KcoreHeaders> kcore = KernelEvidence.kcore(host).intact();
        OptionalLong size = kcore.flatMap(KcoreHeaders::vmcoreInfo)
                .map(note -> note.size("page"))
                .orElse(OptionalLong.empty());
        Optional<VirtAddr> base = size.isPresent()
                ? KcoreRegions.vmemmapBase(kcore.orElseThrow(), pageShift, size.getAsLong())
                : Optional.empty();
        if (base.isEmpty()) {
            details.add("struct page not known: would need the size of struct page and RAM's place, proc/kcore");
            return;
        }
        long distance = address.value() - base.get().value();
        long pfn = Long.divideUnsigned(distance, size.getAsLong());
        details.add("struct page of PFN %#x (physical %#x), byte %d of %d"
                .formatted(pfn, pfn << pageShift, distance - pfn * size.getAsLong(), size.getAsLong()));
    }
}
