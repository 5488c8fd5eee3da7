package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Architectures;
import dev.plumbline.inspector.arch.MachineFacts;
import dev.plumbline.inspector.arch.Recognition;
import dev.plumbline.inspector.observed.CpuInfo;
import dev.plumbline.inspector.observed.Kallsyms;
import dev.plumbline.inspector.observed.KcoreHeaders;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.observed.KernelVersion;
import dev.plumbline.inspector.observed.MapsParser;
import dev.plumbline.inspector.observed.MemInfo;
import dev.plumbline.inspector.observed.Sysctl;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.observed.VmcoreInfo;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The examined machine's architecture, as its own files tell it.
 *
 * @param recognition which one, and by what evidence
 */
public record Machine(Recognition recognition) {

    /** Pages of the kernel's range that maps shows in every process. */
    private static final Set<String> GATES = Set.of("[vsyscall]", "[vectors]");

    /** The machine, recognised once a run. */
    public static Machine of(HostView host) {
        return host.once("machine", () -> new Machine(Architectures.recognise(facts(host))));
    }

    /**
     * The same by the files that cost little to read, where they suffice: on x86-64, whose kernel hides {@code la57} in cpuinfo
     * when it pages with four levels (early_identify_cpu, arch/x86/kernel/cpu/common.c). For who is about one process, and cannot
     * wait for the symbols of the kernel and the mappings of every other one.
     */
    public static Machine ofCheapFiles(HostView host) {
        return host.once("machine.cheap", () -> {
            Recognition recognition = Architectures.recognise(cheapFacts(host));
            return recognition instanceof Recognition.Recognised known
                            && known.architecture().machine().equals("x86_64")
                    ? new Machine(known)
                    : of(host);
        });
    }

    private static MachineFacts cheapFacts(HostView host) {
        return new MachineFacts(
                Map.of(),
                host.text("proc/version", KernelVersion::parse).intact().map(KernelVersion::banner),
                host.text("proc/sys/kernel/arch", Sysctl::parseText).intact().map(Sysctl::text),
                OptionalInt.empty(),
                OptionalLong.empty(),
                cpuinfo(host),
                List.of(),
                Map.of(),
                Optional.empty(),
                Map.of(),
                List.of());
    }

    /** The architecture, where there is a reference for it. */
    public Optional<Architecture> architecture() {
        return recognition instanceof Recognition.Recognised known
                ? Optional.of(known.architecture())
                : Optional.empty();
    }

    /**
     * Why {@link #architecture} is empty, as a verdict.
     *
     * @throws IllegalStateException if it is not empty
     */
    public Verdict.NotObservable whyNot() {
        if (recognition instanceof Recognition.Unsupported other) {
            return new Verdict.NotObservable("no reference for " + other.name(), "");
        }
        if (recognition instanceof Recognition.Unknown unknown) {
            return new Verdict.NotObservable("the architecture could not be recognised", unknown.missing());
        }
        throw new IllegalStateException("the architecture is known");
    }

    private static MachineFacts facts(HostView host) {
        Optional<KcoreHeaders> kcore = KernelEvidence.kcore(host).intact();
        Optional<Kallsyms> kallsyms = KernelEvidence.kallsyms(host).intact().filter(k -> !k.isZeroed());
        Map<String, VirtAddr> symbols = new LinkedHashMap<>();
        for (String name : KernelEvidence.SYMBOLS) {
            kallsyms.flatMap(k -> k.core(name)).ifPresent(s -> symbols.put(name, new VirtAddr(s.address())));
        }
        return new MachineFacts(
                KernelEvidence.config(host).intact().map(KernelConfig::values).orElse(Map.of()),
                host.text("proc/version", KernelVersion::parse).intact().map(KernelVersion::banner),
                host.text("proc/sys/kernel/arch", Sysctl::parseText).intact().map(Sysctl::text),
                kcore.map(k -> OptionalInt.of(k.machine())).orElse(OptionalInt.empty()),
                PageSizeSources.mostStated(host),
                cpuinfo(host),
                host.text("proc/meminfo", MemInfo::parse)
                        .intact()
                        .map(m -> List.copyOf(m.kib().keySet()))
                        .orElse(List.of()),
                kcore.flatMap(KcoreHeaders::vmcoreInfo).map(VmcoreInfo::values).orElse(Map.of()),
                highestUserEnd(host, kcore),
                symbols,
                kcore.map(Machine::segmentStarts).orElse(List.of()));
    }

    private static List<VirtAddr> segmentStarts(KcoreHeaders kcore) {
        return kcore.segments().stream()
                .map(s -> new VirtAddr(s.virtualAddress()))
                .toList();
    }

    private static Map<String, String> cpuinfo(HostView host) {
        Map<String, String> keys = new LinkedHashMap<>();
        host.text("proc/cpuinfo", CpuInfo::parse).intact().ifPresent(info -> info.blocks()
                .forEach(block -> block.fields().forEach(keys::putIfAbsent)));
        return keys;
    }

    /** Not read where kcore and the options tell everything: it means reading the maps of every process. */
    private static Optional<VirtAddr> highestUserEnd(HostView host, Optional<KcoreHeaders> kcore) {
        boolean toldAlready = kcore.flatMap(KcoreHeaders::vmcoreInfo).isPresent()
                && KernelEvidence.config(host).intact().isPresent();
        if (toldAlready) {
            return Optional.empty();
        }
        return KernelEvidence.pids(host).stream()
                .flatMap(pid -> {
                    String path = "proc/" + pid + "/maps";
                    return HostView.observe(path, host.files().read(path), MapsParser::parse).intact().stream();
                })
                .flatMap(List::stream)
                .filter(vma -> !GATES.contains(vma.path()))
                .map(Vma::range)
                .map(range -> range.end())
                .max(Comparator.naturalOrder());
    }
}
