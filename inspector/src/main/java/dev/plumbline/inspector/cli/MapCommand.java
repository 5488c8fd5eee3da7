package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.check.map.Grouping;
import dev.plumbline.inspector.check.map.MapDiff;
import dev.plumbline.inspector.check.map.MapOptions;
import dev.plumbline.inspector.check.map.MapSnapshot;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.report.MapDiffJson;
import dev.plumbline.inspector.report.MapDiffText;
import dev.plumbline.inspector.report.MapJson;
import dev.plumbline.inspector.report.MapSnapshots;
import dev.plumbline.inspector.report.MapText;
import dev.plumbline.inspector.report.Printable;
import dev.plumbline.inspector.report.TextStyle;
import dev.plumbline.inspector.report.html.MapPage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumb map}. */
@Command(
        name = "map",
        header = "Tells whose memory a process's memory is.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "",
            "Names an owner for every mapping of a process: of a JVM heap, metaspace, code cache, tables of the collector,"
                    + " stacks by thread, arenas of malloc and direct buffers; of any process its image, libraries, heap, stacks,"
                    + " files and shared memory. What each owner reserves, has resident, shares and has in swap adds up to what"
                    + " the kernel counts.",
            "",
            "The process is not stopped, and without --ask it does not notice. Reading another user's needs CAP_SYS_PTRACE.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the process is described; with --watch, it ended",
            "2:wrong usage",
            "3:could not run: no such capture, no process of that pid, a kernel thread or a zombie, it may not be read, or it"
                    + " ended meanwhile; the earlier map cannot be read or is none"
        },
        footer = {
            "",
            "On a terminal, what is alike stands in one line: the segments of a library, guard and stack of many threads."
                    + " --verbose, or a pipe, shows each mapping.",
            "",
            "Examples:",
            "  plumb map 4711                       owners, then mappings",
            "  plumb map 4711 --ask                 with a JVM's own answers",
            "  plumb map 4711 --by vma              the largest mappings first",
            "  plumb map 4711 --json=before.json    for scripts",
            "  plumb map 4711 --diff before.json    what grew since",
            "  plumb map 4711 --html=map.html       a page to look at, to send, to print",
            "  plumb map 4711 --watch 2              what grows",
            "  plumb map 118 --capture host.zip     of a saved host"
        })
final class MapCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private HostSource source = new HostSource();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "Write one HTML page to FILE beside the text: an address-space picture, owners, a table of all"
                            + " mappings.")
    private @Nullable Path html;

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "owner",
            description = "What the summary adds up: ${COMPLETION-CANDIDATES}.")
    private By by = By.owner;

    @Option(names = "--gaps", description = "Also show where nothing is mapped, with sizes.")
    private boolean gaps;

    @Option(
            names = "--ask",
            description = "Also ask a JVM, by diagnostic commands over its attach socket (VM.info, Compiler.codecache,"
                    + " VM.metaspace, System.map). It notices: it answers in a thread of its own, and may open"
                    + " the socket for that. Never signals a process that has no handler.")
    private boolean ask;

    @Option(
            names = "--diff",
            paramLabel = "EARLIER",
            description =
                    "Compare with an earlier map, a file that --json wrote: what each owner gained or lost, and which"
                            + " mappings appeared, vanished or changed.")
    private @Nullable Path diff;

    @Option(
            names = "--watch",
            paramLabel = "SECONDS",
            description =
                    "Read again every so many seconds, also parts of them, until the process ends or Ctrl-C: what each"
                            + " owner gained since the last and since the first reading.")
    private @Nullable String watch;

    @Option(
            names = {"-v", "--verbose"},
            description =
                    "Fold nothing, and beneath each mapping where its owner comes from; also how long reading took.")
    private boolean verbose;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto (on a terminal, unless NO_COLOR is set), always or never.")
    private ColorMode color = ColorMode.auto;

    @Parameters(index = "0", paramLabel = "PID", description = "A process, in decimal.")
    private int pid;

    /** Groupings by their option's words. */
    enum By {
        owner,
        vma,
        node,
        pagesize;

        Grouping grouping() {
            return Grouping.valueOf(name().toUpperCase(Locale.ROOT));
        }
    }

    MapCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure {
        if (watch != null) {
            watch(WatchPeriod.of(watch));
            return ExitCodes.CLEAN;
        }
        JsonOption.Sink sink = json.open(console);
        Optional<MapSnapshot> earlier = diff == null ? Optional.empty() : Optional.of(EarlierMap.read(diff));
        ReportFile page = html == null ? null : ReportFile.at(html);
        ProcessMap map = target().read();
        if (page != null) {
            page.write(out -> new MapPage(Version.number()).write(map, out));
        }
        if (earlier.isPresent()) {
            MapDiff change = MapDiff.between(earlier.get(), MapSnapshots.of(map));
            sink.write(out -> new MapDiffJson(Version.number()).write(map, change, out), () -> new MapDiffText(style())
                    .of(map, change));
        } else {
            sink.write(
                    out -> new MapJson(Version.number()).write(map, out),
                    () -> new MapText(style(), by.grouping(), gaps).of(map));
        }
        return ExitCodes.CLEAN;
    }

    private void watch(Duration period) throws Failure {
        if (diff != null || html != null || json.isGiven() || source.isCapture()) {
            throw Failure.wrongUsage(
                    "--watch goes on with a live process: not with --capture, --diff, --html or --json");
        }
        MapWatchView.show(new MapWatch(target(), period, console), console, this::style)
                .ifPresent(became -> console.err().println("plumb: " + Printable.of(became)));
    }

    private MapTarget target() {
        if (ask && !source.isCapture()) {
            console.err()
                    .printf("plumb: pid %d is asked by diagnostic commands, if it is a JVM; it notices that%n", pid);
            console.err().flush();
        }
        return new MapTarget(source, pid, new MapOptions(true, ask));
    }

    private TextStyle style() {
        return style(console);
    }

    private TextStyle style(Console shown) {
        return new TextStyle(shown.columns(), color.colours(console), verbose);
    }
}
