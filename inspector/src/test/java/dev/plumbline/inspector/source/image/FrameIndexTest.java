package dev.plumbline.inspector.source.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.inspector.unit.PhysAddr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameIndexTest {

    private static final String HEADER = "physical_address,offset,why\n";

    private final Path folder;

    FrameIndexTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path index(String rows, int frameBytes) throws IOException {
        byte[] frames = new byte[frameBytes];
        for (int i = 0; i < frameBytes; i++) {
            frames[i] = (byte) (i >>> 12);
        }
        Files.write(folder.resolve("physmem.bin"), frames);
        return Files.writeString(folder.resolve("physmem.idx"), HEADER + rows);
    }

    private void assertRefused(String rows, int frameBytes, String words) throws IOException {
        Path index = index(rows, frameBytes);
        assertThatThrownBy(() -> MemoryImage.open(index))
                .isInstanceOf(NotAnImageException.class)
                .hasMessageContaining("physmem.idx")
                .hasMessageContaining(words);
    }

    @Test
    void theOffsetsTellHowLargeAFrameIs() throws IOException, NotAnImageException {
        MemoryImage image = MemoryImage.open(index("0x40000,16384,b\n0x8000,0,a\n", 32768));

        assertThat(image.kind()).isEqualTo(MemoryImage.Kind.FRAMES);
        assertThat(image.word(new PhysAddr(0xbffc), 4)).hasValue(0x03030303L);
        assertThat(image.word(new PhysAddr(0xc000), 4)).isEmpty();
        assertThat(image.word(new PhysAddr(0x40000), 4)).hasValue(0x04040404L);
    }

    @Test
    void aLoneFrameIsTheWholeFile() throws IOException, NotAnImageException {
        assertThat(MemoryImage.open(index("0x10000,0,root", 65536)).ranges()).isEqualTo("0x10000-0x1ffff");
    }

    @Test
    void framesThatTheFileCutsAreNotHeld() throws IOException, NotAnImageException {
        MemoryImage image = MemoryImage.open(index("0x1000,0,a\n0x2000,4096,b\n0x9000,8192,c\n", 8192 + 8));

        assertThat(image.word(new PhysAddr(0x9000), 8)).isPresent();
        assertThat(image.word(new PhysAddr(0x9008), 8)).isEmpty();
        assertThat(image.shortfall())
                .hasValueSatisfying(s -> assertThat(s).contains("physmem.bin ends at 8200 bytes", "0x9008-0x9fff"));
    }

    @Test
    void isFoundFromItsFramesAndFromItsFolder() throws IOException, NotAnImageException {
        index("0x1000,0,a\n0x2000,4096,b\n", 8192);

        assertThat(MemoryImage.open(folder).ranges()).isEqualTo("0x1000-0x2fff");
        assertThat(MemoryImage.open(folder.resolve("physmem.bin")).ranges()).isEqualTo("0x1000-0x2fff");
        Files.writeString(folder.resolve("physmem.idx"), "something else");
        assertThatThrownBy(() -> MemoryImage.open(folder.resolve("physmem.bin")))
                .hasMessageContaining("stands beside physmem.bin and is no index of frames");
    }

    @Test
    void namesTheLineThatIsWrong() throws IOException {
        assertRefused("0x1000,0,a\n4096,4096,b\n", 8192, ":3: \"4096,4096,b\"; allowed: 0x and a frame's address");
        assertRefused("0x1000,0,a\n0x2000,-1,b\n", 8192, ":3: \"0x2000,-1,b\"");
        assertRefused("0x1000,0,a\n\n", 8192, ":3: \"\"");
        assertRefused("0x1000,0,a\n0x1000,4096,b\n", 8192, ":3: \"0x1000\"; allowed: one line a frame, line 2 is");
        assertRefused(
                "0x1000,0,a\n0x2800,4096,b\n", 8192, ":3: \"0x2800\"; allowed: a frame's address, a multiple of 4096");
        assertRefused("0x0,0,a\n0x4000,4096,b\n0x8000,12288,c\n", 16384, ":4: \"offset 12288\"; allowed: offset 8192");
        assertRefused("0x0,4096,a\n0x4000,8192,b\n", 16384, ":2: \"offset 4096\"; allowed: offset 0");
        assertRefused("0x0,0,a\n0x4000,5000,b\n", 16384, "would have 5000 bytes; allowed is a power of two");
        assertRefused("0x0,0,a\n0x4000,0,b\n", 16384, "would have 0 bytes");
        assertRefused("0x0,0,a\n", 131072, "would have 131072 bytes");
        assertRefused("", 4096, "names no frame");
        assertRefused("0x0,0," + "x".repeat(70000), 4096, ":2: ");
    }

    @Test
    void needsItsFrames() throws IOException {
        Path index = index("0x1000,0,a\n", 4096);
        Files.delete(folder.resolve("physmem.bin"));

        assertThatThrownBy(() -> MemoryImage.open(index)).hasMessageContaining("no such image: ", "physmem.bin");
    }
}
