package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Architectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's support matrix says what {@link Architectures#ALL} says. */
class SupportMatrixTest {

    private static final Path README = Path.of("../README.md");
    private static final String BEGIN = "<!-- support matrix: begin -->\n";
    private static final String END = "<!-- support matrix: end -->";

    @Test
    void isCurrent() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN);
        int end = readme.indexOf(END);
        assertThat(begin).isPositive();
        assertThat(end).isGreaterThan(begin);

        assertThat(readme.substring(begin + BEGIN.length(), end))
                .as("to be put between the marks of %s:%n%s", README, matrix())
                .isEqualTo(matrix());
    }

    private static String matrix() {
        return Architectures.ALL.stream()
                .map(SupportMatrixTest::row)
                .distinct()
                .collect(Collectors.joining("\n", """
                        | architecture | variant | page tables | base page | levels | VA bits |
                        |---|---|---|---|---|---|
                        """, "\n"));
    }

    private static String row(Architecture architecture) {
        return List.of(
                        architecture.machine(),
                        architecture.variant(),
                        architecture.format().name(),
                        architecture.format().pageSizeBytes() / 1024 + " KiB",
                        Integer.toString(architecture.format().levels().size()),
                        Integer.toString(architecture.format().vaBits()))
                .stream()
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
