package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.reference.zone.workload.MachineBuilder;
import dev.plumbline.inspector.reference.zone.workload.Preset;
import dev.plumbline.inspector.reference.zone.workload.SimulatedMachine;
import dev.plumbline.inspector.reference.zone.workload.Simulation;
import dev.plumbline.inspector.report.BaselineJson;
import dev.plumbline.inspector.report.ByteText;
import dev.plumbline.inspector.report.TextStyle;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb simulate}. */
@Command(
        name = "simulate",
        header = "Simulates a machine's page allocator.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "",
            "Builds a machine from a description, or from a host: its nodes, zones, watermarks and reserves as the kernel's rules derive them,"
                    + " its free lists as boot leaves them. Runs a workload on its page allocator, shows the course of free lists and"
                    + " indices, and with -o writes what the machine must be as a baseline for plumb compare.",
            "",
            "With --replay, makes the requests of a recorded trace of a zone's allocator on the simulated one and holds frames, per-CPU"
                    + " pages, NR_FREE_PAGES and free blocks by order and type against the kernel's own, step by step.",
            "",
            "Nothing on this host is touched: all memory is the simulator's. The same seed does the same again.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the simulation ran; with --replay: all steps agree",
            "1:with --replay: a step, or the lists afterwards, differ",
            "2:wrong usage, a description that no machine can have, or a trace with a line that cannot be read",
            "3:could not run: a file that cannot be read or written",
            "130:interrupted by Ctrl-C: what was reached is printed and written, and marked as stopped"
        },
        footer = {
            "",
            "A described machine has its RAM where a PC has it: below 3 GiB, and the rest from 4 GiB on; ARM boards from 1 GiB,"
                    + " RISC-V boards from 2 GiB, others from 0.",
            "",
            "Examples:",
            "  plumb simulate --arch x86_64 --ram 512G --nodes 2 --cmdline 'kernelcore=30%%' \\",
            "      --config /boot/config-6.12.0 -o baseline.json",
            "  plumb compare baseline.json live",
            "  plumb simulate --from live --trace trace.txt",
            "  plumb simulate --replay buddy_trace.csv              do all steps agree",
            "  plumb simulate --replay buddy_trace.csv --kernel 6.12 --csv",
            "  plumb simulate --arch aarch64 --ram 4G --workload fragment --steps 20000000"
        })
final class SimulateCommand implements Callable<Integer> {

    private static final int PROGRESS_STEPS = 1000;

    private final Console console;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Mixin
    private SimulateReplay replay = new SimulateReplay();

    @Option(
            names = "--from",
            paramLabel = "HOST",
            description =
                    "Simulate live, this host, or a capture, as its firmware, command line and build describe it. The baseline is"
                            + " then what it shows.")
    private @Nullable String from;

    @Option(
            names = "--workload",
            paramLabel = "NAME",
            description = "What runs on it: ${COMPLETION-CANDIDATES}. Default: server.")
    private @Nullable Work workload;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description =
                    "Instead of a workload, make the requests of a recorded trace: mm_page_alloc and mm_page_free events as"
                            + " tracefs' trace or perf script prints them, or that compressed by gzip.")
    private @Nullable Path trace;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description =
                    "How many allocations and frees; 0 only derives the machine, for --output. Default: 2000000, or all of"
                            + " the trace.")
    private @Nullable Long steps;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What chance begins with. Default: 1.")
    private long seed = 1;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the machine's baseline to FILE.")
    private @Nullable Path output;

    @Option(
            names = {"-v", "--verbose"},
            description =
                    "Show every moment that was looked at, not every fourth; with --replay, a line for every step.")
    private boolean verbose;

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto (on a terminal, unless NO_COLOR is set), always or never.")
    private ColorMode color = ColorMode.auto;

    /** Presets by their option's words. */
    enum Work {
        boot,
        server,
        fragment,
        hugepage;

        Preset preset() {
            return Preset.valueOf(name().toUpperCase(Locale.ROOT));
        }
    }

    SimulateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure {
        if (replay.isGiven()) {
            return replay.run(console, json, verbose);
        }
        if (steps != null && steps < 0) {
            throw Failure.wrongUsage("--steps %d: 0 or more are allowed".formatted(steps));
        }
        if (trace != null && workload != null) {
            throw Failure.wrongUsage("--trace and --workload exclude each other");
        }
        JsonOption.Sink sink = json.open(console);
        ReportFile baselineFile = output == null ? null : ReportFile.at(output);
        SimulationSubject subject = subject();
        if (steps != null && steps == 0) {
            derive(subject, baselineFile);
            return ExitCodes.CLEAN;
        }
        SimulatedWork work = trace == null
                ? SimulatedWork.preset((workload == null ? Work.server : workload).preset(), seed)
                : SimulatedWork.recorded(trace, PageTraceFile.read(trace));
        SimulationJson.What what = new SimulationJson.What(subject.words(), work.name(), seed);
        try (Interruption interruption = Interruption.watch()) {
            SimulatedMachine simulated = build(subject);
            Simulation.Course course = run(work, simulated, interruption);
            if (baselineFile != null) {
                baselineFile.write(out -> new BaselineJson(Version.number())
                        .write(subject.baseline(), members -> SimulationJson.simulation(members, what, course), out));
            }
            sink.write(out -> new SimulationJson(Version.number()).write(what, course, out), () -> new SimulationText(
                            style(), simulated.geometry().pageblockOrder())
                    .of(what.machine(), work.words(), course));
        }
        return ExitCodes.CLEAN;
    }

    private SimulationSubject subject() throws Failure {
        if (from == null) {
            return SimulationSubject.described(machine, replay.kernel());
        }
        if (machine.isGiven()) {
            throw Failure.wrongUsage("--from names a machine; --arch and --ram describe another");
        }
        return SimulationSubject.from(new ComparedSide(from));
    }

    private void derive(SimulationSubject subject, @Nullable ReportFile file) throws Failure {
        if (file == null || json.isGiven()) {
            throw Failure.wrongUsage("--steps 0 simulates nothing: it goes with --output, and without --json");
        }
        file.write(out -> new BaselineJson(Version.number()).write(subject.baseline(), members -> {}, out));
    }

    private static SimulatedMachine build(SimulationSubject subject) throws Failure {
        long needed = MachineBuilder.sizeBytes(subject.machine());
        long room = Runtime.getRuntime().maxMemory() / 3 * 2;
        if (needed > room) {
            throw Failure.couldNotRun(
                    "the free lists of that machine take %s, and there is room for %s; --steps 0 leaves them out"
                            .formatted(ByteText.about(needed), ByteText.about(room)));
        }
        try {
            return MachineBuilder.boot(subject.machine());
        } catch (IllegalArgumentException e) {
            throw Failure.wrongUsage(String.valueOf(e.getMessage()));
        }
    }

    private Simulation.Course run(SimulatedWork work, SimulatedMachine simulated, Interruption interruption) {
        long wanted = steps == null ? work.usualSteps() : steps;
        try (ScanProgress progress = ScanProgress.on(console.errorColumns(), "thousand steps")) {
            int total = (int) Math.min(Integer.MAX_VALUE, wanted / PROGRESS_STEPS);
            return work.on(simulated)
                    .run(
                            wanted,
                            interruption::isAsked,
                            done -> progress.examined((int) Math.min(total, done / PROGRESS_STEPS), total));
        }
    }

    private TextStyle style() {
        return new TextStyle(OptionalInt.of(console.width()), color.colours(console), verbose);
    }
}
