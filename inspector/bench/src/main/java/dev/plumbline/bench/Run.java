package dev.plumbline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs benchmarks with the allocation profiler and keeps what they gave: JMH's JSON, and a table in documents. */
public final class Run {

    private Run() {}

    /**
     * Runs.
     *
     * @param arguments a regular expression of benchmark names; the folder for the results; and the documents whose
     *     {@link Snippet} is to hold the table, separated by commas
     */
    public static void main(String[] arguments) throws RunnerException, IOException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("a regular expression, a folder and documents are needed");
        }
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        Options options = new OptionsBuilder()
                .include(arguments[0])
                .addProfiler(GCProfiler.class)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs("-Xms2g", "-Xmx2g", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch")
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(folder.resolve("jmh.json").toString())
                .build();
        Collection<RunResult> results = new Runner(options).run();
        String table = ResultTable.of(results);
        Files.writeString(folder.resolve("machine.txt"), Machine.describe());
        for (String document : documents(arguments[2])) {
            Snippet.replace(Path.of(document), table);
        }
        System.out.print(table);
    }

    private static List<String> documents(String listed) {
        return Stream.of(listed.split(",")).filter(name -> !name.isBlank()).toList();
    }
}
