package dev.plumbline.inspector.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.captures.CaptureReports;
import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Report;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every quantity that a check claims to hold on a real kernel is changed, one at a time, and the check must notice and
 * name it. A quantity for which no change is known fails the test: it would be claimed and not checked.
 */
final class MutationTest {

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.captures.CaptureReports#captures")
    void everyChangeIsNoticed(Path capture) throws NotACaptureException {
        List<String> missed = new ArrayList<>();
        try (Capture files = Capture.open(capture)) {
            HostView host = new HostView(files);
            for (Finding claimed : CaptureReports.of(capture).findings()) {
                if (!claims(claimed.verdict()) || Mutations.restsOnNoFile(claimed)) {
                    continue;
                }
                List<Mutation> mutations = Mutations.of(claimed, host);
                if (mutations.isEmpty()) {
                    missed.add("no change known for " + claimed.check() + " on " + claimed.subject());
                }
                for (Mutation mutation : mutations) {
                    unnoticed(mutation, files, missed);
                }
            }
        }
        assertThat(missed).isEmpty();
    }

    private static boolean claims(Verdict verdict) {
        return verdict instanceof Verdict.Holds || verdict instanceof Verdict.Explained;
    }

    private static void unnoticed(Mutation mutation, Capture files, List<String> missed) {
        Report report = CaptureReports.run(
                new EditedFiles(files, mutation.edits()), List.of(mutation.check()), mutation.pids());
        List<Verdict> verdicts = report.findings().stream()
                .filter(f -> f.check().equals(mutation.check()) && f.subject().startsWith(mutation.subject()))
                .map(Finding::verdict)
                .toList();
        boolean noticed = verdicts.stream()
                .anyMatch(v -> v instanceof Verdict.Violated
                        || (mutation.notice() == Mutation.Notice.AT_LEAST_DRIFTED && v instanceof Verdict.Drifted));
        if (!noticed) {
            missed.add(mutation + " gave " + verdicts);
        }
    }
}
