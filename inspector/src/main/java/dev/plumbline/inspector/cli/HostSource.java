package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.LiveHost;
import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which host to look at: the options {@code --capture} and {@code --root}. */
final class HostSource {

    private static final Path ROOT = Path.of("/");

    @Option(
            names = "--capture",
            paramLabel = "FILE",
            description = "Examine saved kernel files, a ZIP or a folder, instead of this host.")
    private @Nullable Path capture;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description =
                    "Examine the live host whose /proc, /sys and /boot are below DIR, as in a container that sees its"
                            + " node at /host.")
    private @Nullable Path root;

    /** Whether either option is given. */
    boolean isGiven() {
        return capture != null || root != null;
    }

    /** Whether it is a saved host, which does not change. */
    boolean isCapture() {
        return capture != null;
    }

    /**
     * Opens what the options name; the caller closes it.
     *
     * @throws Failure if both are given, or what they name is not there or is something else
     */
    KernelFiles open() throws Failure {
        if (capture != null && root != null) {
            throw Failure.wrongUsage("--capture and --root exclude each other");
        }
        try {
            return capture != null ? Capture.open(capture) : LiveHost.open(root != null ? root : ROOT);
        } catch (NotACaptureException | NotAHostException e) {
            throw Failure.couldNotRun(String.valueOf(e.getMessage()));
        }
    }
}
