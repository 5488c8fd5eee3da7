package dev.plumbline.inspector.check.compare;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Recognition;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Machine;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.observed.CpuInfo;
import dev.plumbline.inspector.observed.CpuList;
import dev.plumbline.inspector.observed.Iomem;
import dev.plumbline.inspector.observed.IomemParser;
import dev.plumbline.inspector.observed.IomemRange;
import dev.plumbline.inspector.observed.NodeDistance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a machine is made of: processors, RAM, nodes. */
final class MachineQuantities {

    private static final String NODES = "sys/devices/system/node";
    private static final String MEMMAP = "sys/firmware/memmap";
    private static final Pattern ADDRESS_BITS = Pattern.compile("([0-9]{1,3}) bits physical.*");
    private static final List<String> PROCESSOR_KEYS =
            List.of("model name", "Model", "cpu", "uarch", "cpu model", "vendor_id", "Hardware", "isa");

    /**
     * The flags of x86 that decide page sizes, levels, permissions and how translations are kept (Intel SDM 3A, chapter 4;
     * arch/x86/include/asm/cpufeatures.h), and the letters of an ARM or RISC-V that do.
     */
    private static final Set<String> PAGING = Set.of(
            "pse", "pae", "pge", "pat", "pse36", "nx", "pdpe1gb", "la57", "pcid", "invpcid", "smep", "smap", "pku",
            "ospke", "umip", "lam", "invlpgb", "sme", "sev", "sev_es", "sev_snp", "lpae");

    private MachineQuantities() {}

    static void read(QuantityList list) {
        HostView host = list.host();
        list.add(QuantityKind.ARCHITECTURE, "", architecture(host));
        processor(list, host.text("proc/cpuinfo", CpuInfo::parse));
        list.add(
                QuantityKind.CPUS,
                "",
                list.from(
                        host.text("sys/devices/system/cpu/online", CpuList::parse),
                        cpus -> new Value.Count(cpus.ids().size())));
        list.add(QuantityKind.FIRMWARE_RAM, "", firmwareRam(list));
        list.add(QuantityKind.MAPPED_RAM, "", mappedRam(list));
        list.add(QuantityKind.NODE_DISTANCES, "", distances(list));
    }

    private static Value architecture(HostView host) {
        Machine machine = Machine.of(host);
        Optional<String> name = machine.recognition() instanceof Recognition.Unsupported other
                ? Optional.of(other.name())
                : machine.architecture().map(Architecture::machine);
        return name.<Value>map(Value.Text::new).orElseGet(() -> QuantityList.notShown(machine.whyNot()));
    }

    private static void processor(QuantityList list, Observation<CpuInfo> cpuinfo) {
        list.add(QuantityKind.PROCESSOR, "", list.from(cpuinfo, cpu -> PROCESSOR_KEYS.stream()
                .flatMap(key -> cpu.value(key).stream())
                .findFirst()
                .<Value>map(Value.Text::new)
                .orElse(new Value.NotShown("proc/cpuinfo names no processor", ""))));
        list.add(QuantityKind.PAGING_FEATURES, "", list.from(cpuinfo, MachineQuantities::features));
        list.add(QuantityKind.ADDRESS_BITS, "", list.from(cpuinfo, cpu -> cpu.value("address sizes")
                .map(ADDRESS_BITS::matcher)
                .filter(Matcher::matches)
                .<Value>map(m -> new Value.Count(Long.parseLong(m.group(1))))
                .orElse(new Value.NotShown("proc/cpuinfo of this architecture names no physical address bits", ""))));
    }

    /** RISC-V names its paging mode in a line of its own (arch/riscv/kernel/cpu.c). */
    private static Value features(CpuInfo cpu) {
        List<String> found = new ArrayList<>();
        for (String key : List.of("flags", "Features")) {
            cpu.words(key).stream().filter(PAGING::contains).forEach(found::add);
        }
        cpu.value("mmu").ifPresent(found::add);
        return new Value.Texts(found.stream().sorted().distinct().toList());
    }

    /** drivers/firmware/memmap.c: the map as the firmware handed it over, a directory a range. */
    private static Value firmwareRam(QuantityList list) {
        List<String> ranges = new ArrayList<>();
        for (String entry : list.names(MEMMAP)) {
            String folder = MEMMAP + "/" + entry + "/";
            Value type = list.line(folder + "type");
            if (type instanceof Value.Text text && text.text().equals("System RAM")) {
                ranges.add(list.line(folder + "start").words() + "-"
                        + list.line(folder + "end").words());
            }
        }
        return ranges.isEmpty()
                ? new Value.NotShown(MEMMAP + " lists no System RAM", "CONFIG_FIRMWARE_MEMMAP on x86")
                : new Value.Texts(ranges);
    }

    private static Value mappedRam(QuantityList list) {
        return list.from(list.host().text("proc/iomem", IomemParser::parse), MachineQuantities::mappedRam);
    }

    private static Value mappedRam(Iomem iomem) {
        if (iomem.isZeroed()) {
            return new Value.NotShown("proc/iomem shows no addresses", "CAP_SYS_ADMIN");
        }
        List<String> ranges = iomem.systemRam().stream()
                .filter(r -> r.depth() == 0)
                .map(MachineQuantities::range)
                .toList();
        return ranges.isEmpty() ? new Value.NotShown("proc/iomem names no System RAM", "") : new Value.Texts(ranges);
    }

    private static String range(IomemRange range) {
        return "0x%x-0x%x".formatted(range.start(), range.endInclusive());
    }

    private static Value distances(QuantityList list) {
        List<String> rows = new ArrayList<>();
        for (String name : list.names(NODES)) {
            if (name.matches("node[0-9]{1,4}")) {
                Observation<NodeDistance> row = list.host().text(NODES + "/" + name + "/distance", NodeDistance::parse);
                row.intact()
                        .map(d -> d.toNodes().stream().map(String::valueOf).collect(Collectors.joining(" ")))
                        .ifPresent(d -> rows.add(name + ": " + d));
            }
        }
        return rows.isEmpty() ? new Value.NotShown(NODES + " lists no node", "CONFIG_NUMA") : new Value.Texts(rows);
    }
}
