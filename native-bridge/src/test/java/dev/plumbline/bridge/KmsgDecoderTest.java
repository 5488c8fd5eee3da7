package dev.plumbline.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Records are written after Documentation/ABI/testing/dev-kmsg; the expected text is what dmesg prints of them. */
final class KmsgDecoderTest {

    @Test
    void recordsBecomeLinesWithTheirTimeStamp() throws IOException {
        assertThat(decode("5,0,0,-;Linux version 6.1.0", "6,1,424069,-;BIOS-e820: usable", "4,2,123456789012,-;late"))
                .isEqualTo("""
                        [    0.000000] Linux version 6.1.0
                        [    0.424069] BIOS-e820: usable
                        [123456.789012] late
                        """);
    }

    @Test
    void pairsAboutADeviceAreLeftOut() throws IOException {
        assertThat(decode(
                        "7,0,424069,-;pci_root PNP0A03:00: host bridge", " SUBSYSTEM=acpi", " DEVICE=+acpi:PNP0A03:00"))
                .isEqualTo("[    0.424069] pci_root PNP0A03:00: host bridge\n");
    }

    @Test
    void whatUserSpaceWroteIsLeftOut() throws IOException {
        assertThat(decode(
                        "6,0,0,-;kernel", "30,1,5690716,-;udevd[80]: starting", "14,2,5690717,-;user", "7,3,1,-;debug"))
                .isEqualTo("[    0.000000] kernel\n[    0.000001] debug\n");
    }

    @Test
    void escapesAreBytes() throws IOException {
        assertThat(decode("6,0,0,-;tab\\x09and \\x5cx41 and \\xff"))
                .isEqualTo("[    0.000000] tab\tand \\x41 and \u00ff\n");
    }

    @Test
    void aRecordOfSeveralLinesGetsTheStampOnEach() throws IOException {
        assertThat(decode("6,0,1500000,-;first\\x0asecond")).isEqualTo("[    1.500000] first\n[    1.500000] second\n");
    }

    @Test
    void aFragmentThatFollowsIsJoinedAndOneThatBeginsIsNot() throws IOException {
        assertThat(decode("6,0,1,-;whole", "6,1,2,c;begun", "6,2,3,+; and ended", "6,3,4,-;next"))
                .isEqualTo("[    0.000001] whole\n[    0.000002] begun and ended\n[    0.000004] next\n");
    }

    @Test
    void furtherFieldsBeforeTheTextAreIgnored() throws IOException {
        assertThat(decode("6,0,1,-,caller=T1;hello; world")).isEqualTo("[    0.000001] hello; world\n");
    }

    @Test
    void aFirstRecordThatIsNotNumberZeroStartsLate() throws IOException {
        KmsgDecoder decoder = new KmsgDecoder();
        decoder.line("12,160,424069,-;from user space, but numbered all the same");
        assertThat(decoder.startsLate()).isTrue();
        assertThat(decoder.firstSequence()).isEqualTo(160);
    }

    @Test
    void anythingElseIsDamageWithTheOffendingText() {
        assertThatThrownBy(() -> decode("6,0,0,-;ok", "no record"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no record");
        assertThatThrownBy(() -> decode("6,x,0,-;text"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("6,x,0");
    }

    private static String decode(String... lines) throws IOException {
        KmsgDecoder decoder = new KmsgDecoder();
        for (String line : lines) {
            decoder.line(line);
        }
        return decoder.text();
    }
}
