package dev.plumbline.inspector.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page's colours against WCAG 2.2: 1.4.3 for text (4.5:1), 1.4.11 for what else carries meaning (3:1). */
class ColourContrastTest {

    private static final Pattern COLOUR =
            Pattern.compile("--([a-z]+): light-dark\\(#([0-9a-f]{6}), #([0-9a-f]{6})\\);");

    private static final List<String> GROUNDS = List.of("page", "panel");
    private static final List<String> TEXTS = List.of("text", "quiet", "link");
    private static final List<String> MARKS =
            List.of("edge", "focus", "blue", "orange", "green", "purple", "olive", "sky", "grey", "red");

    enum Mode {
        LIGHT,
        DARK
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void textAndMarksStandOut(Mode mode) {
        Map<String, Double> luminance = luminances(mode);
        for (String ground : GROUNDS) {
            for (String text : TEXTS) {
                assertThat(contrast(luminance, text, ground))
                        .as(text + " on " + ground)
                        .isGreaterThanOrEqualTo(4.5);
            }
            for (String mark : MARKS) {
                assertThat(contrast(luminance, mark, ground))
                        .as(mark + " on " + ground)
                        .isGreaterThanOrEqualTo(3);
            }
        }
        assertThat(contrast(luminance, "text", "chosen")).isGreaterThanOrEqualTo(4.5);
    }

    private static double contrast(Map<String, Double> luminance, String a, String b) {
        double x = Objects.requireNonNull(luminance.get(a), a);
        double y = Objects.requireNonNull(luminance.get(b), b);
        return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
    }

    private static Map<String, Double> luminances(Mode mode) {
        Map<String, Double> found = new HashMap<>();
        Matcher colour = COLOUR.matcher(PageAssets.load().style());
        while (colour.find()) {
            found.put(colour.group(1), luminance(Integer.parseInt(colour.group(mode == Mode.LIGHT ? 2 : 3), 16)));
        }
        return found;
    }

    /** Relative luminance of an sRGB colour, as WCAG 2.2 defines it. */
    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff) + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
