package dev.plumbline.inspector.source.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.memory.PhysicalMemory.Window;
import dev.plumbline.inspector.unit.PhysAddr;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files that no one buffer holds, sparse on disk, and files that change. */
class LargeImageTest {

    private static final long GIB = 1L << 30;

    private final Path folder;

    LargeImageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path sparse(long sizeBytes, long... markedOffsets) throws IOException {
        Path file = folder.resolve("sparse");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long offset : markedOffsets) {
                channel.write(
                        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, offset), offset);
            }
            channel.write(ByteBuffer.allocate(1), sizeBytes - 1);
        }
        return file;
    }

    @Test
    void aRawFileLargerThanAnyBuffer() throws IOException, NotAnImageException {
        long[] marks = {8, GIB - 8, GIB, 2 * GIB - 8, 2 * GIB, 4 * GIB - 8, 4 * GIB, 5 * GIB, 5 * GIB + 4088};
        MemoryImage image = MemoryImage.open(sparse(5 * GIB + 4096, marks));

        for (long mark : marks) {
            assertThat(image.word(new PhysAddr(mark), 8)).hasValue(mark);
        }
        assertThat(image.word(new PhysAddr(3 * GIB), 8)).as("a hole is zeros").hasValue(0);
        assertThat(image.word(new PhysAddr(5 * GIB + 4096), 8)).isEmpty();
        assertThat(image.ranges()).isEqualTo("0x0-0x140000fff");
    }

    @Test
    void everyTableLiesInOneWindow() throws IOException, NotAnImageException {
        long base = 0x40003000L;
        MemoryImage image = MemoryImage.openRaw(sparse(3 * GIB), new PhysAddr(base));

        for (long gib = 0; gib <= 3; gib++) {
            for (int size = 4096; size <= 1 << 16; size <<= 1) {
                for (long near = -4; near <= 4; near++) {
                    long table = ((base + gib * GIB) & -(1L << 16)) + near * size;
                    if (table >= base && table + size <= base + 3 * GIB) {
                        Window window = image.window(new PhysAddr(table)).orElseThrow();
                        assertThat(window.bytesFrom(new PhysAddr(table)))
                                .as("from %#x", table)
                                .isGreaterThanOrEqualTo(size);
                    }
                }
            }
        }
    }

    /** With mappings of 128 KiB, so that random extents meet their limits often. */
    @Test
    void dividedExtentsHoldTheSameBytes() throws IOException, NotAnImageException {
        Random random = new Random(42);
        byte[] bytes = new byte[1 << 20];
        random.nextBytes(bytes);
        ByteBuffer whole = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Path path = Files.write(folder.resolve("bytes"), bytes);
        try (ImageFile file = ImageFile.open(path)) {
            for (int round = 0; round < 200; round++) {
                int offset = random.nextInt(bytes.length);
                long length = 1L + random.nextInt(bytes.length - offset);
                long first = random.nextLong() & -2;
                if (Long.compareUnsigned(first + length, first) < 0) {
                    continue;
                }
                Extent extent = new Extent(first, first + length - 1, offset);
                MappedExtents mapped = MappedExtents.of(file, List.of(extent), 17);
                for (int probe = 0; probe < 200; probe++) {
                    long at = random.nextLong(length);
                    Window window = mapped.window(first + at).orElseThrow();
                    assertThat(window.bytes().get(window.indexOf(new PhysAddr(first + at))))
                            .as("round %d, %d of %s", round, at, extent)
                            .isEqualTo(whole.get((int) (offset + at)));
                }
                assertThat(mapped.window(first - 1)).isEmpty();
                assertThat(mapped.window(first + length)).isEmpty();
            }
        }
    }

    /** The JVM raises the error at the read or, in compiled code, a little later. */
    private static boolean meetsTheLoss(MemoryImage image) {
        try {
            for (int i = 0; i < 100_000; i++) {
                image.word(new PhysAddr((1 << 20) - 8), 8);
            }
            return false;
        } catch (InternalError e) {
            return true;
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileThatIsCutWhileItIsMappedDoesNotEndTheJvm() throws IOException, NotAnImageException {
        Path file = sparse(1 << 20, 0, (1 << 20) - 8);
        MemoryImage image = MemoryImage.open(file);
        assertThat(image.word(new PhysAddr((1 << 20) - 8), 8)).hasValue((1 << 20) - 8);

        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(4096);
        }
        assertThat(meetsTheLoss(image)).isTrue();
        assertThat(image.word(new PhysAddr(0), 8))
                .as("what is left is still read")
                .isPresent();
    }
}
