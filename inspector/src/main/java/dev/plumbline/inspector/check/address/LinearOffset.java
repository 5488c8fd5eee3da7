package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.KernelLandmarks;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.KernelEvidence;
import dev.plumbline.inspector.observed.Iomem;
import dev.plumbline.inspector.observed.IomemParser;
import dev.plumbline.inspector.observed.KernelCommandLine;
import dev.plumbline.inspector.observed.KernelConfig;
import java.util.Optional;
import java.util.OptionalLong;

/** How far the direct map lies from RAM, without /proc/kcore. */
final class LinearOffset {

    private static final String KCORE = "proc/kcore (CONFIG_PROC_KCORE; CAP_SYS_RAWIO, no lockdown)";
    private static final long START_KERNEL_MAP = 0xffffffff80000000L;

    private LinearOffset() {}

    /** Virtual minus physical. */
    static Fact<Long> of(Architecture architecture, HostView host, KernelSymbols symbols) {
        if (architecture instanceof I386 i386) {
            return Fact.known(i386.split().pageOffset(), "PAGE_OFFSET of " + i386.variant());
        }
        if (architecture instanceof Arm) {
            // The image lies in the direct map.
            return ImageOffset.of(architecture, host, symbols);
        }
        if (architecture instanceof X86_64 x86) {
            long base = KernelLandmarks.unrandomized(x86).get(0).range().start().value();
            return unrandomized(host, symbols)
                    .map(why -> Fact.known(base, why))
                    .orElse(Fact.unknown("KASLR moves the direct map, and nothing readable here says where", KCORE));
        }
        return Fact.unknown("where RAM stands in the direct map is decided at boot", KCORE);
    }

    /**
     * Why KASLR has not acted. Where the image stands where it is linked, in both address spaces, it was not moved: of two
     * independent draws from hundreds of places each (arch/x86/boot/compressed/kaslr.c) neither moved it; the same switch,
     * KASLR_FLAG, lets kernel_randomize_memory act.
     */
    static Optional<String> unrandomized(HostView host, KernelSymbols symbols) {
        boolean nokaslr = host.text("proc/cmdline", KernelCommandLine::parse)
                .intact()
                .filter(c -> c.has("nokaslr"))
                .isPresent();
        if (nokaslr) {
            return Optional.of("nokaslr on the command line");
        }
        Optional<KernelConfig> config = KernelEvidence.config(host).intact();
        if (config.filter(c -> !c.isYes("RANDOMIZE_MEMORY")).isPresent()) {
            return Optional.of("CONFIG_RANDOMIZE_MEMORY is not set");
        }
        OptionalLong linked = config.map(c -> c.number("PHYSICAL_START")).orElse(OptionalLong.empty());
        OptionalLong text = symbols.mark("_text").isPresent() ? symbols.mark("_text") : symbols.mark("_stext");
        OptionalLong code = host.text("proc/iomem", IomemParser::parse)
                .intact()
                .filter(i -> !i.isZeroed())
                .map(Iomem::ranges)
                .map(ranges -> ranges.stream()
                        .filter(r -> r.name().equals("Kernel code"))
                        .mapToLong(r -> r.start())
                        .findFirst())
                .orElse(OptionalLong.empty());
        boolean inPlace = linked.isPresent()
                && text.equals(OptionalLong.of(START_KERNEL_MAP + linked.getAsLong()))
                && code.equals(linked);
        return inPlace
                ? Optional.of("the image stands where it is linked, virtually and physically: KASLR did not act")
                : Optional.empty();
    }
}
