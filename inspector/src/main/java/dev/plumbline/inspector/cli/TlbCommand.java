package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Machine;
import dev.plumbline.inspector.check.MappedPages;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.report.JsonDocument;
import dev.plumbline.inspector.source.trace.BinaryTraceWriter;
import dev.plumbline.inspector.source.trace.TraceSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb tlb}. */
@Command(
        name = "tlb",
        header = "Simulates a TLB, on a trace or for a process.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "",
            "With --trace, runs the references of a trace through the TLB of a processor: hits per level, walks, and the"
                    + " page-table entries that walks read; with --pid, told by mapping of that process.",
            "",
            "Without --trace, --pid asks what if: TLB reach, page tables and rounding of the process's real layout under"
                    + " each page size and with one more level of tables, beside what it has now.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:wrong usage", "3:could not run: no such trace, process or capture, or no trace"},
        footer = {
            "",
            "A trace is the text of valgrind --tool=lackey --trace-mem=yes --log-file=FILE, or the binary form that --write"
                    + " makes of one; either may be compressed by gzip.",
            "",
            "Examples:",
            "  plumb tlb --model zen4 --trace ls.lk.gz                   hits and walks",
            "  plumb tlb --model zen4 --trace ls.lk.gz --page-size 4K,2M both sizes at once",
            "  plumb tlb --trace ls.lk.gz --write ls.ptr                 a smaller trace",
            "  sudo plumb tlb --pid 4711 --page-size 4K,64K,2M,1G        what if",
        })
final class TlbCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private HostSource source = new HostSource();

    @Option(
            names = "--model",
            paramLabel = "NAME",
            completionCandidates = TlbModelNames.class,
            description = "Whose TLB. Without it, the examined host's, where it is known.")
    private @Nullable String model;

    @Option(names = "--list-models", description = "Print the models with their numbers, sources and assumptions.")
    private boolean listModels;

    @Option(names = "--trace", paramLabel = "FILE", description = "The trace; - for standard input.")
    private @Nullable String trace;

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "Write the trace in the compact binary form to FILE, and simulate nothing.")
    private @Nullable Path write;

    @Option(names = "--pid", paramLabel = "N", description = "The process whose mappings count.")
    private @Nullable Integer pid;

    @Option(
            names = "--page-size",
            paramLabel = "SIZE",
            split = ",",
            description = "Page sizes such as 4K,64K,2M,1G. Without it, the process's own, or the base page.")
    private List<String> pageSizes = new ArrayList<>();

    @Mixin
    private JsonOption json = new JsonOption();

    TlbCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure {
        Set<Integer> shifts = new LinkedHashSet<>();
        for (String size : pageSizes) {
            shifts.add(PageSizeArgument.shift(size));
        }
        if (listModels) {
            print(TlbText.models());
        } else if (write != null) {
            convert(write);
        } else if (trace != null) {
            trace(new TraceFile(trace), List.copyOf(shifts));
        } else if (pid != null) {
            whatIf(pid, List.copyOf(shifts));
        } else {
            throw Failure.wrongUsage("give --trace FILE, --pid N, or --list-models");
        }
        return ExitCodes.CLEAN;
    }

    private void convert(Path to) throws Failure {
        if (trace == null) {
            throw Failure.wrongUsage("--write needs --trace");
        }
        TraceFile from = new TraceFile(trace);
        List<TraceSummary> summary = new ArrayList<>();
        List<Failure> unreadable = new ArrayList<>();
        ReportFile.Content content = out -> {
            try (BinaryTraceWriter writer = new BinaryTraceWriter(out)) {
                summary.add(from.read(writer, console.errorColumns()));
            } catch (Failure e) {
                unreadable.add(e);
                throw new IOException(e);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        };
        try {
            ReportFile.at(to).write(content);
        } catch (Failure e) {
            throw unreadable.isEmpty() ? e : unreadable.get(0);
        }
        TraceSummary done = summary.get(0);
        print("%s: %,d references%s%n"
                .formatted(
                        to,
                        done.references(),
                        done.damagedLines() == 0
                                ? ""
                                : "; %,d damaged lines of %s were passed over"
                                        .formatted(done.damagedLines(), from.words())));
    }

    private void trace(TraceFile file, List<Integer> shifts) throws Failure {
        if (pid == null) {
            if (model == null) {
                throw Failure.wrongUsage(
                        "--trace needs --model, or --pid of a process; --list-models prints the models");
            }
            TlbModelChoice choice = TlbModelChoice.named(model);
            PageTableFormat format = choice.usualArchitecture().format();
            report(TlbTrace.run(file, choice, format, Optional.empty(), "", shifts, console.errorColumns()));
            return;
        }
        try (KernelFiles files = source.open()) {
            HostView host = new HostView(files);
            ProcessView process = Target.open(pid, host);
            TlbModelChoice choice = model == null ? TlbModelChoice.of(host) : TlbModelChoice.named(model);
            PageTableFormat format = architecture(host).format();
            int hugeShift = format.levels().size() > 1 ? format.levels().get(1).shift() : format.pageShift();
            MappedPages pages = MappedPages.of(process, format.pageShift(), hugeShift)
                    .orElseThrow(() -> Failure.notObservable(process.maps().whyNot()));
            report(TlbTrace.run(
                    file, choice, format, Optional.of(pages), process.subject(), shifts, console.errorColumns()));
        }
    }

    private void whatIf(int wanted, List<Integer> shifts) throws Failure {
        try (KernelFiles files = source.open()) {
            HostView host = new HostView(files);
            ProcessView process = Target.open(wanted, host);
            TlbModelChoice choice = model == null ? TlbModelChoice.of(host) : TlbModelChoice.named(model);
            Architecture architecture = architecture(host);
            TlbWhatIf result = TlbWhatIf.of(process, architecture, choice, shifts)
                    .orElseThrow(() -> Failure.notObservable(process.maps().whyNot()));
            Target.requireAlive(process);
            report(TlbWhatIfText.of(result), generator -> new TlbWhatIfJson(generator, result).write());
        }
    }

    private static Architecture architecture(HostView host) throws Failure {
        Machine machine = Machine.of(host);
        return machine.architecture()
                .orElseThrow(() -> Failure.couldNotRun(machine.whyNot().because()));
    }

    private void report(TlbTrace result) throws Failure {
        report(TlbTraceText.of(result), generator -> new TlbTraceJson(generator, result).write());
    }

    private void report(String text, JsonDocument.Members members) throws Failure {
        json.open(console).write(out -> TlbJson.document(out, members), () -> text);
    }

    private void print(String text) throws Failure {
        console.print(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
