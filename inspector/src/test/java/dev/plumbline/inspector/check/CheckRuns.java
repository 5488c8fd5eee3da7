package dev.plumbline.inspector.check;

import dev.plumbline.bridge.KernelFiles;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Runs one check as the command does. */
final class CheckRuns {

    private CheckRuns() {}

    static Map<String, Verdict> verdicts(KernelFiles files, Check check) {
        Map<String, Verdict> verdicts = new TreeMap<>();
        Report report = CheckRun.run(files, new Selection(List.of(check), Set.of()), (done, all) -> {});
        report.findings().forEach(f -> verdicts.put(f.subject(), f.verdict()));
        return verdicts;
    }

    static Verdict verdict(KernelFiles files, Check check, String subject) {
        Verdict verdict = verdicts(files, check).get(subject);
        if (verdict == null) {
            throw new AssertionError("no verdict on " + subject);
        }
        return verdict;
    }

    static List<String> violated(KernelFiles files, Check check) {
        return verdicts(files, check).entrySet().stream()
                .filter(e -> e.getValue() instanceof Verdict.Violated)
                .map(Map.Entry::getKey)
                .toList();
    }
}
