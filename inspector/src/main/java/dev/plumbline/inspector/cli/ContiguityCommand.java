package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.check.address.Contiguity;
import dev.plumbline.inspector.check.address.ContiguityReport;
import dev.plumbline.inspector.check.address.PageRange;
import dev.plumbline.inspector.report.ContiguityJson;
import dev.plumbline.inspector.report.ContiguityText;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumb contiguity}. */
@Command(
        name = "contiguity",
        header = "Tells how physically contiguous a process's memory is.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "",
            "Counts runs of consecutive frames and aligned blocks by order, tells what huge pages could map and do map, and"
                    + " of a RANGE whether a device could be given it as one buffer, below 4 GiB, below 16 MiB.",
            "",
            "A run is a stretch of consecutive addresses in consecutive frames, as long as it can be; its order is log2 of its"
                    + " pages, rounded down. A block of order k is 2^k pages of a run whose address and first frame are both"
                    + " multiples of 2^k pages: what one larger page-table entry could map. Both end where a mapping ends.",
            "",
            "Frame numbers need CAP_SYS_ADMIN; without them it tells what presence alone tells, and says so.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the memory is described",
            "2:wrong usage",
            "3:could not run: no such capture, no process of that pid, or it ended meanwhile; its mappings or pagemap cannot"
                    + " be read; nothing is mapped in the range"
        },
        footer = {
            "",
            "Examples:",
            "  plumb contiguity 4711                                 the whole process",
            "  plumb contiguity 4711 7f16ad200000-7f16ad400000       one buffer",
            "  plumb contiguity --capture host.zip 117 '[heap]'      a mapping by name"
        })
final class ContiguityCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private HostSource source = new HostSource();

    @Option(names = "--json", description = "Write JSON instead of text.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            description = "List all mappings that have pages, not the largest alone.")
    private boolean verbose;

    @Parameters(index = "0", paramLabel = "PID", description = "A process, in decimal.")
    private int pid;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "RANGE",
            description =
                    "START-END in hex, as /proc/PID/maps prints it, widened to whole pages; or a mapping's name: [heap], a path, the last part"
                            + " of a path.")
    private @Nullable String range;

    ContiguityCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure {
        String asked = range;
        PageRange part = asked == null
                ? new PageRange.Everything()
                : PageRange.parse(asked)
                        .orElseThrow(() -> Failure.wrongUsage("range \"" + asked + "\" ends before it begins"));
        ContiguityReport report = read(part);
        Contiguity contiguity = report.contiguity()
                .value()
                .orElseThrow(() -> Failure.couldNotRun(report.contiguity().whyNot()));
        console.print(out -> {
            if (json) {
                new ContiguityJson(Version.number()).write(report, contiguity, out);
            } else {
                int columns = console.width();
                out.write(
                        ContiguityText.of(report, contiguity, columns, verbose).getBytes(StandardCharsets.UTF_8));
            }
        });
        return ExitCodes.CLEAN;
    }

    private ContiguityReport read(PageRange part) throws Failure {
        try (KernelFiles files = source.open()) {
            ProcessView process = Target.open(pid, new HostView(files));
            ContiguityReport report = ContiguityReport.of(process, part);
            Target.requireAlive(process);
            return report;
        }
    }
}
