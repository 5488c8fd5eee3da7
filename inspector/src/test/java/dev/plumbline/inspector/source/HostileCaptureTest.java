package dev.plumbline.inspector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.bridge.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives and folders that no kernel and no honest program made. */
final class HostileCaptureTest {

    private static final int BOMB_BYTES = 64 << 20;

    private final Path folder;
    private final Path zip;

    HostileCaptureTest(@TempDir Path folder) {
        this.folder = folder;
        this.zip = folder.resolve("hostile.zip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/cron.d/x",
                "/etc/passwd",
                "proc/../../x",
                "proc\\zoneinfo",
                "proc/./x",
                "proc//x",
                "proc/\nx"
            })
    void anEntryWhoseNameCouldLeaveTheArchiveIsRefused(String name) throws IOException {
        KernelTree.zipOf(zip, List.of("proc/zoneinfo", name));
        assertRefused("entry");
    }

    @Test
    void anEntryThatOccursTwiceIsRefused() throws IOException {
        KernelTree.zipOf(zip, List.of("proc/zoneinfo", "proc/zoneinfX"));
        replace("zoneinfX", "zoneinfo");
        assertRefused("occurs twice");
    }

    /** Three GiB would not fit into the memory of the tests; what is behind it is the 64 MiB of {@link #bomb}. */
    @Test
    void aSizeThatIsDeclaredOverTheLimitIsRefusedUnread() throws IOException, NotACaptureException {
        bomb();
        declare(3 << 30);
        try (Capture capture = Capture.open(zip)) {
            assertThat(capture.read("proc/zoneinfo"))
                    .isInstanceOfSatisfying(
                            Reading.Failed.class, f -> assertThat(f.reason()).contains("3221225472", "8388608"));
        }
    }

    @Test
    void aBombIsLeftAtTheLimitWhateverItDeclares() throws IOException, NotACaptureException {
        bomb();
        declare(100);
        try (Capture capture = Capture.open(zip)) {
            assertThat(capture.read("proc/zoneinfo")).isInstanceOf(Reading.Failed.class);
            assertThat(capture.stream("proc/zoneinfo", in -> in.transferTo(OutputStream.nullOutputStream())))
                    .isInstanceOfSatisfying(
                            Reading.Failed.class, f -> assertThat(f.reason()).contains("8388608"));
        }
    }

