package dev.plumbline.bench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What benchmarks gave, as Markdown: a table a class, a row a benchmark, a column for each choice of parameters. Figures are
 * millions of operations a second with JMH's error at 99.9 %; an operation is a walk, a page-table entry or a reference.
 */
final class ResultTable {

    private static final double MILLION = 1e6;
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private ResultTable() {}

    static String of(Collection<RunResult> results) {
        Map<String, List<RunResult>> classes = results.stream()
                .collect(Collectors.groupingBy(ResultTable::className, TreeMap::new, Collectors.toList()));
        return classes.entrySet().stream()
                .map(entry -> table(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String className(RunResult result) {
        return result.getParams().getBenchmark().replaceFirst(".*\\.(\\w+?)(Benchmark)?\\.\\w+$", "$1");
    }

    private static String table(String name, List<RunResult> results) {
        List<String> columns =
                results.stream().map(ResultTable::parameters).distinct().toList();
        StringBuilder table = new StringBuilder("| " + name);
        columns.forEach(column -> table.append(" | ").append(column.isEmpty() ? "million/s" : column));
        table.append(" | bytes allocated each |\n|---")
                .append("|--:".repeat(columns.size() + 1))
                .append("|\n");
        results.stream()
                .collect(Collectors.groupingBy(ResultTable::methodName, TreeMap::new, Collectors.toList()))
                .forEach((method, row) -> table.append(row(method, row, columns)));
        return table.toString();
    }

    private static String row(String method, List<RunResult> row, List<String> columns) {
        Map<String, String> figures =
                row.stream().collect(Collectors.toMap(ResultTable::parameters, ResultTable::figure));
        double allocated = row.stream()
                .flatMap(
                        result -> Stream.ofNullable(result.getSecondaryResults().get(ALLOCATION)))
                .mapToDouble(allocation -> allocation.getScore())
                .max()
                .orElseThrow();
        return "| %s | %s | %s |%n"
                .formatted(
                        method,
                        columns.stream()
                                .map(column -> figures.getOrDefault(column, ""))
                                .collect(Collectors.joining(" | ")),
                        String.format(Locale.ROOT, "%.3f", allocated));
    }

    private static String figure(RunResult result) {
        Result<?> score = result.getPrimaryResult();
        return String.format(Locale.ROOT, "%.1f ± %.1f", score.getScore() / MILLION, score.getScoreError() / MILLION);
    }

    private static String methodName(RunResult result) {
        return result.getParams().getBenchmark().replaceFirst(".*\\.", "");
    }

    private static String parameters(RunResult result) {
        BenchmarkParams parameters = result.getParams();
        return parameters.getParamsKeys().stream().map(parameters::getParam).collect(Collectors.joining(", "));
    }
}
