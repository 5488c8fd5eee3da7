package dev.plumbline.inspector.source.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class TraceReaderTest {

    private static final String HEAD = "==1== Lackey\nI  0401ab70,3\n";

    private record Seen(long address, int sizeBytes, int kind) {}

    @Test
    void readsWhatLackeyPrints() throws IOException {
        String text = """
                ==17894== Lackey, an example Valgrind tool
                I  0401ab70,3
                 S 1fff000768,8
                 L 1ffefff000,16
                 M ffffffff81000000,4
                --1-- note
                **1** said

                """;
        List<Seen> seen = new ArrayList<>();
        TraceSummary summary = read(text.getBytes(StandardCharsets.US_ASCII), seen);
        assertThat(seen)
                .containsExactly(
                        new Seen(0x401ab70L, 3, TraceSink.INSTRUCTION),
                        new Seen(0x1fff000768L, 8, TraceSink.STORE),
                        new Seen(0x1ffefff000L, 16, TraceSink.LOAD),
                        new Seen(0xffffffff81000000L, 4, TraceSink.MODIFY));
        assertThat(summary).isEqualTo(new TraceSummary("lackey text", 4, 0, List.of()));
    }

    @Test
    void namesEveryKindOfDamagedLine() throws IOException {
        for (String bad : List.of(
                " L 1000",
                " L 1000,",
                " L ,4",
                " X 1000,4",
                "I 1000,4",
                " L 10g0,4",
                " L 1000,0",
                " L 1000,70000",
                " L 1000,4x",
                " L 11111111111111111,4",
                "hello",
                " L 1000,-4",
                "L  1000,4")) {
            List<Seen> seen = new ArrayList<>();
            TraceSummary summary = read((HEAD + bad + "\n L 2000,4\n").getBytes(StandardCharsets.US_ASCII), seen);
            assertThat(seen).as(bad).hasSize(2);
            assertThat(summary.damagedLines()).as(bad).isEqualTo(1);
            assertThat(summary.firstDamages().get(0).line()).isEqualTo(3);
            assertThat(summary.firstDamages().get(0).text()).isEqualTo(bad);
        }
    }

    @Test
    void aLineWithoutEndIsPassedOverWhole() throws IOException {
        List<Seen> seen = new ArrayList<>();
        String text = HEAD + "x".repeat(300_000) + "\n L 2000,4";
        TraceSummary summary = read(text.getBytes(StandardCharsets.US_ASCII), seen);
        assertThat(seen).containsExactly(new Seen(0x401ab70L, 3, 0), new Seen(0x2000, 4, TraceSink.LOAD));
        assertThat(summary.damagedLines()).isEqualTo(1);
        assertThat(summary.firstDamages().get(0).text()).isEqualTo("x".repeat(60));
    }

    @Test
    void whatHoldsNoReferenceIsNoTrace() {
        for (String text : List.of("", "==1== nothing\n", "Hello\nworld\n")) {
            assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.US_ASCII), new ArrayList<>()))
                    .as(text)
                    .isInstanceOf(TraceFormatException.class);
        }
    }

    @Test
    void theBinaryFormKeepsEveryReference() throws IOException {
        Random random = new Random(7);
        List<Seen> written = new ArrayList<>();
        for (int i = 0; i < 400_000; i++) {
            long address = random.nextInt(10) == 0 ? random.nextLong() : 0x7f0000000000L + random.nextInt(1 << 20);
            written.add(new Seen(address, 1 + random.nextInt(i % 100 == 0 ? 65536 : 64), random.nextInt(4)));
        }
        byte[] bytes = write(written);
        List<Seen> seen = new ArrayList<>();
        TraceSummary summary = read(bytes, seen);
        assertThat(seen).isEqualTo(written);
        assertThat(summary.form()).isEqualTo("binary trace, version 1");

        List<Seen> inflated = new ArrayList<>();
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        }
        assertThat(read(zipped.toByteArray(), inflated).form()).isEqualTo("binary trace, version 1, gzip");
        assertThat(inflated).isEqualTo(written);
    }

    @Test
    void everyCutAndEveryChangedByteOfABinaryTraceIsRefused() throws IOException {
        List<Seen> written = List.of(
                new Seen(0x400000, 4, 0), new Seen(0x400004, 3, 0), new Seen(-8, 8, 2), new Seen(0x1234, 100, 1));
        byte[] bytes = write(written);
        for (int length = BinaryTrace.MAGIC_BYTES; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(cut, new ArrayList<>()))
                    .as("cut after %d", length)
                    .isInstanceOf(TraceFormatException.class);
        }
        for (int at = BinaryTrace.MAGIC_BYTES; at < bytes.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> read(changed, new ArrayList<>()))
                        .as("byte %d bit %d", at, bit)
                        .isInstanceOf(TraceFormatException.class);
            }
        }
    }

    @Test
    void aCutGzipIsAnError() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write((HEAD + " L 2000,4\n".repeat(1000)).getBytes(StandardCharsets.US_ASCII));
        }
        byte[] cut = Arrays.copyOf(zipped.toByteArray(), zipped.size() - 6);
        assertThatThrownBy(() -> read(cut, new ArrayList<>())).isInstanceOf(IOException.class);
    }

    private static byte[] write(List<Seen> references) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BinaryTraceWriter writer = new BinaryTraceWriter(out)) {
            references.forEach(r -> writer.reference(r.address, r.sizeBytes, r.kind));
        }
        return out.toByteArray();
    }

    private static TraceSummary read(byte[] bytes, List<Seen> seen) throws IOException {
        return TraceReader.read(
                new ByteArrayInputStream(bytes), (address, size, kind) -> seen.add(new Seen(address, size, kind)));
    }
}
