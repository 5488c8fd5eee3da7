package dev.plumbline.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as proc_pid_maps(5) describes them. */
final class MapsTextTest {

    @Test
    void aLineIsAMapping() throws IOException {
        assertThat(parse("""
                        00400000-00452000 r-xp 00001000 08:02 173521      /usr/bin/dbus daemon (deleted)
                        7f0000000000-7f0000001000 ---s 00000000 00:00 0
                        ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
                        """))
                .containsExactly(
                        new MappedRange(
                                new Span(0x400000, 0x452000),
                                "r-xp",
                                0x1000,
                                8,
                                2,
                                173521,
                                "/usr/bin/dbus daemon (deleted)",
                                OptionalLong.empty()),
                        new MappedRange(
                                new Span(0x7f0000000000L, 0x7f0000001000L),
                                "---s",
                                0,
                                0,
                                0,
                                0,
                                "",
                                OptionalLong.empty()),
                        new MappedRange(
                                new Span(0xffffffffff600000L, 0xffffffffff601000L),
                                "--xp",
                                0,
                                0,
                                0,
                                0,
                                "[vsyscall]",
                                OptionalLong.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00400000 00452000 r-xp 00000000 08:02 1",
                "00400000-00452000 rwx 00000000 08:02 1",
                "00452000-00400000 r-xp 00000000 08:02 1",
                "00400000-00452000 r-xp 00000000 08:02 x",
                "1234567890abcdef0-1234567890abcdef1 r-xp 00000000 08:02 1"
            })
    void anythingElseIsDamageWithItsLine(String damaged) {
        assertThatThrownBy(() -> parse("00010000-00011000 r-xp 00000000 08:02 1\n" + damaged + "\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining(damaged);
    }

    private static List<MappedRange> parse(String text) throws IOException {
        return MapsText.parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
