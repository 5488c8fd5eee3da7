package dev.plumbline.inspector.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb simulate}. */
@Command(
        name = "simulate",
        header = "Simulates the page allocator.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "",
            "With --replay, makes the requests of a recorded trace of a zone's allocator on the simulated one and holds frames, per-CPU"
                    + " pages, NR_FREE_PAGES and free blocks by order and type against the kernel's own, step by step.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; with --replay: all steps agree",
            "1:with --replay: a step, or the lists afterwards, differ",
            "2:wrong usage",
            "3:could not run: no such file, or a line that cannot be read"
        },
        footer = {
            "",
            "Examples:",
            "  plumb simulate --replay buddy_trace.csv              do all steps agree",
            "  plumb simulate --replay buddy_trace.csv --verbose    each step",
            "  plumb simulate --replay buddy_trace.csv --kernel 6.12 --csv",
        })
final class SimulateCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private SimulateReplay replay = new SimulateReplay();

    @Option(names = "--verbose", description = "With --replay: a line for every step.")
    private boolean verbose;

    @Mixin
    private JsonOption json = new JsonOption();

    SimulateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure {
        if (replay.isGiven()) {
            return replay.run(console, json, verbose);
        }
        throw Failure.wrongUsage("give --replay TRACE.csv");
    }
}
