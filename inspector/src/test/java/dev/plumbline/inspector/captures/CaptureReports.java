package dev.plumbline.inspector.captures;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.check.CheckRun;
import dev.plumbline.inspector.check.Checks;
import dev.plumbline.inspector.check.ProgressListener;
import dev.plumbline.inspector.check.Report;
import dev.plumbline.inspector.check.Selection;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The full report of each capture, made once for all tests that look at it. */
public final class CaptureReports {

    private static final Map<Path, Report> REPORTS = new ConcurrentHashMap<>();

    private CaptureReports() {}

    /** Every capture, for parameterized tests. */
    public static Stream<Path> captures() {
        return Captures.all().stream();
    }

    /** Every check over one capture. */
    public static Report of(Path capture) {
        return REPORTS.computeIfAbsent(capture, path -> {
            try (Capture files = Capture.open(path)) {
                return run(files, Checks.ALL.stream().map(c -> c.id()).toList(), Set.of());
            } catch (NotACaptureException e) {
                throw new AssertionError(path + " is a fixture and must open", e);
            }
        });
    }

    /** Some checks over some processes (none named: all) of files that stay open. */
    public static Report run(KernelFiles files, List<String> checkIds, Set<Integer> pids) {
        return CheckRun.run(
                files,
                new Selection(
                        Checks.ALL.stream()
                                .filter(c -> checkIds.contains(c.id()))
                                .toList(),
                        pids),
                ProgressListener.NONE);
    }
}
