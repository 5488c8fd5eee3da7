package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.check.ProgressListener;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar on standard error, drawn only once a run has lasted long enough for somebody to wonder. Until then the
 * bar's library is not even loaded.
 */
final class ScanProgress implements ProgressListener, AutoCloseable {

    private static final long PATIENCE_NANOS = Duration.ofMillis(700).toNanos();

    private final int columns;
    private final String taskName;
    private final long startedNanos = System.nanoTime();
    private @Nullable ProgressBar bar;

    private ScanProgress(int columns, String taskName) {
        this.columns = columns;
        this.taskName = taskName;
    }

    /** Draws on a terminal of that many columns, or nothing without one. */
    static ScanProgress on(OptionalInt columns) {
        return on(columns, "processes");
    }

    /** The same for something other than processes. */
    static ScanProgress on(OptionalInt columns, String taskName) {
        return new ScanProgress(columns.orElse(0), taskName);
    }

    @Override
    public synchronized void examined(int done, int total) {
        if (bar == null && columns > 0 && System.nanoTime() - startedNanos > PATIENCE_NANOS) {
            bar = open(total);
        }
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    private ProgressBar open(int total) {
        return new ProgressBarBuilder()
                .setTaskName(taskName)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(100)
                .clearDisplayOnFinish()
                .setConsumer(new ConsoleProgressBarConsumer(
                        new PrintStream(System.err, true, StandardCharsets.UTF_8), columns - 1))
                .build();
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
