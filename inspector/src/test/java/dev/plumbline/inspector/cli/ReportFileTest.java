package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("report.json");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void replacesWhatWasThere() throws IOException, Failure {
        Files.writeString(file, "an older and longer report");

        ReportFile.at(file).write(out -> out.write("new".getBytes(StandardCharsets.UTF_8)));

        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("report.json");
    }

    @Test
    void leavesTheOldReportAndNothingElseWhenWritingFails() throws IOException, Failure {
        Files.writeString(file, "old");
        ReportFile target = ReportFile.at(file);

        assertThatThrownBy(() -> target.write(out -> {
                    out.write("half".getBytes(StandardCharsets.UTF_8));
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(Failure.class)
                .hasMessage("cannot write " + file + ": No space left on device");

        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("report.json");
    }

    @Test
    void writesThroughASymbolicLink() throws IOException, Failure {
        Path link = Files.createSymbolicLink(folder.resolve("latest.json"), file);
        Files.writeString(file, "old");

        ReportFile.at(link).write(out -> out.write("new".getBytes(StandardCharsets.UTF_8)));

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void doesNotReplaceADevice() throws Failure {
        ReportFile full = ReportFile.at(Path.of("/dev/full"));

        assertThatThrownBy(() -> full.write(out -> out.write(new byte[1 << 20])))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("cannot write /dev/full: ");
        assertThat(Path.of("/dev/full")).exists();
        assertThat(Files.isRegularFile(Path.of("/dev/full"))).isFalse();
    }

    @Test
    void refusesAFolder() {
        assertThatThrownBy(() -> ReportFile.at(folder))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("is a directory");
        assertThatThrownBy(() -> ReportFile.at(folder.resolve("none/report.json")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no such directory");
    }
}
