package dev.plumbline.agent.inside;

import dev.plumbline.inspector.unit.TimeSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the agent was asked to do.
 *
 * @param report the file for reports, as the application's file system names it
 * @param period from the start of one snapshot to the start of the next, at least a second
 * @param jmx whether there is an MBean
 * @param trim whether the C library's free memory is given back after the first snapshot
 * @param jfr whether events are written to the flight recorder
 * @param nativeUse whether native calls are made
 * @param ask whether the JVM's diagnostic commands are asked too; unsaid: only where the process's memory cannot be read
 * @param answer the file for the answer to whoever attached
 * @param problems what of the arguments made no sense and was left out, a sentence each
 */
record Settings(
        Optional<Path> report,
        Duration period,
        boolean jmx,
        boolean trim,
        boolean jfr,
        NativeUse nativeUse,
        Optional<Boolean> ask,
        Optional<Path> answer,
        List<String> problems) {

    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Set<String> KNOWN =
            Set.of("report", "period", "jmx", "trim", "jfr", "native", "ask", "answer", "jar", "stop");
    private static final Set<String> NO = Set.of("no", "false", "off");

    static Settings of(Map<String, String> arguments) {
        List<String> problems = new ArrayList<>();
        for (String name : arguments.keySet()) {
            if (!KNOWN.contains(name)) {
                problems.add("unknown argument \"%s\"; known are %s"
                        .formatted(
                                name, String.join(", ", KNOWN.stream().sorted().toList())));
            }
        }
        return new Settings(
                path(arguments, "report"),
                period(arguments.getOrDefault("period", ""), problems),
                unlessOff(arguments, "jmx"),
                trims(arguments),
                isOn(arguments, "jfr"),
                nativeUse(arguments, problems),
                arguments.containsKey("ask") ? Optional.of(isOn(arguments, "ask")) : Optional.empty(),
                path(arguments, "answer"),
                List.copyOf(problems));
    }

    private static Optional<Path> path(Map<String, String> arguments, String name) {
        String value = arguments.getOrDefault(name, "");
        return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value).toAbsolutePath());
    }

    private static Duration period(String text, List<String> problems) {
        if (text.isEmpty()) {
            return USUAL;
        }
        Optional<Duration> period = TimeSpan.parse(text).filter(p -> p.compareTo(SHORTEST) >= 0);
        if (period.isEmpty()) {
            problems.add("period \"%s\" is not a time of at least 1s, such as 30s or 5m; it is %d s"
                    .formatted(text, USUAL.toSeconds()));
        }
        return period.orElse(USUAL);
    }

    private static NativeUse nativeUse(Map<String, String> arguments, List<String> problems) {
        String word = arguments.get("native");
        if (word == null) {
            return NativeUse.AUTO;
        }
        Optional<NativeUse> use = NativeUse.ofWord(word);
        if (use.isEmpty()) {
            problems.add("native \"%s\" is none of auto, yes, no; it is auto".formatted(word));
        }
        return use.orElse(NativeUse.AUTO);
    }

    /** By the JVM's own command, which is reached by JMX. */
    private static boolean trims(Map<String, String> arguments) {
        return unlessOff(arguments, "trim") && unlessOff(arguments, "jmx");
    }

    private static boolean unlessOff(Map<String, String> arguments, String name) {
        return !arguments.containsKey(name) || isOn(arguments, name);
    }

    private static boolean isOn(Map<String, String> arguments, String name) {
        return arguments.containsKey(name) && !NO.contains(arguments.get(name));
    }
}
