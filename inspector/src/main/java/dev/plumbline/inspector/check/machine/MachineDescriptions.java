package dev.plumbline.inspector.check.machine;

import dev.plumbline.inspector.arch.Recognition;
import dev.plumbline.inspector.check.BasePage;
import dev.plumbline.inspector.check.Evidence;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.KernelEvidence;
import dev.plumbline.inspector.check.Machine;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.observed.Iomem;
import dev.plumbline.inspector.observed.IomemParser;
import dev.plumbline.inspector.observed.KernelCommandLine;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.observed.KernelVersion;
import dev.plumbline.inspector.reference.zone.derive.BootOptions;
import dev.plumbline.inspector.reference.zone.derive.Derivation;
import dev.plumbline.inspector.reference.zone.derive.Kernel;
import dev.plumbline.inspector.reference.zone.derive.KernelBuild;
import dev.plumbline.inspector.reference.zone.derive.KernelRelease;
import dev.plumbline.inspector.reference.zone.derive.MachineDescription;
import dev.plumbline.inspector.reference.zone.derive.NodeSplit;
import dev.plumbline.inspector.reference.zone.derive.PhysicalMap;
import dev.plumbline.inspector.reference.zone.derive.Platform;
import dev.plumbline.inspector.reference.zone.derive.Platforms;
import dev.plumbline.inspector.reference.zone.derive.RamRange;
import dev.plumbline.inspector.reference.zone.derive.Reservations;
import dev.plumbline.inspector.reference.zone.derive.Topology;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Describes a host or a capture as the reference wants it: by firmware's map, the command line, the build and where memory and
 * CPUs are, never by what its zones show.
 */
public final class MachineDescriptions {

    private static final String CMDLINE = "proc/cmdline";
    private static final String VERSION = "proc/version";

    private MachineDescriptions() {}

    /** The description; worked out once a run. */
    public static Described of(HostView host) {
        return host.once("machine.description", () -> describe(host));
    }

    private static Described describe(HostView host) {
        Optional<String> name = machine(host);
        Optional<Platform> platform = name.flatMap(Platforms::named);
        if (platform.isEmpty()) {
            return unknown(
                    name.map(n -> "no zone rules for " + n).orElse("the architecture could not be recognised"), "");
        }
        OptionalInt pageKib = BasePage.sizeKib(host);
        Observation<KernelVersion> version = host.text(VERSION, KernelVersion::parse);
        Optional<KernelRelease> release = version.intact().flatMap(MachineDescriptions::release);
        if (pageKib.isEmpty() || release.isEmpty()) {
            return unknown(pageKib.isEmpty() ? "the base page size is not known" : VERSION + " names no release", "");
        }
        Observation<KernelCommandLine> cmdline = host.text(CMDLINE, KernelCommandLine::parse);
        if (cmdline.intact().isEmpty()) {
            return new Described.Unknown(cmdline.whyNot());
        }
        String line = String.join(" ", cmdline.intact().get().words());
        BootOptions options = BootOptions.parse(line);
        boolean x86 = List.of("x86_64", "i386").contains(platform.get().machine());
        Optional<BootMap> map = FirmwareMaps.find(host, x86);
        if (map.isEmpty()) {
            return unknown(
                    "neither the boot log nor " + FirmwareMaps.IOMEM + " says where RAM lies",
                    "CAP_SYSLOG (the boot log), CAP_SYS_ADMIN (the addresses of /proc/iomem), or root (sys/firmware/memmap)");
        }
        NodeSplits nodes = NodeSplits.of(host, options);
        if (nodes.split() instanceof NodeSplit.Unknown split) {
            return unknown(
                    "the split of RAM between nodes is not told: " + split.because(), "CAP_SYSLOG (the boot log)");
        }
        Observation<KernelConfig> config = KernelEvidence.config(host);
        Kernel kernel = new Kernel(
                release.get(),
                new KernelBuild(config.intact().map(KernelConfig::values).orElse(Map.of())),
                options);
        Map<Part, List<Evidence>> sources = new EnumMap<>(Part.class);
        sources.put(Part.RELEASE, List.of(Evidence.at(VERSION, 1, release.get().toString())));
        sources.put(Part.COMMAND_LINE, memoryOptions(options, line));
        sources.put(Part.BUILD, List.of(Evidence.in(config.path(), "options of the build")));
        sources.put(Part.MEMORY_MAP, map.get().evidence());
        sources.put(Part.NODES, nodes.evidence());
        return assemble(host, platform.get(), pageKib.getAsInt(), kernel, map.get(), nodes, sources);
    }

