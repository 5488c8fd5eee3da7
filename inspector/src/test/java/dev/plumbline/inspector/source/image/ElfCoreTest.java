package dev.plumbline.inspector.source.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.inspector.unit.PhysAddr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElfCoreTest {

    private final Path folder;

    ElfCoreTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static byte[] page(int fill) {
        byte[] bytes = new byte[4096];
        Arrays.fill(bytes, (byte) fill);
        return bytes;
    }

    private MemoryImage open(ElfCoreBuilder core) throws IOException, NotAnImageException {
        return MemoryImage.open(core.write(folder.resolve("core")));
    }

    private void assertRefused(byte[] file, String... words) throws IOException {
        Path path = Files.write(folder.resolve("core"), file);
        assertThatThrownBy(() -> MemoryImage.open(path))
                .isInstanceOf(NotAnImageException.class)
                .hasMessageStartingWith(path.toString())
                .hasMessageContainingAll(words);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheDumpLeftOutIsNotHeld(boolean wide) throws IOException, NotAnImageException {
        MemoryImage image = open(new ElfCoreBuilder(wide)
                .segment(0x1000, page(1), 0x3000)
                .segment(0x8000, new byte[0], 0x1000)
                .segment(0x9000, page(2)));

        assertThat(image.kind()).isEqualTo(MemoryImage.Kind.ELF_CORE);
        assertThat(image.word(new PhysAddr(0x1ffc), 4)).hasValue(0x01010101L);
        assertThat(image.word(new PhysAddr(0x2000), 4)).isEmpty();
        assertThat(image.word(new PhysAddr(0x8000), 8)).isEmpty();
        assertThat(image.word(new PhysAddr(0x9000), 8)).hasValue(0x0202020202020202L);
        assertThat(image.shortfall()).isEmpty();
        assertThat(image.ranges()).isEqualTo("0x1000-0x1fff, 0x9000-0x9fff");
    }

    @Test
    void theFirstOfOverlappingSegmentsHoldsAnAddress() throws IOException, NotAnImageException {
        MemoryImage image = open(new ElfCoreBuilder(true)
                .segment(0x3000, page(1))
                .segment(
                        0x2000,
                        ByteBuffer.allocate(0x4000)
                                .put(page(2))
                                .put(page(3))
                                .put(page(4))
                                .put(page(5))
                                .array())
                .segment(
                        0x5000,
                        ByteBuffer.allocate(0x2000).put(page(6)).put(page(7)).array()));

        long[] expected = {0x02, 0x01, 0x04, 0x05, 0x07};
        for (int i = 0; i < expected.length; i++) {
            assertThat(image.word(new PhysAddr(0x2000 + i * 0x1000L), 4)).hasValue(expected[i] * 0x01010101L);
        }
    }

    @Test
    void aWordThatTwoSegmentsShareIsPutTogether() throws IOException, NotAnImageException {
        byte[] low = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
        byte[] high = {12, 13, 14, 15, 16, 17};
        MemoryImage image = open(new ElfCoreBuilder(true).segment(0x100b, high).segment(0x1000, low));

        assertThat(image.word(new PhysAddr(0x1008), 8)).hasValue(0x100f0e0d0c0b0a09L);
        assertThat(image.word(new PhysAddr(0x1008), 4)).hasValue(0x0c0b0a09L);
        assertThat(image.word(new PhysAddr(0x1010), 4))
                .as("one byte is held, three are not")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countsProgramHeadersInTheSectionHeader(boolean wide) throws IOException, NotAnImageException {
        ElfCoreBuilder core = new ElfCoreBuilder(wide).countedBySection();
        int segments = 70_000;
        for (int i = 0; i < segments; i++) {
            core.segment(i * 0x2000L, new byte[] {(byte) i, (byte) (i >>> 8), (byte) (i >>> 16), 0});
        }
        MemoryImage image = open(core);

        for (int i = 0; i < segments; i += 1111) {
            assertThat(image.word(new PhysAddr(i * 0x2000L), 4)).hasValue(i);
            assertThat(image.word(new PhysAddr(i * 0x2000L + 4), 4)).isEmpty();
        }
    }

    @Test
    void leavesOutWhatHasNoPhysicalAddress() throws IOException, NotAnImageException {
        MemoryImage image = open(new ElfCoreBuilder(true).segment(-1, page(1)).segment(0x1000, page(2)));

        assertThat(image.ranges()).isEqualTo("0x1000-0x1fff");
    }

    @Test
    void saysWhatACutCoreLacks() throws IOException, NotAnImageException {
        byte[] whole = new ElfCoreBuilder(true)
                .segment(0, page(1))
                .segment(0x10000, page(2))
                .segment(0x20000, page(3))
                .build();
        Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length - 4096 - 100));
        MemoryImage image = MemoryImage.open(file);

        assertThat(image.word(new PhysAddr(0xff8), 8)).isPresent();
        assertThat(image.word(new PhysAddr(0x10000 + 4096 - 104), 4)).hasValue(0x02020202L);
        assertThat(image.word(new PhysAddr(0x10000 + 4096 - 100), 4)).isEmpty();
        assertThat(image.word(new PhysAddr(0x20000), 4)).isEmpty();
        assertThat(image.shortfall()).hasValueSatisfying(s -> assertThat(s)
                .contains("0x10f9c-0x10fff and 1 more ranges lie behind its end and not held")
                .contains(file + " ends at " + (whole.length - 4196) + " bytes"));
    }

    @Test
    void refusesWhatIsNoCoreOfAMachine() throws IOException {
        byte[] good = new ElfCoreBuilder(true).segment(0x1000, page(1)).build();
        assertRefused(Arrays.copyOf(good, 10), "the ELF identification", "ends after 10");
        assertRefused(Arrays.copyOf(good, 50), "the ELF header at offset 0 needs 64 bytes", "ends after 50");
        assertRefused(changed(good, 4, 3), "class 3", "1 (32-bit) and 2 (64-bit)");
        assertRefused(changed(good, 5, 2), "data encoding 2");
        assertRefused(changed(good, 16, 2), "type 2", "a core, type 4");
        assertRefused(changed(good, 54, 55), "55 bytes (e_phentsize); they have 56");
        assertRefused(changed(good, 56, 0), "is a core without memory");
        assertRefused(changed(good, 56, 200), "200 program headers at offset 64 (e_phoff)");
        assertRefused(changed(good, 39, 0x80), "1 program headers at offset 9223372036854775872 (e_phoff)");
        assertRefused(
                new ElfCoreBuilder(true).segment(0, page(1)).segment(0, page(2)).build(), "core of a process");
        assertRefused(
                new ElfCoreBuilder(true).header(1, 1L << 40, 0x1000, 4096).build(),
                "holds no byte of memory",
                "0x1000-0x1fff lies behind its end");
        assertRefused(new ElfCoreBuilder(true).header(4, 0, 0, 100).build(), "none of its 1 program headers");
    }

    @Test
    void refusesRangesThatWrap() throws IOException {
        assertRefused(
                new ElfCoreBuilder(true).header(1, 0, -4096, 8192).build(),
                "program header 0: 8192 bytes at physical address 0xfffffffffffff000 reach beyond 2^64");
        assertRefused(
                new ElfCoreBuilder(true).header(1, -4096, 0x1000, 8192).build(),
                "program header 0: 8192 bytes at file offset 18446744073709547520 reach beyond 2^64");
        byte[] many =
                new ElfCoreBuilder(true).countedBySection().segment(0, page(1)).build();
        ByteBuffer.wrap(many).order(ByteOrder.LITTLE_ENDIAN).putInt(64 + 44, -1);
        assertRefused(many, "4294967295 program headers (sh_info); at most 1048576");
    }

    private static byte[] changed(byte[] file, int at, int value) {
        byte[] copy = file.clone();
        copy[at] = (byte) value;
        return copy;
    }
}
