package dev.plumbline.inspector.check.compare;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.KernelEvidence;
import dev.plumbline.inspector.check.Machine;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.observed.CpuInfo;
import dev.plumbline.inspector.observed.Kallsyms;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.observed.KernelSymbol;
import dev.plumbline.inspector.reference.layout.ImagePlacement;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How addresses are laid out: page size, levels, isolation, randomization. What is drawn anew at each boot is compared by the
 * window it is drawn from; the draw itself is drift.
 */
final class LayoutQuantities {

    private static final String MELTDOWN = "sys/devices/system/cpu/vulnerabilities/meltdown";

    private LayoutQuantities() {}

    static void read(QuantityList list) {
        HostView host = list.host();
        Machine machine = Machine.of(host);
        if (machine.architecture().isPresent()) {
            Architecture architecture = machine.architecture().get();
            list.add(
                    QuantityKind.PAGE_SIZE,
                    "",
                    OptionalLong.of(1L << architecture.format().pageShift()));
            list.add(
                    QuantityKind.LEVELS,
                    "",
                    OptionalLong.of(architecture.format().levels().size()));
            image(list, architecture);
        } else {
            Value why = QuantityList.notShown(machine.whyNot());
            list.add(QuantityKind.PAGE_SIZE, "", why);
            list.add(QuantityKind.LEVELS, "", why);
            list.add(QuantityKind.IMAGE_PLACEMENT, "", why);
        }
        list.add(QuantityKind.TABLE_ISOLATION, "", isolation(list));
        for (String name : MemoryOptions.LAYOUT_SYSCTL) {
            Value value = list.line("proc/sys/" + name.replace('.', '/'));
            list.add(QuantityKind.ASLR, name, value);
        }
    }

    /** X86_FEATURE_PTI is among the flags where it is on, also on processors that would not need it. */
    private static Value isolation(QuantityList list) {
        List<String> flags = list.host()
                .text("proc/cpuinfo", CpuInfo::parse)
                .intact()
                .map(c -> c.words("flags"))
                .orElse(List.of());
        if (!flags.isEmpty()) {
            return new Value.Text(flags.contains("pti") ? "on" : "off");
        }
        Value meltdown = list.line(MELTDOWN);
        return meltdown instanceof Value.Text text
                ? new Value.Text(text.text().contains("PTI") ? "on" : "off")
                : meltdown;
    }

    private static void image(QuantityList list, Architecture architecture) {
        HostView host = list.host();
        Optional<KernelConfig> options = KernelEvidence.config(host).intact();
        ImagePlacement placement = ImagePlacement.of(
                architecture,
                options.map(c -> c.number("PHYSICAL_START")).orElse(OptionalLong.empty()),
                options.map(c -> c.number("PHYSICAL_ALIGN")).orElse(OptionalLong.empty()));
        if (placement instanceof ImagePlacement.Movable movable) {
            movable(list, movable);
        } else {
            list.add(QuantityKind.IMAGE_PLACEMENT, "", new Value.Text("not randomized: this architecture cannot"));
        }
    }

    private static void movable(QuantityList list, ImagePlacement.Movable movable) {
        Observation<Kallsyms> kallsyms = KernelEvidence.kallsyms(list.host());
        Optional<KernelSymbol> start = kallsyms.intact()
                .filter(k -> !k.isZeroed())
                .flatMap(k -> movable.symbols().stream()
                        .flatMap(name -> k.core(name).stream())
                        .findFirst());
        if (start.isEmpty()) {
            Value hidden = kallsyms.intact().isEmpty()
                    ? QuantityList.notShown(kallsyms.whyNot())
                    : new Value.NotShown(
                            "proc/kallsyms shows no addresses", "CAP_SYSLOG, and kernel.kptr_restrict below 2");
            list.add(QuantityKind.IMAGE_PLACEMENT, "", hidden);
            return;
        }
        VirtAddr at = new VirtAddr(start.get().address());
        String window = "somewhere in %s, at a multiple of %#x".formatted(movable.window(), movable.alignmentBytes());
        String words = movable.isMoved(at)
                .map(moved -> moved ? "randomized: " + window : "not randomized: in " + movable.unmoved())
                .orElse("neither where it is linked nor " + window);
        list.add(QuantityKind.IMAGE_PLACEMENT, "", new Value.Text(words));
        list.add(QuantityKind.IMAGE_ADDRESS, "", new Value.Text(at.toString()));
    }
}