    @Test
    void aChangedByteIsNoticed() throws IOException, NotACaptureException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            entries.setLevel(Deflater.NO_COMPRESSION);
            entries.putNextEntry(new ZipEntry("proc/zoneinfo"));
            entries.write("managed 1000\n".getBytes(StandardCharsets.US_ASCII));
        }
        replace("managed 1000", "managed 9000");
        try (Capture capture = Capture.open(zip)) {
            assertThat(capture.read("proc/zoneinfo"))
                    .isInstanceOfSatisfying(
                            Reading.Failed.class, f -> assertThat(f.reason()).contains("CRC-32"));
            assertThat(capture.stream("proc/zoneinfo", in -> in.readAllBytes().length))
                    .isInstanceOfSatisfying(
                            Reading.Failed.class, f -> assertThat(f.reason()).contains("CRC-32"));
            assertThat(capture.stream("proc/zoneinfo", InputStream::read)).isInstanceOf(Reading.Content.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 21, 22, 100, 150})
    void aTruncatedArchiveIsRefused(int bytesLeft) throws IOException {
        KernelTree.zipOf(zip, List.of("proc/zoneinfo", "proc/buddyinfo"));
        Files.write(zip, Arrays.copyOf(Files.readAllBytes(zip), bytesLeft));
        assertRefused("truncated");
    }

    @Test
    void aDirectoryThatDeclaresMoreThanTheFileHoldsIsRefused() throws IOException {
        KernelTree.zipOf(zip, List.of("proc/zoneinfo"));
        byte[] bytes = Files.readAllBytes(zip);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length - 10, 0x7fffffff);
        Files.write(zip, bytes);
        assertRefused("2147483647 bytes");
    }

    @Test
    void whatIsNoArchiveIsRefusedByWhatItIs() throws IOException {
        assertThatThrownBy(() -> Capture.open(folder.resolve("nowhere.zip"))).hasMessageContaining("no such capture");
        Files.writeString(zip, "");
        assertRefused("empty");
        Files.writeString(zip, "Node 0, zone DMA\n".repeat(1000));
        assertRefused("not a ZIP file");
        KernelTree.zipOf(zip, List.of("pictures/cat.jpg"));
        assertRefused("holds no proc/");
        KernelTree.zipOf(zip, List.of("a/proc/version", "b/proc/version"));
        assertRefused("several");
        assertThatThrownBy(() -> Capture.open(folder)).isInstanceOf(NotACaptureException.class);
    }

    @Test
    void aFoldersLinksDoNotLeadOutOfIt() throws IOException, NotACaptureException {
        Path outside = Files.writeString(folder.resolve("secret"), "secret");
        Path root = KernelTree.folder(folder.resolve("tree"));
        Files.createSymbolicLink(root.resolve("proc/meminfo"), outside);
        Files.createSymbolicLink(root.resolve("sys"), folder);
        Files.createSymbolicLink(root.resolve("proc/cpuinfo"), Path.of("zoneinfo"));
        try (Capture capture = Capture.open(root)) {
            assertThat(capture.read("proc/meminfo")).isInstanceOf(Reading.Failed.class);
            assertThat(capture.read("sys/secret")).isInstanceOf(Reading.Failed.class);
            assertThat(capture.list("sys")).isInstanceOf(Reading.Failed.class);
            assertThat(capture.read("proc/cpuinfo")).isInstanceOf(Reading.Content.class);
        }
    }

    /** Beyond 65535 entries an archive needs the ZIP64 end record. */
    @Test
    void aBusyHostsManyFilesAreNoAttack() throws IOException, NotACaptureException {
        List<String> names =
                IntStream.range(0, 70_000).mapToObj(i -> "proc/" + i + "/stat").toList();
        KernelTree.zipOf(zip, names);
        try (Capture capture = Capture.open(zip)) {
            assertThat(capture.list("proc").content().orElseThrow())
                    .hasSize(70_000)
                    .endsWith("69999");
        }
    }

    @Test
    void everythingBelowOneFolderIsAcceptedAndSaidSo() throws IOException, NotACaptureException {
        KernelTree.zipOf(zip, List.of("machine/proc/zoneinfo", "__MACOSX/x"));
        try (Capture capture = Capture.open(zip)) {
            assertThat(capture.read("proc/zoneinfo")).isInstanceOf(Reading.Content.class);
            assertThat(capture.origin().name()).contains("hostile.zip", "machine");
        }
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> Capture.open(zip))
                .isInstanceOf(NotACaptureException.class)
                .hasMessageContaining("hostile.zip")
                .hasMessageContaining(why)
                .message()
                .hasLineCount(1);
    }

    /** Same length only: lengths are stated all over an archive. */
    private void replace(String from, String to) throws IOException {
        String bytes = Files.readString(zip, StandardCharsets.ISO_8859_1);
        assertThat(from).hasSameSizeAs(to);
        assertThat(bytes).contains(from);
        Files.writeString(zip, bytes.replace(from, to), StandardCharsets.ISO_8859_1);
    }

    private void bomb() throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            entries.putNextEntry(new ZipEntry("proc/zoneinfo"));
            entries.write(new byte[BOMB_BYTES]);
        }
    }

    /** Overwrites the bomb's size wherever the archive states it. */
    private void declare(int sizeBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(zip)).order(ByteOrder.LITTLE_ENDIAN);
        int stated = 0;
        for (int i = 0; i + Integer.BYTES <= bytes.limit(); i++) {
            if (bytes.getInt(i) == BOMB_BYTES) {
                bytes.putInt(i, sizeBytes);
                stated++;
            }
        }
        assertThat(stated).isPositive();
        Files.write(zip, bytes.array());
    }
}
