package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountsTest {

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void everyCapturesMountsAreRead(CaptureZip capture) {
        SourceText file = capture.text("proc/mounts");
        Parsed<Mounts> parsed = Mounts.parse(file);

        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.value().entries()).hasSize(file.lines().size()).anySatisfy(m -> {
            assertThat(m.type()).isEqualTo("proc");
            assertThat(m.target()).isEqualTo("/proc");
        });
    }

    @Test
    void optionsWithValuesAreFoundByName() {
        Mounts.Mount mount = Mounts.parse(
                        new SourceText("proc/mounts", "proc /proc proc rw,relatime,hidepid=invisible,gid=27 0 0\n"))
                .value()
                .entries()
                .get(0);

        assertThat(mount.option("hidepid")).contains("invisible");
        assertThat(mount.option("gid")).contains("27");
        assertThat(mount.option("rw")).isEmpty();
        assertThat(mount.line()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "proc /proc proc\n", "proc /proc proc rw 0 0"})
    void damageIsNamed(String text) {
        assertThat(Mounts.parse(new SourceText("proc/mounts", text)).damage()).isNotEmpty();
    }
}
