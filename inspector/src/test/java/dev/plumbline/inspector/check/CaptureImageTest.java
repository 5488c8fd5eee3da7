package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.Reading;
import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import dev.plumbline.inspector.unit.PhysAddr;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureImageTest {

    private static final String HEADER = "physical_address,offset,why\n";

    /** Frames and sizes as the captures' READMEs state them. */
    @ParameterizedTest
    @CsvSource({
        "arm64-6.12-16k-max-lpa2, 6340, 16384",
        "armhf-6.1-armmp, 1216, 4096",
        "riscv64-6.12-sv57, 2509, 4096",
        "x86_64-4level-pti, 895, 4096"
    })
    void everyFrameOfARealImageIsHeld(String name, int frames, int frameBytes) throws Exception {
        CaptureImage image = image(Captures.withImage(name));

        assertThat(image.damage()).isEmpty();
        assertThat(image.frameSizeBytes()).isEqualTo(frameBytes);
        assertThat(image.memory().frames()).isEqualTo(frames);
    }

    @Test
    void bytesStandWhereTheIndexSays() throws Exception {
        CaptureImage image = image(Captures.withImage("x86_64-4level-pti"));
        byte[] bin;
        try (ZipFile zip = new ZipFile(Captures.image("x86_64-4level-pti").toFile())) {
            bin = zip.getInputStream(zip.getEntry("mmu/physmem.bin")).readAllBytes();
        }

        assertThat(bytes(image.memory(), 0x232000)).isEqualTo(Arrays.copyOfRange(bin, 8192, 12288));
        assertThat(image.memory().window(new PhysAddr(0x233000))).isEmpty();
    }

    @Test
    void whereTheMachineNamesNoPageSizeItsFramesDo() throws Exception {
        byte[] index;
        byte[] bin;
        try (ZipFile zip = new ZipFile(Captures.image("arm64-6.12-16k-max-lpa2").toFile())) {
            index = zip.getInputStream(zip.getEntry("mmu/physmem.idx")).readAllBytes();
            bin = zip.getInputStream(zip.getEntry("mmu/physmem.bin")).readNBytes(1 << 20);
        }

        CaptureImage image = stored(new String(index, StandardCharsets.US_ASCII), bin);

        assertThat(image.frameSizeBytes()).isEqualTo(16384);
        assertThat(image.memory().frames()).isEqualTo(64);
    }

    @Test
    void framesMayStandInAnyOrderAndWithGaps() {
        CaptureImage image = stored(HEADER + "0x3000,8192,b\n0x1000,0,a, with a comma\n", frames(1, 2, 3));

        assertThat(image.damage()).isEmpty();
        assertThat(bytes(image.memory(), 0x1000)[0]).isEqualTo((byte) 1);
        assertThat(bytes(image.memory(), 0x3000)[0]).isEqualTo((byte) 3);
        assertThat(image.memory().frames()).isEqualTo(2);
    }

    @Test
    void aCutFileHoldsWhatStandsBeforeTheCut() {
        CaptureImage image =
                stored(HEADER + "0x1000,0,\n0x2000,4096,\n0x3000,8192,\n", Arrays.copyOf(frames(1, 2), 5000));

        assertThat(image.memory().frames()).isEqualTo(1);
        assertThat(image.damage())
                .extracting(Object::toString)
                .containsExactly("mmu/physmem.bin: found 5000 bytes, expected 2 more frames of 4096 bytes,"
                        + " the first of them 0x2000 (mmu/physmem.idx line 3)");
    }

    @Test
    void rowsThatCannotBeAreNamedByLine() {
        CaptureImage image =
                stored(HEADER + "0x1000,0,\n0x1800,4096,\n0x1000,8192,\nnonsense\n0x4000,-1,\n", frames(1, 2, 3));

        assertThat(image.damage()).extracting(d -> d.line()).containsExactly(5, 6, 3, 4);
        assertThat(image.memory().frames()).isEqualTo(1);
    }

    @Test
    void framesOfNoPageSizeAreRefused() {
        Reading<CaptureImage> reading = reading(HEADER + "0x1000,0,\n0x2000,4095,\n", new byte[10000]);

        assertThat(reading).isInstanceOf(Reading.Failed.class);
        assertThat(((Reading.Failed<CaptureImage>) reading).reason()).contains("line 3: frames begin 4095 bytes apart");
    }

    @Test
    void withoutAnImageItIsAbsent() {
        assertThat(CaptureImage.of(new HostView(StoredFiles.none()))).isInstanceOf(Reading.Absent.class);
    }

    private static CaptureImage image(Path zip) throws NotACaptureException {
        try (Capture capture = Capture.open(zip)) {
            return CaptureImage.of(new HostView(capture)).content().orElseThrow();
        }
    }

    private static CaptureImage stored(String index, byte[] bin) {
        return reading(index, bin).content().orElseThrow();
    }

    private static Reading<CaptureImage> reading(String index, byte[] bin) {
        return CaptureImage.of(
                new HostView(StoredFiles.none().with("mmu/physmem.idx", index).with("mmu/physmem.bin", bin)));
    }

    /** Frames of 4096 bytes, each of one value. */
    private static byte[] frames(int... values) {
        byte[] all = new byte[4096 * values.length];
        IntStream.range(0, values.length).forEach(i -> Arrays.fill(all, 4096 * i, 4096 * (i + 1), (byte) values[i]));
        return all;
    }

    private static byte[] bytes(FrameMemory memory, long address) {
        var window = memory.window(new PhysAddr(address)).orElseThrow();
        byte[] bytes = new byte[window.bytes().limit()];
        window.bytes().get(window.indexOf(new PhysAddr(address)), bytes);
        return bytes;
    }
}
