package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.observed.Iomem;
import dev.plumbline.inspector.observed.IomemParser;
import dev.plumbline.inspector.observed.IomemRange;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the kernel's image lies from its physical place, without /proc/kcore: /proc/iomem shows where the kernel put its parts,
 * kallsyms the symbols that they begin with.
 */
final class ImageOffset {

    private static final String ROOT = "CAP_SYS_ADMIN for the addresses in proc/iomem";
    private static final long TWO_MIB = 2L << 20;

    private ImageOffset() {}

    /** Virtual minus physical. */
    static Fact<Long> of(Architecture architecture, HostView host, KernelSymbols symbols) {
        Observation<Iomem> iomem = host.text("proc/iomem", IomemParser::parse);
        if (iomem.intact().isEmpty()) {
            return Fact.unread(iomem);
        }
        if (iomem.intact().get().isZeroed()) {
            return Fact.unknown("proc/iomem shows no addresses", ROOT);
        }
        if (symbols.hidden().isPresent()) {
            return symbols.hidden().get().map(s -> 0L);
        }
        OptionalLong code = start(iomem.intact().get(), "Kernel code");
        OptionalLong data = start(iomem.intact().get(), "Kernel data");
        OptionalLong text = symbols.mark("_text");
        OptionalLong sdata = symbols.mark("_sdata");
        if (data.isPresent() && sdata.isPresent()) {
            return Fact.known(
                    sdata.getAsLong() - data.getAsLong(),
                    "kallsyms _sdata %#x, proc/iomem Kernel data %#x".formatted(sdata.getAsLong(), data.getAsLong()));
        }
        if (code.isPresent() && architecture instanceof Arm arm) {
            return ofArm(arm, code.getAsLong(), symbols);
        }
        // On arm64 "Kernel code" began at _stext, and later at _text.
        return code.isPresent() && text.isPresent() && !(architecture instanceof Aarch64)
                ? Fact.known(
                        text.getAsLong() - code.getAsLong(),
                        "kallsyms _text %#x, proc/iomem Kernel code %#x".formatted(text.getAsLong(), code.getAsLong()))
                : Fact.unknown("kallsyms and proc/iomem do not show the beginning of one part both", "proc/kcore");
    }

    /**
     * {@code Kernel code} begins at _text, which kallsyms lacks; _stext follows at the next section, 1 MiB, or 2 MiB with LPAE
     * (arch/arm/kernel/vmlinux.lds.S). The distance is a multiple of 2 MiB (ARM_PATCH_PHYS_VIRT), so that only one fits.
     */
    private static Fact<Long> ofArm(Arm arm, long code, KernelSymbols symbols) {
        OptionalLong stext = symbols.mark("_stext");
        if (stext.isEmpty()) {
            return Fact.unknown("kallsyms has no _stext", "CONFIG_KALLSYMS");
        }
        long section = arm.lpae() ? TWO_MIB : TWO_MIB / 2;
        long offset = (stext.getAsLong() - code) & -TWO_MIB;
        long gap = stext.getAsLong() - code - offset;
        return gap < section
                ? Fact.known(
                        offset, "kallsyms _stext %#x, proc/iomem Kernel code %#x".formatted(stext.getAsLong(), code))
                : Fact.unknown("_stext and proc/iomem do not fit together", "");
    }

    private static OptionalLong start(Iomem iomem, String name) {
        Optional<IomemRange> range = iomem.named(name).stream().findFirst();
        return range.isPresent() ? OptionalLong.of(range.get().start()) : OptionalLong.empty();
    }
}
