package dev.plumbline.inspector.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard output. A reader that went away ({@code plumb check | head}) has seen what it wanted, so what is written
 * after that is dropped; a full disk is an error.
 */
final class StandardOutput extends OutputStream {

    /** Its file descriptor, unistd.h. */
    static final int DESCRIPTOR = 1;

    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private boolean readerGone;

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (readerGone) {
            return;
        }
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            if (!leadsToReader()) {
                throw e;
            }
            readerGone = true;
        }
    }

    /** Whether something was dropped because nobody reads it. */
    boolean readerIsGone() {
        return readerGone;
    }

    /** EPIPE is the only error that writing to a pipe or a socket meets in practice, and its text depends on the locale. */
    private static boolean leadsToReader() throws IOException {
        String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
        return target.startsWith("pipe:") || target.startsWith("socket:");
    }
}
