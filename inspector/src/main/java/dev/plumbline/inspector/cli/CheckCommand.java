package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.check.Check;
import dev.plumbline.inspector.check.CheckRun;
import dev.plumbline.inspector.check.Report;
import dev.plumbline.inspector.check.Selection;
import dev.plumbline.inspector.report.AcceptFile;
import dev.plumbline.inspector.report.Assessment;
import dev.plumbline.inspector.report.JsonReport;
import dev.plumbline.inspector.report.TextReport;
import dev.plumbline.inspector.report.TextStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb check}. */
@Command(
        name = "check",
        header = "Checks a host, live or saved.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "",
            "Predicts what the kernel must publish about this host's memory layout, reads what it does publish, and"
                    + " explains every difference.",
            "",
            "Nothing on the host is changed. Without privileges it checks what an ordinary user may see, and names the"
                    + " privilege that would show the rest.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is violated",
            "1:a conformance check is violated: the host is not what the reference says",
            "2:wrong usage",
            "3:could not run: no such capture, not a capture, no process of that pid",
            "4:only posture checks are violated: a setting or a process is weaker than it should be"
        },
        footer = {
            "",
            "Accept file: one entry a line, check | subject | reason | yyyy-mm-dd. The first two may hold * and ?, the date"
                    + " is the last day on which the entry counts; # begins a comment line.",
            "",
            "Examples:",
            "  plumb check                                 this host",
            "  sudo plumb check --json=report.json         this host, and a report for scripts",
            "  plumb check --capture host.zip --verbose    a saved host, with all evidence",
            "  plumb check --pid 4711 --only 'process.*'   one process, posture alone",
        })
final class CheckCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private HostSource source = new HostSource();

    @Option(
            names = "--pid",
            paramLabel = "N",
            description = "Of the processes, examine only this one. May be repeated.")
    private List<Integer> pids = new ArrayList<>();

    @Option(
            names = "--only",
            paramLabel = "GLOB",
            split = ",",
            completionCandidates = CheckIds.class,
            description = "Run only the checks whose id matches. May be repeated.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--skip",
            paramLabel = "GLOB",
            split = ",",
            completionCandidates = CheckIds.class,
            description = "Leave out the checks whose id matches. May be repeated.")
    private List<String> skip = new ArrayList<>();

    @Option(
            names = "--accept",
            paramLabel = "FILE",
            description =
                    "Violations listed in FILE keep their verdict, are marked accepted and do not count for the exit"
                            + " code.")
    private @Nullable Path accept;

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = {"-v", "--verbose"},
            description = "Also list what holds, and beneath each line the evidence it rests on.")
    private boolean verbose;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto (on a terminal, unless NO_COLOR is set), always or never.")
    private ColorMode color = ColorMode.auto;

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure {
        List<Check> checks = CheckIds.select(only, skip);
        AcceptFile accepted = accepted();
        JsonOption.Sink sink = json.open(console);
        Assessment assessment = new Assessment(run(checks), accepted, LocalDate.now(ZoneId.systemDefault()));
        sink.write(out -> new JsonReport(Version.number()).write(assessment, out), () -> text(assessment));
        return assessment.exitCode();
    }

    private Report run(List<Check> checks) throws Failure {
        Set<Integer> wanted = new LinkedHashSet<>(pids);
        try (KernelFiles files = source.open();
                ScanProgress progress = ScanProgress.on(console.errorColumns())) {
            for (int pid : wanted) {
                if (!(files.list("proc/" + pid) instanceof Reading.Content)) {
                    throw Failure.couldNotRun(
                            "no process " + pid + " in " + files.origin().name());
                }
            }
            return CheckRun.run(files, new Selection(checks, wanted), progress);
        }
    }

    private AcceptFile accepted() throws Failure {
        if (accept == null) {
            return AcceptFile.NONE;
        }
        try {
            return AcceptFile.parse(accept.toString(), Files.readAllLines(accept));
        } catch (AcceptFile.SyntaxException e) {
            throw Failure.wrongUsage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw Failure.couldNotRun("cannot read " + accept + ": " + IoText.why(e));
        }
    }

    private String text(Assessment assessment) throws IOException {
        StringBuilder text = new StringBuilder();
        TextStyle style = new TextStyle(console.columns(), color.colours(console), verbose);
        new TextReport(style, text).write(assessment);
        return text.toString();
    }
}
