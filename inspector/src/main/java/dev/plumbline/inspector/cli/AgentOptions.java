package dev.plumbline.inspector.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the agent is told, in the form of its arguments.
 *
 * @param switches arguments that are passed on as they are: {@code jfr}, {@code jmx=no}
 */
record AgentOptions(Optional<String> report, Optional<Duration> period, List<String> switches, boolean stop) {

    /**
     * The text, {@code name=value} separated by commas.
     *
     * @param jar the JAR as the target names it
     * @param answer the file for the answer, as the target names it
     */
    String text(Path jar, Path answer) {
        List<String> words = new ArrayList<>();
        words.add("jar=" + escaped(jar.toString()));
        words.add("answer=" + escaped(answer.toString()));
        if (stop) {
            words.add("stop");
            return String.join(",", words);
        }
        report.ifPresent(file -> words.add("report=" + escaped(file)));
        period.ifPresent(time -> words.add("period=" + time.toMillis() + "ms"));
        words.addAll(switches);
        return String.join(",", words);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace(",", "\\,");
    }
}
