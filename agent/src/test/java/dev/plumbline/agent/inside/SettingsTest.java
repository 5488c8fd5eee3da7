package dev.plumbline.agent.inside;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void unsaidIsAMinuteWithoutAReport() {
        Settings settings = Settings.of(Map.of());

        assertThat(settings.period()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.report()).isEmpty();
        assertThat(settings.jfr()).isFalse();
        assertThat(settings.ask()).isEmpty();
        assertThat(settings.jmx()).isTrue();
        assertThat(settings.trim()).isTrue();
        assertThat(settings.nativeUse()).isEqualTo(NativeUse.AUTO);
        assertThat(settings.problems()).isEmpty();
    }

    @Test
    void whatIsSaidCounts() {
        Settings settings =
                Settings.of(Map.of("report", "/r", "period", "90s", "jfr", "", "ask", "no", "native", "no"));

        assertThat(settings.report()).contains(Path.of("/r"));
        assertThat(settings.period()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.jfr()).isTrue();
        assertThat(settings.ask()).contains(false);
        assertThat(settings.nativeUse()).isEqualTo(NativeUse.NO);
    }

    /** The command that trims is reached by JMX. */
    @Test
    void withoutJmxNothingIsTrimmed() {
        Settings settings = Settings.of(Map.of("jmx", "no"));

        assertThat(settings.jmx()).isFalse();
        assertThat(settings.trim()).isFalse();
    }

    @Test
    void whatMakesNoSenseIsNamedAndLeftOut() {
        Settings settings = Settings.of(Map.of("perod", "5s", "period", "soon", "native", "perhaps"));

        assertThat(settings.period()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.problems())
                .hasSize(3)
                .anySatisfy(p -> assertThat(p).contains("\"perod\"", "period"))
                .anySatisfy(p -> assertThat(p).contains("\"soon\"", "30s"))
                .anySatisfy(p -> assertThat(p).contains("\"perhaps\"", "auto, yes, no"));
    }

    @Test
    void aPeriodShorterThanASecondIsNone() {
        assertThat(Settings.of(Map.of("period", "200ms")).problems()).hasSize(1);
    }
}
