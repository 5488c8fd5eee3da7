package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.BoundedInputStream;
import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.LiveHost;
import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.bridge.OverLimitException;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.compare.Baseline;
import dev.plumbline.inspector.check.compare.HostBaseline;
import dev.plumbline.inspector.report.BaselineJsonReader;
import dev.plumbline.inspector.report.DocumentFormatException;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A machine that a user named.
 *
 * @param name {@code live}, a capture (ZIP or folder), or a baseline file
 */
record ComparedSide(String name) {

    static final String LIVE = "live";

    private static final long LIMIT_BYTES = 64L << 20;

    /**
     * Reads it. A folder called live is {@code ./live}.
     *
     * @throws Failure if it is not there, or is neither a capture nor a baseline
     */
    Baseline read() throws Failure {
        if (!isLive() && isDocument()) {
            return document();
        }
        try (KernelFiles files = open()) {
            return HostBaseline.of(new HostView(files));
        }
    }

    boolean isLive() {
        return name.equals(LIVE);
    }

    /**
     * Its files, if it is a host or a capture; the caller closes them.
     *
     * @throws Failure if it is neither
     */
    KernelFiles open() throws Failure {
        try {
            return isLive() ? LiveHost.open(Path.of("/")) : Capture.open(path());
        } catch (NotACaptureException | NotAHostException e) {
            throw Failure.couldNotRun(String.valueOf(e.getMessage()));
        }
    }

    private Path path() throws Failure {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw Failure.couldNotRun(name + ": not the name of a file");
        }
    }

    /** JSON begins with a brace, with or without white space before it; a ZIP does not. */
    private boolean isDocument() throws Failure {
        Path file = path();
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String begin = new String(in.readNBytes(64), StandardCharsets.ISO_8859_1).strip();
            return begin.startsWith("{");
        } catch (IOException e) {
            throw Failure.couldNotRun("cannot read " + name + ": " + IoText.why(e));
        }
    }

    private Baseline document() throws Failure {
        try {
            return BaselineJsonReader.read(
                    new BoundedInputStream(new BufferedInputStream(Files.newInputStream(path())), LIMIT_BYTES));
        } catch (DocumentFormatException e) {
            throw Failure.couldNotRun(name + ": " + e.getMessage());
        } catch (OverLimitException e) {
            throw Failure.couldNotRun("%s: larger than %d MiB".formatted(name, LIMIT_BYTES >> 20));
        } catch (IOException e) {
            throw Failure.couldNotRun("cannot read " + name + ": " + IoText.why(e));
        }
    }
}
