package dev.plumbline.inspector.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Input that cuts a file to nothing before it gives its second block. */
final class CuttingStream extends InputStream {

    private final Path file;
    private final ByteArrayInputStream text;
    private int blocks;

    CuttingStream(Path file, String text) {
        this.file = file;
        this.text = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int read() {
        return text.read();
    }

    @Override
    public int read(byte[] block, int offset, int length) throws IOException {
        if (++blocks == 2) {
            try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
                cut.setLength(0);
            }
        }
        return text.read(block, offset, length);
    }
}