    private static Described assemble(
            HostView host,
            Platform platform,
            int pageKib,
            Kernel kernel,
            BootMap map,
            NodeSplits nodes,
            Map<Part, List<Evidence>> sources) {
        Optional<Iomem> iomem =
                host.text(FirmwareMaps.IOMEM, IomemParser::parse).intact().filter(i -> !i.isZeroed());
        BootMap booted = EarlyRanges.withoutLater(host, map);
        List<RamRange> ram = booted.map().ram();
        LaterMemory later = LaterMemory.of(
                MemoryBlocks.of(host).blocks(),
                booted,
                iomem.map(MachineDescriptions::ram).orElse(List.of()),
                kernel.options());
        CpuPlacement cpus = CpuPlacement.of(host);
        DmaLimit dma = DmaLimit.of(host, platform, kernel.release());
        Reservations reservations =
                KnownReservations.of(host, iomem, pageKib, Derivation.maxOrder(platform, pageKib, kernel));
        EarlyReserved early = kernel.options().movableNode()
                ? EarlyReserved.of(host, nodes.split(), ram, reservations)
                : new EarlyReserved(nodes.split(), Optional.empty());
        sources.put(Part.CPUS, cpus.evidence());
        sources.put(Part.ADDED_MEMORY, later.evidence());
        sources.put(Part.DMA_LIMIT, dma.evidence());
        MachineDescription description = new MachineDescription(
                platform,
                pageKib,
                kernel,
                new PhysicalMap(booted.map().ranges(), booted.map().stage()),
                new Topology(early.split(), cpus.cpusByNode(), cpus.distances()),
                dma.limitBytes(),
                Settings.of(host),
                reservations,
                later.added());
        return new Described.Machine(description, sources, later.undecided().or(early::undecided), map.contradiction());
    }

    private static List<RamRange> ram(Iomem iomem) {
        return iomem.systemRam().stream()
                .filter(r -> r.start() >= 0 && r.endInclusive() >= r.start())
                .map(r -> RamRange.ram(r.start(), r.endInclusive() + 1))
                .toList();
    }

    private static Optional<String> machine(HostView host) {
        Recognition recognition = Machine.of(host).recognition();
        if (recognition instanceof Recognition.Recognised known) {
            return Optional.of(known.architecture().machine());
        }
        return recognition instanceof Recognition.Unsupported other ? Optional.of(other.name()) : Optional.empty();
    }

    /** The line, where it says anything of memory. */
    private static List<Evidence> memoryOptions(BootOptions options, String line) {
        boolean any = !options.edits().isEmpty()
                || !options.kernelcore().isNone()
                || !options.movablecore().isNone()
                || options.movableNode()
                || options.kernelcoreMirror()
                || options.vmallocBytes().isPresent()
                || options.highmemBytes().isPresent();
        return any ? List.of(Evidence.at(CMDLINE, 1, line)) : List.of();
    }

    private static Optional<KernelRelease> release(KernelVersion version) {
        return version.major().isPresent() && version.minor().isPresent()
                ? Optional.of(new KernelRelease(
                        version.major().getAsInt(), version.minor().getAsInt()))
                : Optional.empty();
    }

    private static Described unknown(String because, String remedy) {
        return new Described.Unknown(new Verdict.NotObservable(because, remedy));
    }
}
