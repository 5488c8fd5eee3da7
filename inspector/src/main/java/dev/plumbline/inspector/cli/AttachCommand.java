package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.Origin;
import dev.plumbline.bridge.attach.AttachAnswer;
import dev.plumbline.bridge.attach.AttachLimits;
import dev.plumbline.bridge.attach.AttachReply;
import dev.plumbline.bridge.attach.JvmAttach;
import dev.plumbline.inspector.check.map.MapOptions;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.report.Printable;
import dev.plumbline.inspector.unit.TimeSpan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumb attach}. */
@Command(
        name = "attach",
        header = "Puts the agent into a running JVM, or takes it out.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "",
            "Loads plumb-agent.jar into a JVM of Java 17 or later, over its attach socket. There it takes the map that"
                    + " plumb map takes from outside, every PERIOD, and serves it as the MXBean dev.plumbline:type=MemoryMap,"
                    + " as a JSON file and as flight recorder events. The application is not written to or stopped.",
            "",
            "This command says what it does before it does it. Of Java 21 and later, the JVM itself writes four lines of warning to"
                    + " the application's standard error, unless it was started with -XX:+EnableDynamicAgentLoading.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the agent runs, or with --stop runs no longer",
            "2:wrong usage",
            "3:could not run: no JVM of that pid, older than 17, it refuses, or it did not answer in time"
        },
        footer = {
            "",
            "Examples:",
            "  plumb attach 4711                                     the map by JMX",
            "  plumb attach 4711 --report /srv/map.json --period 5m  and as a file",
            "  plumb attach 4711 --jfr                               and to recordings that run",
            "  plumb attach 4711 --stop                              the agent leaves"
        })
final class AttachCommand implements Callable<Integer> {

    private static final int OLDEST = 17;
    private static final int WARNS = 21;
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Console console;

