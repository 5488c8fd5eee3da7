package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.ArchitectureNames;
import dev.plumbline.inspector.check.CaptureImage;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Machine;
import dev.plumbline.inspector.check.RegisterRegimes;
import dev.plumbline.inspector.check.RunningRegime;
import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.observed.CpuInfo;
import dev.plumbline.inspector.observed.CpuRegisters;
import dev.plumbline.inspector.observed.CpuRegisters.Cpu;
import dev.plumbline.inspector.observed.CpuRegistersParser;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.reference.mmu.Regime;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import dev.plumbline.inspector.source.image.MemoryImage;
import dev.plumbline.inspector.source.image.NotAnImageException;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which image, and how its machine was set up: from options, the image's registers, and what Linux does, in this order. */
final class WalkImage {

    private static final String IN_CAPTURE = "mmu/";
    private static final String DEFAULT_REGISTERS = "registers.txt";
    private static final int MOST_REGISTER_BYTES = 8 << 20;

    @Option(
            names = "--memory",
            paramLabel = "IMAGE",
            description = "An ELF core, a LiME image, a physmem.idx beside its physmem.bin, or a raw image.")
    private @Nullable Path memory;

    @Option(
            names = "--capture",
            paramLabel = "FILE",
            description = "A capture, whose mmu/ is the image and tells what other options do not.")
    private @Nullable Path capture;

    @Option(
            names = "--base",
            paramLabel = "0x…",
            description =
                    "IMAGE is raw, whatever it looks like, and its first byte has this physical address. RAM begins at"
                            + " 0x40000000 or 0x80000000 on many Arm and RISC-V boards.")
    private @Nullable String base;

    @Option(
            names = "--registers",
            paramLabel = "FILE",
            description =
                    "The stopped machine's registers, as QEMU's \"info registers\" or gdb print them. In a capture, a file"
                            + " of its mmu/ by name; registers.txt if not said.")
    private @Nullable String registers;

    @Option(names = "--no-registers", description = "Do not look at a capture's registers.")
    private boolean noRegisters;

    @Option(names = "--cpu", paramLabel = "N", description = "Whose registers: processor N. 0 if not said.")
    private int cpu;

    private final List<String> notes = new ArrayList<>();

    /** What is known of the machine before its roots are. */
    private record Known(
            PhysicalMemory memory,
            String name,
            Optional<Architecture> architecture,
            Optional<CpuRegisters> registers,
            String registersName,
            Optional<CpuInfo> cpuinfo) {}

    /** The roots and control bits that were found, and the roots in words. */
    private record Found(Regime regime, List<String> roots, List<PhysAddr> tables) {}

    /**
     * Opens what the options name.
     *
     * @throws Failure if they contradict each other, leave something open, or what they name cannot be read
     */
    WalkSource open(WalkRoots roots) throws Failure {
        notes.clear();
        if ((memory == null) == (capture == null)) {
            throw Failure.wrongUsage("one of --memory and --capture is needed, and not both");
        }
        if (noRegisters && registers != null) {
            throw Failure.wrongUsage("--registers and --no-registers exclude each other");
        }
        Optional<Architecture> named = roots.architecture();
        Known known = memory != null ? image(memory) : capture(named.isEmpty());
        Architecture architecture = named.or(known::architecture)
                .orElseThrow(() -> Failure.wrongUsage("--arch is missing; plumb walk --list-arch prints the names"));
        Found found = found(known, architecture, roots, named.isPresent());
        for (PhysAddr table : found.tables) {
            if (known.memory.window(table).isEmpty()) {
                notes.add("the image does not hold the root table at %s: %s".formatted(table, known.name));
            }
        }
        String description = "%s, %s · %s · %s"
                .formatted(
                        ArchitectureNames.nameOf(architecture),
                        architecture.format().name(),
                        String.join(", ", found.roots),
                        known.name);
        return new WalkSource(architecture, found.regime, known.memory, description, notes);
    }

    private Known image(Path path) throws Failure {
        try {
            MemoryImage image = base == null
                    ? MemoryImage.open(path)
                    : MemoryImage.openRaw(path, new PhysAddr(AddressText.option("--base", base)));
            image.shortfall().ifPresent(notes::add);
            String name = "%s (%s: %s)".formatted(path.getFileName(), image.kind(), image.ranges());
            Optional<CpuRegisters> read =
                    registers == null ? Optional.empty() : Optional.of(registersOf(Path.of(registers)));
            return new Known(image, name, Optional.empty(), read, String.valueOf(registers), Optional.empty());
        } catch (NotAnImageException e) {
            throw Failure.couldNotRun(String.valueOf(e.getMessage()));
        }
    }

