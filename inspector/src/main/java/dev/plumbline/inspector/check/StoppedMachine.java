package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.observed.CpuInfo;
import dev.plumbline.inspector.observed.CpuRegisters;
import dev.plumbline.inspector.observed.CpuRegisters.Cpu;
import dev.plumbline.inspector.observed.CpuRegistersParser;
import dev.plumbline.inspector.observed.Parsed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A machine that was stopped while its memory was taken: the frames, and how its processors translated at that moment.
 *
 * @param architecture as the machine's files tell it
 * @param image the frames
 * @param stops one a processor and register file, {@code mmu/registers.txt} first
 */
record StoppedMachine(Architecture architecture, CaptureImage image, List<Stop> stops) {

    static final String FIRST = "mmu/registers.txt";

    private static final String FOLDER = "mmu";
    private static final String FIRST_FILE = "registers.txt";
    private static final String REMEDY = "a capture with mmu/ (physmem.bin, physmem.idx,"
            + " registers.txt), taken from outside while the machine was stopped";

    /** Copies the list. */
    StoppedMachine {
        stops = List.copyOf(stops);
    }

    /**
     * A processor as one register file shows it.
     *
     * @param file the file's path
     */
    record Stop(String file, RunningRegime.Told told) {

        /** Where a root stands. */
        Evidence evidence(RunningRegime.Root root) {
            return Evidence.at(
                    file, root.line(), "CPU %d: %s leads to %s".formatted(told.cpu(), root.register(), root.table()));
        }
    }

    /** The machine, or why it cannot be examined. */
    sealed interface Outcome {}

    /** It can. */
    record Held(StoppedMachine machine) implements Outcome {}

    /** It cannot. */
    record NotHeld(Verdict.NotObservable why) implements Outcome {}

    /** The machine of a capture, put together once a run. */
    static Outcome of(HostView host) {
        return host.once("stopped machine", () -> find(host));
    }

    private static Outcome find(HostView host) {
        List<String> files = host.files().list(FOLDER).content().orElse(List.of()).stream()
                .filter(name -> name.matches("registers.*\\.txt"))
                .sorted(Comparator.comparing((String name) -> !name.equals(FIRST_FILE))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        if (files.isEmpty()) {
            return new NotHeld(new Verdict.NotObservable("no memory image with the registers of its moment", REMEDY));
        }
        Machine machine = Machine.of(host);
        if (machine.architecture().isEmpty()) {
            return new NotHeld(machine.whyNot());
        }
        Reading<CaptureImage> image = CaptureImage.of(host);
        if (image.content().isEmpty()) {
            return new NotHeld(
                    new Observation<>(image.provenance().path(), image.<Parsed<CaptureImage>>withoutContent())
                            .whyNot());
        }
        return stops(host, machine.architecture().get(), files, image.content().get());
    }

    private static Outcome stops(HostView host, Architecture architecture, List<String> files, CaptureImage image) {
        Optional<CpuInfo> cpuinfo = host.text("proc/cpuinfo", CpuInfo::parse).intact();
        List<Stop> stops = new ArrayList<>();
        Optional<Verdict.NotObservable> why = Optional.empty();
        for (String name : files) {
            String path = FOLDER + "/" + name;
            Observation<CpuRegisters> registers = host.text(path, CpuRegistersParser::parse);
            if (registers.intact().isEmpty()) {
                why = why.or(() -> Optional.of(registers.whyNot()));
                continue;
            }
            for (Cpu cpu : registers.intact().get().cpus()) {
                RunningRegime regime = RegisterRegimes.of(cpu, architecture, cpuinfo);
                if (regime instanceof RunningRegime.Told told) {
                    stops.add(new Stop(path, told));
                } else if (regime instanceof RunningRegime.NotTold not) {
                    why = why.or(() -> Optional.of(new Verdict.NotObservable(path + ": " + not.because(), "")));
                }
            }
        }
        return stops.isEmpty()
                ? new NotHeld(why.orElse(new Verdict.NotObservable("the register files name no processor", REMEDY)))
                : new Held(new StoppedMachine(architecture, image, stops));
    }
}
