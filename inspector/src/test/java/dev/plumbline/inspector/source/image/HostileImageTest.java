package dev.plumbline.inspector.source.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.unit.PhysAddr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers changed at random: either an image comes of it or a refusal in one line, and no read fails. */
class HostileImageTest {

    private static final int ROUNDS = 3000;
    private static final long[] EDGES = {
        0, 1, 0xff, 0xffff, 0x7fffffff, 0xffffffffL, Long.MAX_VALUE, Long.MIN_VALUE, -1, -4096
    };

    private final Path folder;

    HostileImageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static byte[] original(String kind) {
        byte[] page = new byte[256];
        return switch (kind) {
            case "ELF64" ->
                new ElfCoreBuilder(true)
                        .segment(0x1000, page)
                        .segment(0x1080, page)
                        .build();
            case "ELF32" ->
                new ElfCoreBuilder(false)
                        .countedBySection()
                        .segment(0x1000, page)
                        .segment(0x2000, page)
                        .build();
            default -> ImageWriters.limeRange(0x1000, 0x10ff, page);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"ELF64", "ELF32", "LiME"})
    void aChangedHeaderNeverDoesMoreThanBeRefused(String kind) throws IOException {
        byte[] original = original(kind);
        int headerBytes = Math.min(original.length, kind.equals("LiME") ? 32 : 220);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(round);
            byte[] changed = original.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = 4 + random.nextInt(headerBytes - 4);
                long edge = EDGES[random.nextInt(EDGES.length)];
                int width = 1 << random.nextInt(4);
                for (int k = 0; k < width && at + k < changed.length; k++) {
                    changed[at + k] = (byte) (edge >>> (8 * k));
                }
            }
            byte[] file = random.nextInt(4) == 0 ? Arrays.copyOf(changed, random.nextInt(changed.length)) : changed;
            refused += opensOrIsRefused(file, kind + ", seed " + round) ? 0 : 1;
        }
        assertThat(refused).isBetween(ROUNDS / 20, ROUNDS - 1);
    }

    private boolean opensOrIsRefused(byte[] bytes, String what) throws IOException {
        Path file = Files.write(folder.resolve("image"), bytes);
        try {
            MemoryImage image = MemoryImage.open(file);
            for (long address : new long[] {0, 0x1000, 0x1080, 0x10f8, 0x2000, -8, Long.MAX_VALUE - 7}) {
                boolean held = image.window(new PhysAddr(address)).isPresent()
                        && image.window(new PhysAddr(address + 1)).isPresent()
                        && image.window(new PhysAddr(address + 2)).isPresent()
                        && image.window(new PhysAddr(address + 3)).isPresent();
                assertThat(image.word(new PhysAddr(address), 4).isPresent())
                        .as("%s, %#x", what, address)
                        .isEqualTo(held);
            }
            assertThat(image.ranges()).as(what).startsWith("0x");
            return true;
        } catch (NotAnImageException e) {
            assertThat(e).as(what).hasMessageContaining(file.toString());
            assertThat(String.valueOf(e.getMessage()).lines()).as(what).hasSize(1);
            return false;
        }
    }

    @Test
    void overlapsThatNestDeeplyCostNoMoreThanTheirNumber() throws NotAnImageException, IOException {
        int count = 200_000;
        ElfCoreBuilder core = new ElfCoreBuilder(true).countedBySection();
        for (int i = 0; i < count; i++) {
            core.header(1, 0, count - i, 2L * i + 1);
        }
        MemoryImage image = MemoryImage.open(core.write(folder.resolve("nested")));

        assertThat(image.word(new PhysAddr(count - (count & 7)), 8)).isPresent();
    }
}
