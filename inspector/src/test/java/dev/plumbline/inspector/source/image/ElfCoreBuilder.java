package dev.plumbline.inspector.source.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes ELF cores by the System V ABI, each field where chapters 4 and 5 place it. */
final class ElfCoreBuilder {

    private static final int PT_LOAD = 1;

    private final boolean wide;
    private final List<long[]> headers = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();
    private boolean extendedNumbering;

    ElfCoreBuilder(boolean wide) {
        this.wide = wide;
    }

    /** A segment with its bytes behind the headers. */
    ElfCoreBuilder segment(long physical, byte[] bytes, long memoryBytes) {
        headers.add(new long[] {PT_LOAD, -1, physical, bytes.length, memoryBytes});
        contents.add(bytes);
        return this;
    }

    ElfCoreBuilder segment(long physical, byte[] bytes) {
        return segment(physical, bytes, bytes.length);
    }

    /** A program header as it stands here, with no bytes of its own. */
    ElfCoreBuilder header(int type, long offset, long physical, long fileBytes) {
        headers.add(new long[] {type, offset, physical, fileBytes, fileBytes});
        contents.add(new byte[0]);
        return this;
    }

    /** e_phnum is PN_XNUM, and the first section header has the number. */
    ElfCoreBuilder countedBySection() {
        extendedNumbering = true;
        return this;
    }

    private int headerBytes() {
        return wide ? 64 : 52;
    }

    private int entryBytes() {
        return wide ? 56 : 32;
    }

    private int sectionBytes() {
        return extendedNumbering ? (wide ? 64 : 40) : 0;
    }

    byte[] build() {
        long data = headerBytes() + sectionBytes() + (long) headers.size() * entryBytes();
        int total = (int) data + contents.stream().mapToInt(c -> c.length).sum();
        ByteBuffer file = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), 1, 1, 0})
                .position(16);
        file.putShort((short) 4).putShort((short) (wide ? 62 : 3)).putInt(1);
        word(file, 0);
        word(file, headerBytes() + sectionBytes());
        word(file, extendedNumbering ? headerBytes() : 0);
        file.putInt(0).putShort((short) headerBytes()).putShort((short) entryBytes());
        file.putShort((short) (extendedNumbering ? 0xffff : headers.size()));
        file.putShort((short) (wide ? 64 : 40))
                .putShort((short) (extendedNumbering ? 1 : 0))
                .putShort((short) 0);
        if (extendedNumbering) {
            file.putInt(headerBytes() + (wide ? 44 : 28), headers.size());
            file.position(headerBytes() + sectionBytes());
        }
        for (int i = 0; i < headers.size(); i++) {
            long[] h = headers.get(i);
            long offset = h[1] == -1 ? data : h[1];
            programHeader(file, h, offset);
            data += contents.get(i).length;
        }
        contents.forEach(file::put);
        return file.array();
    }

    private void programHeader(ByteBuffer file, long[] h, long offset) {
        file.putInt((int) h[0]);
        if (wide) {
            file.putInt(6)
                    .putLong(offset)
                    .putLong(0)
                    .putLong(h[2])
                    .putLong(h[3])
                    .putLong(h[4])
                    .putLong(0);
        } else {
            file.putInt((int) offset)
                    .putInt(0)
                    .putInt((int) h[2])
                    .putInt((int) h[3])
                    .putInt((int) h[4]);
            file.putInt(6).putInt(0);
        }
    }

    private void word(ByteBuffer file, long value) {
        if (wide) {
            file.putLong(value);
        } else {
            file.putInt((int) value);
        }
    }

    Path write(Path file) throws IOException {
        return Files.write(file, build());
    }
}
