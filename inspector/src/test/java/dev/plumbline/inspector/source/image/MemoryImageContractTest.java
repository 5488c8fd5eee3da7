package dev.plumbline.inspector.source.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written in any form is read back: every word, and nothing else. */
class MemoryImageContractTest {

    private final Path folder;

    MemoryImageContractTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static Stream<Arguments> formsAndFrames() {
        return ImageWriters.all().entrySet().stream().flatMap(form -> Stream.of(12, 14, 16)
                .map(frameShift -> Arguments.of(form.getKey(), frameShift, form.getValue())));
    }

    /** Random frames within 4 GiB, the first and the last among them. */
    private static NavigableMap<Long, byte[]> randomMemory(long seed, int frameShift) {
        Random random = new Random(seed);
        NavigableMap<Long, byte[]> memory = new TreeMap<>();
        long frames = 1L << (32 - frameShift);
        for (int i = 0; i < 40; i++) {
            long frame = i < 20 ? i * 2 % 30 : random.nextLong(frames);
            byte[] bytes = new byte[1 << frameShift];
            random.nextBytes(bytes);
            memory.put((i == 39 ? frames - 1 : frame) << frameShift, bytes);
        }
        return memory;
    }

    @ParameterizedTest(name = "{0}, frames of 2^{1}")
    @MethodSource("formsAndFrames")
    void readsBackWhatWasWritten(String form, int frameShift, ImageWriters.Writer writer)
            throws IOException, NotAnImageException {
        for (long seed = 1; seed <= 5; seed++) {
            NavigableMap<Long, byte[]> memory = randomMemory(seed, frameShift);
            MemoryImage image = writer.write(Files.createDirectories(folder.resolve("" + seed)), memory);

            assertThat(image.shortfall()).as(form).isEmpty();
            assertHolds(image, memory, frameShift, "%s, seed %d".formatted(form, seed));
        }
    }

    private static void assertHolds(
            PhysicalMemory image, NavigableMap<Long, byte[]> memory, int frameShift, String what) {
        long size = 1L << frameShift;
        memory.forEach((address, bytes) -> {
            ByteBuffer expected = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < size; at += 4) {
                long word = image.word(new PhysAddr(address + at), 4).orElseThrow();
                assertThat(word)
                        .as("%s, %#x+%d", what, address, at)
                        .isEqualTo(Integer.toUnsignedLong(expected.getInt(at)));
            }
            for (int at = 0; at < size; at += 8) {
                assertThat(image.word(new PhysAddr(address + at), 8)).as(what).hasValue(expected.getLong(at));
            }
            PhysAddr last = new PhysAddr(address + size - 1);
            Optional<PhysicalMemory.Window> window = image.window(last);
            assertThat(window).as(what).isPresent();
            assertThat(window.orElseThrow().bytes().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
            assertThat(window.orElseThrow().bytes().get(window.orElseThrow().indexOf(last)))
                    .isEqualTo(bytes[bytes.length - 1]);
            for (long neighbour : new long[] {address - size, address + size}) {
                if (!memory.containsKey(neighbour)) {
                    assertThat(image.word(new PhysAddr(neighbour), 8)).as(what).isEmpty();
                    assertThat(image.window(new PhysAddr(neighbour + size - 1)))
                            .as(what)
                            .isEmpty();
                }
            }
        });
    }

    @Test
    void aRawImageBeginsAtItsBase() throws IOException, NotAnImageException {
        byte[] bytes = new byte[3 * 4096 + 5];
        new Random(7).nextBytes(bytes);
        Path file = Files.write(folder.resolve("ram"), bytes);
        NavigableMap<Long, byte[]> low = new TreeMap<>();
        NavigableMap<Long, byte[]> high = new TreeMap<>();
        for (int page = 0; page < 3; page++) {
            byte[] part = Arrays.copyOfRange(bytes, page * 4096, (page + 1) * 4096);
            low.put(page * 4096L, part);
            high.put(0x40000000L + page * 4096L, part);
        }

        MemoryImage image = MemoryImage.open(file);
        assertThat(image.kind()).isEqualTo(MemoryImage.Kind.RAW);
        low.forEach((address, part) -> assertThat(image.word(new PhysAddr(address), 8))
                .hasValue(ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN).getLong(0)));
        assertThat(image.word(new PhysAddr(3 * 4096), 4)).isPresent();
        assertThat(image.word(new PhysAddr(3 * 4096), 8)).isEmpty();

        MemoryImage based = MemoryImage.openRaw(file, new PhysAddr(0x40000000L));
        high.forEach((address, part) -> assertThat(based.word(new PhysAddr(address), 8))
                .hasValue(ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN).getLong(0)));
        assertThat(based.word(new PhysAddr(0), 8)).isEmpty();
        assertThat(based.ranges()).isEqualTo("0x40000000-0x40003004");
    }

    @Test
    void reachesTheLastAddressAndNotBeyond() throws IOException, NotAnImageException {
        Path file = Files.write(folder.resolve("ram"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});

        MemoryImage top = MemoryImage.openRaw(file, new PhysAddr(-8));
        assertThat(top.word(new PhysAddr(-8), 8)).hasValue(0x0807060504030201L);
        assertThat(top.word(new PhysAddr(-4), 4)).hasValue(0x08070605L);
        assertThat(top.window(new PhysAddr(0))).isEmpty();
        assertThatThrownBy(() -> MemoryImage.openRaw(file, new PhysAddr(-4)))
                .isInstanceOf(NotAnImageException.class)
                .hasMessageContaining("8 bytes, which from 0xfffffffffffffffc reach beyond 2^64");
    }

    @Test
    void refusesWordsThatAreNotAligned() throws IOException, NotAnImageException {
        MemoryImage image = MemoryImage.open(Files.write(folder.resolve("ram"), new byte[4096]));

        assertThatThrownBy(() -> image.word(new PhysAddr(4), 8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> image.word(new PhysAddr(0), 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatIsNoFile() {
        assertThatThrownBy(() -> MemoryImage.open(folder.resolve("none")))
                .isInstanceOf(NotAnImageException.class)
                .hasMessageStartingWith("no such image: ");
        assertThatThrownBy(() -> MemoryImage.open(Path.of("/dev/zero"))).hasMessageContaining("not a regular file");
        assertThatThrownBy(() -> MemoryImage.open(Files.createFile(folder.resolve("empty"))))
                .hasMessageEndingWith("is empty");
    }
}