    private Known capture(boolean recognise) throws Failure {
        if (base != null) {
            throw Failure.wrongUsage("--base is for a raw image; a capture's index has the addresses");
        }
        try (Capture files = Capture.open(Path.of(String.valueOf(capture)))) {
            HostView host = new HostView(files);
            String name = files.origin().name();
            Reading<CaptureImage> reading = CaptureImage.of(host);
            CaptureImage image = reading.content()
                    .orElseThrow(() -> Failure.couldNotRun(name + " has no image to walk: " + why(reading)));
            if (!image.damage().isEmpty()) {
                notes.add("%s; %d lines or frames of the image in all cannot be used"
                        .formatted(image.damage().get(0), image.damage().size()));
            }
            String file = IN_CAPTURE + (registers == null ? DEFAULT_REGISTERS : registers);
            Optional<CpuRegisters> read = noRegisters ? Optional.empty() : registersOf(host, file);
            Optional<Architecture> machine = recognise ? Machine.of(host).architecture() : Optional.empty();
            return new Known(
                    image.memory(),
                    name,
                    machine,
                    read,
                    file,
                    host.text("proc/cpuinfo", CpuInfo::parse).intact());
        } catch (NotACaptureException e) {
            throw Failure.couldNotRun(String.valueOf(e.getMessage()));
        }
    }

    private static String why(Reading<?> reading) {
        String path = reading.provenance().path();
        if (reading instanceof Reading.Absent<?> absent) {
            return path + ": " + absent.reason();
        }
        return reading instanceof Reading.Denied<?> denied
                ? path + ": " + denied.reason()
                : path + " " + ((Reading.Failed<?>) reading).reason();
    }

    private Optional<CpuRegisters> registersOf(HostView host, String file) throws Failure {
        Reading<byte[]> reading = host.files().read(file);
        if (reading.content().isEmpty()) {
            if (registers != null) {
                throw Failure.couldNotRun(why(reading));
            }
            return Optional.empty();
        }
        return Optional.of(parsed(
                CpuRegistersParser.parse(SourceText.of(file, reading.content().get()))));
    }

    private CpuRegisters registersOf(Path file) throws Failure {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_REGISTER_BYTES);
            return parsed(CpuRegistersParser.parse(SourceText.of(file.toString(), bytes)));
        } catch (IOException e) {
            throw Failure.couldNotRun("cannot read " + file + ": " + IoText.why(e));
        }
    }

    private CpuRegisters parsed(Parsed<CpuRegisters> registersText) {
        registersText.damage().stream().findFirst().ifPresent(d -> notes.add(d.toString()));
        return registersText.value();
    }

    private Found found(Known known, Architecture architecture, WalkRoots roots, boolean architectureGiven)
            throws Failure {
        OptionalLong root = roots.root(architecture);
        OptionalLong kernelRoot = roots.kernelRoot(architecture);
        String why = "no --root, and no registers that would tell it";
        if (known.registers.isPresent()) {
            RunningRegime running = running(known, architecture, root, kernelRoot);
            if (running instanceof RunningRegime.Told told) {
                return told(told);
            }
            why = "%s does not tell: %s".formatted(known.registersName, ((RunningRegime.NotTold) running).because());
            if (root.isEmpty() || !architectureGiven) {
                throw Failure.couldNotRun(why + "; --arch and --root would");
            }
            notes.add(why + "; control bits are taken as Linux sets them");
        }
        if (root.isEmpty()) {
            throw Failure.wrongUsage(why);
        }
        Regime regime = WalkRoots.asLinuxSetsIt(architecture, root.getAsLong(), kernelRoot);
        return new Found(
                regime, WalkRoots.described(architecture, root.getAsLong(), kernelRoot), tables(regime, architecture));
    }

    /** The tables of both ends of the address space: a root's register holds more than its table's address. */
    private static List<PhysAddr> tables(Regime regime, Architecture architecture) {
        long highest = architecture.format().vaBits() > Integer.SIZE ? -1 : (1L << Integer.SIZE) - 1;
        return Stream.of(new VirtAddr(0), new VirtAddr(highest))
                .flatMap(a -> regime.root(a).stream())
                .distinct()
                .toList();
    }

    private RunningRegime running(Known known, Architecture architecture, OptionalLong root, OptionalLong kernelRoot) {
        Optional<Cpu> chosen = known.registers.flatMap(r -> r.cpu(cpu));
        return chosen.<RunningRegime>map(c -> RegisterRegimes.of(
                        RootRegisters.with(c, architecture, root, kernelRoot), architecture, known.cpuinfo))
                .orElseGet(() -> new RunningRegime.NotTold("it has no CPU " + cpu));
    }

    private static Found told(RunningRegime.Told told) {
        return new Found(
                told.regime(),
                told.roots().stream().map(r -> r.register() + " " + r.table()).toList(),
                told.roots().stream().map(RunningRegime.Root::table).toList());
    }
}