    @Parameters(index = "0", paramLabel = "PID", description = "A JVM, in decimal.")
    private int pid;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "Write each map to FILE, as plumb map --json does, in the place of the one before. FILE is a path in"
                            + " the application's own file system, and relative to its working directory.")
    private @Nullable String report;

    @Option(
            names = "--period",
            paramLabel = "TIME",
            description = "From one map to the next: 30s, 5m, 1h; at least 1s. Default: 60s.")
    private @Nullable String period;

    @Option(names = "--jfr", description = "Write plumbline.MemoryOwner and plumbline.LayoutVerdict events too.")
    private boolean jfr;

    @Option(
            names = "--native",
            description = "Make native calls inside the application: loads JNA there, some 15 MB. Not needed where the"
                    + " application may read /proc/self/mem.")
    private boolean useNative;

    @Option(
            names = "--ask",
            description =
                    "Have the agent ask the JVM too, by diagnostic commands. Costs some 5 MB and stops of the JVM, and finds"
                            + " little more where the application may read /proc/self/mem.")
    private boolean ask;

    @Option(
            names = "--no-jmx",
            description = "No MXBean. Where the application uses no JMX itself, that spares the JVM what JMX takes.")
    private boolean withoutJmx;

    @Option(
            names = "--no-trim",
            description =
                    "Do not have the C library give back, once, what the first map made it keep (malloc_trim, by the JVM's"
                            + " System.trim_native_heap; never done where arenas hold more than 128 MiB).")
    private boolean withoutTrim;

    @Option(names = "--stop", description = "Have the agent leave, with all that it made.")
    private boolean stop;

    @Option(names = "--agent", paramLabel = "JAR", description = "The agent's JAR, if it is not beside this program's.")
    private @Nullable Path agent;

    AttachCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure {
        AgentOptions options = options();
        Path jar = agent == null ? AgentFile.beside(AttachCommand.class) : AgentFile.checked(agent);
        ProcessMap map = new MapTarget(new HostSource(), pid, MapOptions.OUTSIDE).read();
        Path process = Path.of("/proc", Integer.toString(pid));
        if (stop && !AgentThread.runsIn(process)) {
            throw Failure.couldNotRun("no agent of Plumbline runs in process " + pid);
        }
        OptionalInt release = requireNewEnough(map, process);
        Optional<AttachAnswer.Refused<JvmAttach>> objection = JvmAttach.objection((Origin.Live) map.origin(), pid);
        if (objection.isPresent()) {
            throw refused(objection.get());
        }
        announce(release, jar);
        List<String> answer = load(map, process, jar, options);
        String outcome = answer.isEmpty() ? "" : answer.get(0);
        List<String> details = answer.stream().skip(1).map(Printable::of).toList();
        if (!outcome.equals(stop ? "stopped" : "running")) {
            throw Failure.couldNotRun(
                    "the agent in process %d: %s %s".formatted(pid, outcome, String.join("; ", details)));
        }
        say(stop ? "the agent has left process " + pid : "the agent runs in process " + pid);
        for (String detail : details) {
            say("  " + detail);
        }
        return ExitCodes.CLEAN;
    }

    private AgentOptions options() throws Failure {
        List<String> switches = Stream.of(
                        jfr ? "jfr" : "",
                        useNative ? "native=yes" : "",
                        ask ? "ask" : "",
                        withoutJmx ? "jmx=no" : "",
                        withoutTrim ? "trim=no" : "")
                .filter(word -> !word.isEmpty())
                .toList();
        if (stop && (report != null || period != null || !switches.isEmpty())) {
            throw Failure.wrongUsage("--stop goes with no other option but --agent");
        }
        Optional<Duration> time = Optional.empty();
        if (period != null) {
            time = TimeSpan.parse(period).filter(t -> t.compareTo(SHORTEST) >= 0);
            if (time.isEmpty()) {
                throw Failure.wrongUsage("--period " + period + " is not a time of at least 1s, such as 30s or 5m");
            }
        }
        return new AgentOptions(Optional.ofNullable(report), time, switches, stop);
    }

    private OptionalInt requireNewEnough(ProcessMap map, Path process) throws Failure {
        OptionalInt release = JavaRelease.of(map, process);
        if (release.isPresent() && release.getAsInt() < OLDEST) {
            throw Failure.couldNotRun(
                    "process %d runs Java %d, and the agent needs %d; plumb map %d tells the same from outside"
                            .formatted(pid, release.getAsInt(), OLDEST, pid));
        }
        return release;
    }

    private void announce(OptionalInt release, Path jar) throws Failure {
        String java = release.isPresent() ? ", Java " + release.getAsInt() : "";
        say(
                stop
                        ? "asking the agent in process %d%s to leave, over the JVM's attach socket".formatted(pid, java)
                        : "loading %s into process %d%s, over the JVM's attach socket".formatted(jar, pid, java));
        if (release.isPresent() && release.getAsInt() >= WARNS) {
            say(
                    "the JVM itself may warn of that in four lines on its standard error; -XX:+EnableDynamicAgentLoading silences it");
        }
        if (report != null) {
            say("each map goes to %s, a path in that process's file system".formatted(report));
        }
    }

    private List<String> load(ProcessMap map, Path process, Path jar, AgentOptions options) throws Failure {
        JvmAttach jvm = value(
                JvmAttach.open((Origin.Live) map.origin(), pid, map.stat().startTimeTicks(), AttachLimits.DEFAULT));
        try (AgentExchange exchange = AgentExchange.open(process, jar)) {
            String arguments = options.text(exchange.jar(), exchange.answer());
            AttachReply reply =
                    value(jvm.run("load", List.of("instrument", "false", exchange.jar() + "=" + arguments)));
            String refusal = LoadReply.refusal(reply);
            if (!refusal.isEmpty()) {
                throw Failure.couldNotRun("process %d did not load the agent: %s".formatted(pid, refusal));
            }
            return exchange.await()
                    .orElseThrow(() -> Failure.couldNotRun(
                            "process %d loaded the agent, which did not answer within 40 s".formatted(pid)));
        } catch (IOException e) {
            throw Failure.couldNotRun("the agent cannot be handed to process %d: %s".formatted(pid, IoText.why(e)));
        }
    }

    private <T> T value(AttachAnswer<T> answer) throws Failure {
        if (answer instanceof AttachAnswer.Value<T> value) {
            return value.value();
        }
        throw refused((AttachAnswer.Refused<T>) answer);
    }

    private Failure refused(AttachAnswer.Refused<?> refused) {
        return Failure.couldNotRun("process %d cannot be attached to: %s; what helps: %s"
                .formatted(pid, refused.reason(), refused.remedy()));
    }

    private void say(String line) throws Failure {
        console.print(out -> out.write((Printable.of(line) + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
