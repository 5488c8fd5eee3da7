package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.check.Check;
import dev.plumbline.inspector.check.Checks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExplainCommandTest {

    static List<String> ids() {
        return Checks.ALL.stream().map(Check::id).toList();
    }

    @Test
    void hasAPageForEveryCheckAndACheckForEveryPage() throws IOException {
        try (Stream<Path> pages = Files.list(Path.of("docs/checks"))) {
            assertThat(pages.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            ids().stream().map(id -> id + ".md").toList());
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void printsAPageThatBeginsWithTheIdAndFitsATerminal(String id) {
        CommandRun run = CommandRun.onTerminal(80, "explain", id);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith(id + "\n" + "=".repeat(id.length()) + "\n");
        assertThat(run.out()).contains("kernel").doesNotContain("`", "**");
    }

    @Test
    void listsEveryCheckWithASentence() {
        List<String> lines = CommandRun.of("explain").out().lines().toList();

        assertThat(lines).hasSameSizeAs(ids());
        assertThat(lines).allMatch(l -> l.matches("[a-z]+\\.[a-z-]+ {2,}\\S.{10,}[.:]"), "id and sentence");
    }

    @Test
    void refusesAnIdThatIsNone() {
        CommandRun run = CommandRun.of("explain", "zone.colour");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("plumb: no check \"zone.colour\"; there are ");
    }

    @Test
    void rendersMarkdownAsText() {
        String page = PageText.render("""
                # `zone.x`

                Some **strong** words about `struct zone`, see [the manual](https://example.org/m) and
                [another page](other.md).

                - an item that goes on and on, so that it needs a second line
                  and is continued

                ```
                kept  as it is `really`
                ```
                """, OptionalInt.of(50));

        assertThat(page).isEqualTo("""
                        zone.x
                        ======

                        Some strong words about struct zone, see the
                        manual (https://example.org/m) and another page.

                        - an item that goes on and on, so that it needs a
                          second line and is continued

                            kept  as it is `really`
                        """);
    }
}
