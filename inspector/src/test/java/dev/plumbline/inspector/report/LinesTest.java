package dev.plumbline.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LinesTest {

    private static List<String> wrap(String text, int indent, int columns) {
        return Lines.wrap(text, indent, OptionalInt.of(columns));
    }

    @Test
    void breaksAtTheLastSpaceThatFits() {
        assertThat(wrap("one two three", 2, 8)).containsExactly("one two", "  three");
        assertThat(wrap("one two three", 2, 7)).containsExactly("one two", "  three");
        assertThat(wrap("one two three", 2, 13)).containsExactly("one two three");
    }

    @Test
    void leavesAWordThatIsTooLongWhole() {
        assertThat(wrap("a /very/long/path end", 2, 8)).containsExactly("a", "  /very/long/path", "  end");
        assertThat(wrap("unbreakable", 2, 4)).containsExactly("unbreakable");
    }

    @Test
    void neverBreaksInsideTheMargin() {
        assertThat(wrap("      evidence text", 8, 16)).containsExactly("      evidence", "        text");
        assertThat(wrap("      evidencetext", 8, 10)).containsExactly("      evidencetext");
    }

    @Test
    void countsCodePointsNotChars() {
        assertThat(wrap("𝔸𝔸𝔸 𝔸𝔸𝔸", 0, 7)).containsExactly("𝔸𝔸𝔸 𝔸𝔸𝔸");
        assertThat(wrap("𝔸𝔸𝔸 𝔸𝔸𝔸", 0, 6)).containsExactly("𝔸𝔸𝔸", "𝔸𝔸𝔸");
    }

    @Test
    void leavesTextAloneWithoutATerminal() {
        String line = "word ".repeat(100);

        assertThat(Lines.wrap(line, 2, OptionalInt.empty())).containsExactly(line);
    }
}
