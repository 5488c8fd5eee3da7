package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.check.replay.Replay;
import dev.plumbline.inspector.check.replay.ReplayResult;
import dev.plumbline.inspector.check.replay.ReplaySetup.Setting;
import dev.plumbline.inspector.check.replay.ReplaySetup.Unrecorded;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.observed.trace.BuddyTrace;
import dev.plumbline.inspector.observed.trace.BuddyTraceParser;
import dev.plumbline.inspector.observed.trace.DamagedTraceException;
import dev.plumbline.inspector.reference.zone.buddy.KernelRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The part of {@code plumb simulate} that replays a recorded allocator trace. */
final class SimulateReplay {

    private static final int MAX_BYTES = 256 << 20;

    @Option(
            names = "--replay",
            paramLabel = "TRACE.csv",
            description =
                    "Replay a recorded allocator trace (buddy_trace.csv; - for standard input) and say per step whether frames and"
                            + " counts agree.")
    private @Nullable String trace;

    @Option(
            names = "--kernel",
            paramLabel = "RELEASE",
            completionCandidates = Releases.class,
            description =
                    "The kernel's release, such as 6.12 or all that uname -r prints. Default: that of --config, else 6.12. With"
                            + " --replay: ${COMPLETION-CANDIDATES}, by default the one with which most steps agree.")
    private @Nullable String kernel;

    @Option(
            names = "--set",
            paramLabel = "NAME=N",
            description =
                    "With --replay: a value that the trace does not record, by the kernel's name, such as alloc_factor=4 or"
                            + " stat_threshold=8. What is not given is solved for.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--csv", description = "With --replay: print the simulated steps in the trace's own form instead.")
    private boolean csv;

    /** The releases whose rules are known. */
    static final class Releases implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return KernelRules.ALL.stream().map(KernelRules::release).iterator();
        }
    }

    /** The release that was asked for. */
    Optional<String> kernel() {
        return Optional.ofNullable(kernel);
    }

    boolean isGiven() {
        return trace != null;
    }

    /** Replays, prints, and says how it went by the exit code. */
    int run(Console console, JsonOption json, boolean everyStep) throws Failure {
        if (trace == null) {
            throw Failure.wrongUsage("--replay needs a trace");
        }
        Optional<KernelRules> rules = rules();
        List<Setting> given = settings();
        TraceFile file = new TraceFile(trace);
        ReplayResult result = replay(file, rules, given);
        json.open(console)
                .write(
                        out -> ReplayJson.write(out, result),
                        () -> csv ? ReplayText.csv(result) : ReplayText.of(file.words(), result, everyStep));
        return result.agrees() ? ExitCodes.CLEAN : ExitCodes.CONFORMANCE_VIOLATED;
    }

    private static ReplayResult replay(TraceFile file, Optional<KernelRules> rules, List<Setting> given)
            throws Failure {
        try {
            BuddyTrace trace = BuddyTraceParser.parse(SourceText.of(file.words(), read(file)));
            return Replay.of(trace, rules, given);
        } catch (DamagedTraceException e) {
            throw Failure.couldNotRun(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw Failure.couldNotRun(file.words() + ": the recorded zone cannot be: " + e.getMessage());
        } catch (IOException e) {
            throw Failure.couldNotRun(file.words() + ": " + IoText.why(e));
        }
    }

    private static byte[] read(TraceFile file) throws IOException, Failure {
        try (InputStream in = file.name().equals("-") ? System.in : Files.newInputStream(Path.of(file.name()))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw Failure.couldNotRun(file.words() + " has more than " + (MAX_BYTES >> 20) + " MiB");
            }
            return bytes;
        }
    }

    private Optional<KernelRules> rules() throws Failure {
        if (kernel == null) {
            return Optional.empty();
        }
        for (KernelRules rules : KernelRules.ALL) {
            if (rules.release().equals(kernel)) {
                return Optional.of(rules);
            }
        }
        throw Failure.wrongUsage("--kernel " + kernel + ": the rules of "
                + KernelRules.ALL.stream().map(KernelRules::release).collect(Collectors.joining(", ")) + " are known");
    }

    private List<Setting> settings() throws Failure {
        List<Setting> given = new ArrayList<>();
        for (String word : settings) {
            int equals = word.indexOf('=');
            Optional<Unrecorded> what = Arrays.stream(Unrecorded.values())
                    .filter(each -> each.word().equals(word.substring(0, Math.max(equals, 0))))
                    .findFirst();
            if (what.isEmpty() || !word.substring(equals + 1).matches("-?[0-9]{1,9}")) {
                throw Failure.wrongUsage("--set " + word + ": NAME=N with a name of "
                        + Arrays.stream(Unrecorded.values())
                                .map(Unrecorded::word)
                                .collect(Collectors.joining(", ")));
            }
            given.add(new Setting(what.get(), Integer.parseInt(word.substring(equals + 1))));
        }
        return given;
    }
}
