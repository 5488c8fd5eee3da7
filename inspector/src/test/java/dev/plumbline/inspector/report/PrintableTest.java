package dev.plumbline.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void leavesWhatPrintsAlone() {
        String text = "/usr/lib/é 日本 𝔸 – [stack] 100%";

        assertThat(Printable.of(text)).isSameAs(text);
    }

    @Test
    void writesControlsAsEscapes() {
        assertThat(Printable.of("a\u001b[2Jb")).isEqualTo("a\\x1b[2Jb");
        assertThat(Printable.of("line\r\nbreak\t")).isEqualTo("line\\x0d\\x0abreak\\x09");
        assertThat(Printable.of("\u009b31m")).isEqualTo("\\x9b31m");
        assertThat(Printable.of("\u007f")).isEqualTo("\\x7f");
    }

    @Test
    void writesInvisibleAndDirectionalCharactersAsEscapes() {
        assertThat(Printable.of("txt.\u202eexe")).isEqualTo("txt.\\u202eexe");
        assertThat(Printable.of("a\u2028b\u200b")).isEqualTo("a\\u2028b\\u200b");
        assertThat(Printable.of("\udb40\udc01")).isEqualTo("\\u{e0001}");
    }

    @Test
    void writesLoneSurrogatesAsEscapes() {
        assertThat(Printable.of("x\ud800")).isEqualTo("x\\ud800");
        assertThat(Printable.of("\udc00x")).isEqualTo("\\udc00x");
    }
}
