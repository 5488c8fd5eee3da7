package dev.plumbline.inspector.source.image;

import static dev.plumbline.inspector.source.image.ImageWriters.limeRange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.inspector.unit.PhysAddr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimeTest {

    private final Path folder;

    LimeTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private Path file(byte[]... parts) throws IOException {
        return Files.write(folder.resolve("ram.lime"), joined(parts));
    }

    private void assertRefused(String words, byte[]... parts) throws IOException {
        Path file = file(parts);
        assertThatThrownBy(() -> MemoryImage.open(file))
                .isInstanceOf(NotAnImageException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(words);
    }

    @Test
    void endsAreInclusive() throws IOException, NotAnImageException {
        MemoryImage image = MemoryImage.open(file(
                limeRange(0x1000, 0x1fff, new byte[4096]), limeRange(-8, -1, new byte[] {1, 2, 3, 4, 5, 6, 7, 8})));

        assertThat(image.kind()).isEqualTo(MemoryImage.Kind.LIME);
        assertThat(image.word(new PhysAddr(0x1ff8), 8)).hasValue(0);
        assertThat(image.word(new PhysAddr(0x2000), 8)).isEmpty();
        assertThat(image.word(new PhysAddr(-8), 8)).hasValue(0x0807060504030201L);
        assertThat(image.ranges()).isEqualTo("0x1000-0x1fff, 0xfffffffffffffff8-0xffffffffffffffff");
    }

    @Test
    void aRangeThatTheFileCutsIsHeldAsFarAsItGoes() throws IOException, NotAnImageException {
        MemoryImage image = MemoryImage.open(file(limeRange(0, -1, new byte[] {1, 0, 0, 0, 2, 0, 0, 0})));

        assertThat(image.word(new PhysAddr(4), 4)).hasValue(2);
        assertThat(image.word(new PhysAddr(8), 4)).isEmpty();
        assertThat(image.shortfall())
                .hasValueSatisfying(s -> assertThat(s).contains("0x8-0xffffffffffffffff lies behind its end"));
    }

    @Test
    void refusesHeadersThatMakeNoSense() throws IOException {
        byte[] good = limeRange(0x1000, 0x1007, new byte[8]);
        byte[] version = good.clone();
        version[4] = 2;

        assertRefused("LiME range at offset 0: version 2; allowed is 1", version);
        assertRefused(
                "LiME range at offset 40: ends at 0x1fff, before it starts at 0x2000",
                good,
                limeRange(0x2000, 0x1fff, new byte[8]));
        assertRefused("has 0x4030201 at offset 40", good, Arrays.copyOf(new byte[] {1, 2, 3, 4}, 32));
        assertRefused(
                "the header of a LiME range at offset 40 needs 32 bytes, and the file ends after 31",
                good,
                Arrays.copyOf(good, 31));
        assertRefused("the header of a LiME range at offset 0 needs 32 bytes", Arrays.copyOf(good, 20));
        assertRefused("holds no byte of memory", Arrays.copyOf(good, 32));
    }
}
