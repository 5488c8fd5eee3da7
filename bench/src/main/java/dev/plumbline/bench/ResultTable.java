package dev.plumbline.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What benchmarks gave, as a Markdown table. */
final class ResultTable {

    private static final double MILLION = 1e6;

    private ResultTable() {}

    static String of(Collection<RunResult> results) {
        Map<String, String> rows = new TreeMap<>();
        for (RunResult result : results) {
            BenchmarkParams parameters = result.getParams();
            String name = parameters.getBenchmark().replaceFirst(".*\\.(\\w+)Benchmark\\.", "$1.");
            String values = parameters.getParamsKeys().stream()
                    .map(parameters::getParam)
                    .collect(Collectors.joining(", "));
            rows.put(name + values, row(name, values, result));
        }
        return "| benchmark | parameters | million a second | ± 99.9 % | bytes allocated each |\n|---|---|---|---|---|\n"
                + String.join("", rows.values());
    }

    /** An operation is one walk, one page-table entry or one reference, whatever the benchmark counts. */
    private static String row(String name, String values, RunResult result) {
        Result<?> score = result.getPrimaryResult();
        Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %.1f | %s |%n",
                name,
                values,
                score.getScore() / MILLION,
                score.getScoreError() / MILLION,
                allocated == null ? "" : String.format(Locale.ROOT, "%.3f", allocated.getScore()));
    }
}
