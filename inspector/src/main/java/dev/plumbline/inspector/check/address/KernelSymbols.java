package dev.plumbline.inspector.check.address;

import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.KernelEvidence;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.observed.IomemParser;
import dev.plumbline.inspector.observed.Kallsyms;
import dev.plumbline.inspector.observed.KallsymsParser;
import dev.plumbline.inspector.observed.KernelSymbol;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** What /proc/kallsyms says around the addresses that were asked for; one pass. */
final class KernelSymbols {

    private static final String PATH = "proc/kallsyms";

    /** The linker script's marks (include/asm-generic/vmlinux.lds.h, arch/.../kernel/vmlinux.lds.S). */
    private static final Set<String> MARKS = Set.of(
            "_text",
            "_stext",
            "_etext",
            "__start_rodata",
            "__end_rodata",
            "_sdata",
            "_edata",
            "__init_begin",
            "__init_end",
            "__bss_start",
            "__bss_stop",
            "_end");

    private final Observation<Kallsyms> kallsyms;
    private final OptionalLong dataStart;
    private final TreeMap<VirtAddr, Optional<KernelSymbol>> nearest = new TreeMap<>();

    private KernelSymbols(HostView host, Collection<VirtAddr> addresses) {
        dataStart = host.text("proc/iomem", IomemParser::parse)
                .intact()
                .filter(i -> !i.isZeroed())
                .flatMap(i -> i.named("Kernel data").stream().findFirst())
                .map(r -> OptionalLong.of(r.start()))
                .orElse(OptionalLong.empty());
        addresses.forEach(a -> nearest.put(a, Optional.empty()));
        if (addresses.isEmpty()) {
            kallsyms = KernelEvidence.kallsyms(host);
            return;
        }
        Reading<Parsed<Kallsyms>> read =
                host.files().stream(PATH, in -> KallsymsParser.parse(PATH, in, MARKS::contains, this::take));
        kallsyms = new Observation<>(PATH, read);
    }

    /** Reads them. */
    static KernelSymbols of(HostView host, Collection<VirtAddr> addresses) {
        return new KernelSymbols(host, addresses);
    }

    private void take(KernelSymbol symbol) {
        VirtAddr at = new VirtAddr(symbol.address());
        for (Map.Entry<VirtAddr, Optional<KernelSymbol>> asked :
                nearest.tailMap(at, true).entrySet()) {
            Optional<KernelSymbol> known = asked.getValue();
            boolean nearer = known.isEmpty()
                    || Long.compareUnsigned(symbol.address(), known.get().address()) > 0;
            boolean betterName = known.filter(k -> k.address() == symbol.address()
                            && !Character.isUpperCase(k.type())
                            && Character.isUpperCase(symbol.type()))
                    .isPresent();
            if (nearer || betterName) {
                asked.setValue(Optional.of(symbol));
            }
        }
    }

    /** The symbol at or below an address that was asked for; empty where addresses are hidden or none is below. */
    Optional<KernelSymbol> nearest(VirtAddr address) {
        return nearest.getOrDefault(address, Optional.empty()).filter(s -> s.address() != 0);
    }

    /** A mark of the linker script. */
    OptionalLong mark(String name) {
        return kallsyms.intact()
                .flatMap(k -> k.core(name))
                .filter(s -> s.address() != 0)
                .map(s -> OptionalLong.of(s.address()))
                .orElse(OptionalLong.empty());
    }

    /** Why no symbol is known; empty where symbols are. */
    Optional<Fact<String>> hidden() {
        if (kallsyms.intact().isEmpty()) {
            return Optional.of(Fact.unread(kallsyms));
        }
        return kallsyms.intact().get().isZeroed()
                ? Optional.of(Fact.unknown(
                        "proc/kallsyms shows zeros instead of addresses",
                        "CAP_SYSLOG, and kernel.kptr_restrict below 2"))
                : Optional.empty();
    }

    /** The section of the image by the marks around an address; empty where they do not tell. */
    Optional<String> section(VirtAddr address) {
        return Optional.<String>empty()
                .or(() -> between(address, "_text", "_etext", "text"))
                .or(() -> between(address, "_stext", "_etext", "text"))
                .or(() -> between(address, "__start_rodata", "__end_rodata", "rodata"))
                .or(() -> between(address, "__init_begin", "__init_end", "init, freed after boot"))
                .or(() -> between(address, "_sdata", "_edata", "data"))
                .or(() -> between(address, "__bss_start", "__bss_stop", "bss"));
    }

    /**
     * Whether an address of the image lies in its init section. Where kallsyms shows functions alone and no
     * {@code __init_end}, the section ends before what proc/iomem calls Kernel data.
     *
     * @param offset of the image from its physical place
     */
    boolean isInit(VirtAddr address, OptionalLong offset) {
        OptionalLong begin = mark("__init_begin");
        OptionalLong end = mark("__init_end");
        if (end.isEmpty() && offset.isPresent()) {
            end = dataStart.isPresent()
                    ? OptionalLong.of(dataStart.getAsLong() + offset.getAsLong())
                    : OptionalLong.empty();
        }
        return begin.isPresent()
                && end.isPresent()
                && Long.compareUnsigned(address.value(), begin.getAsLong()) >= 0
                && Long.compareUnsigned(address.value(), end.getAsLong()) < 0;
    }

    private Optional<String> between(VirtAddr address, String start, String end, String section) {
        OptionalLong from = mark(start);
        OptionalLong to = mark(end);
        boolean inside = from.isPresent()
                && to.isPresent()
                && Long.compareUnsigned(address.value(), from.getAsLong()) >= 0
                && Long.compareUnsigned(address.value(), to.getAsLong()) < 0;
        return inside ? Optional.of(section) : Optional.empty();
    }
}
