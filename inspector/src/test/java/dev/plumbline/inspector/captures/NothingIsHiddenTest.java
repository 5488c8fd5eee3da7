package dev.plumbline.inspector.captures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.check.Check;
import dev.plumbline.inspector.check.Checks;
import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With all of a check's declared files present, "not observable" is no answer, unless it is listed here with its reason.
 */
final class NothingIsHiddenTest {

    private record Listed(String check, String subject, String because) {
        boolean matches(Finding finding) {
            return finding.check().equals(check)
                    && Pattern.matches(subject, finding.subject())
                    && finding.verdict().because().contains(because);
        }
    }

    /** Check, pattern of the subject, words of the reason: each is a fact about the kernel, not about a capture. */
    private static final List<Listed> LISTED = List.of();

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.captures.CaptureReports#captures")
    void whatTheFilesShowIsAnswered(Path capture) throws NotACaptureException {
        List<Finding> unanswered = CaptureReports.of(capture).findings().stream()
                .filter(f -> f.verdict() instanceof Verdict.NotObservable)
                .filter(f -> LISTED.stream().noneMatch(l -> l.matches(f)))
                .toList();
        var evidence = Checks.ALL.stream().collect(Collectors.toMap(Check::id, Check::evidenceFiles));
        try (Capture files = Capture.open(capture)) {
            assertThat(unanswered)
                    .filteredOn(f -> evidence.getOrDefault(f.check(), List.of()).stream()
                            .allMatch(path -> present(files, path, f.subject())))
                    .isEmpty();
        }
    }

    private static boolean present(Capture files, String path, String subject) {
        Matcher pid = Pattern.compile("pid (\\d+)\\b.*").matcher(subject);
        String concrete = pid.matches() ? path.replace("PID", pid.group(1)) : path;
        return files.stream(concrete, in -> in.read()) instanceof Reading.Content;
    }
}
