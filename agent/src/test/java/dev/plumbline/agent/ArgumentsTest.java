package dev.plumbline.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    @Test
    void namesAndValuesAreSeparatedByCommas() {
        assertThat(Arguments.parse("report=/var/log/a=b.json,period=5m,jfr").values())
                .isEqualTo(Map.of("report", "/var/log/a=b.json", "period", "5m", "jfr", ""));
    }

    @Test
    void aBackslashTakesTheMeaningFromACommaOrABackslash() {
        assertThat(Arguments.parse("report=/a\\,b\\\\c,jfr").value("report")).isEqualTo("/a,b\\c");
    }

    @Test
    void noArgumentsAreNone() {
        assertThat(Arguments.parse(null).values()).isEmpty();
        assertThat(Arguments.parse("").values()).isEmpty();
        assertThat(Arguments.parse(",,").values()).isEmpty();
    }
}
