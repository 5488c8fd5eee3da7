package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SmapsParserTest {

    private static final String HEAD = "00400000-00401000 r-xp 00000000 00:02 39                 /bin/busybox\n";
    private static final String FLAGS = "VmFlags: rd ex mr mw me \n";

    private static final String STANZA = """
            00400000-00401000 r-xp 00000000 00:02 39                 /bin/busybox
            Size:                  4 kB
            KernelPageSize:        4 kB
            MMUPageSize:           4 kB
            Rss:                   4 kB
            Swap:                  0 kB
            THPeligible:           1
            ProtectionKey:         0
            VmFlags: rd ex mr mw me\s
            """;

    private static Parsed<List<SmapsVma>> parse(String text) {
        return SmapsParser.parse(new SourceText("proc/7/smaps", text));
    }

    private static String secondStanza() {
        return STANZA.replace("0040", "0050");
    }

    @Test
    void everyFieldOfAStanza() {
        Parsed<List<SmapsVma>> parsed = parse(STANZA);
        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.unknown()).isEmpty();
        SmapsVma s = parsed.value().get(0);
        assertThat(s.vma().path()).isEqualTo("/bin/busybox");
        assertThat(s.sizesKib())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("Size", 4L, "KernelPageSize", 4L, "MMUPageSize", 4L, "Rss", 4L, "Swap", 0L));
        assertThat(s.numbers()).isEqualTo(Map.of("THPeligible", 1L, "ProtectionKey", 0L));
        assertThat(s.vmFlags()).containsExactly("rd", "ex", "mr", "mw", "me");
        assertThat(s.hasFlag("ex")).isTrue();
        assertThat(s.hasFlag("wr")).isFalse();
        assertThat(s.protectionKey()).hasValue(0);
    }

    @Test
    void whatTheKernelDidNotPrintIsEmptyAndNotZero() {
        SmapsVma s = parse(STANZA).value().get(0);
        assertThat(s.swapKib()).hasValue(0);
        assertThat(s.anonHugePagesKib()).isEmpty();
        assertThat(s.sizesKib()).doesNotContainKey("Pss");
        assertThat(s.sizesKib().get("Pss")).isNull();
    }

    @Test
    void stanzasMayDifferInTheirFields() {
        String longer = secondStanza().replace("Swap: ", "KSM:                  12 kB\nSwap: ");
        String shorter = secondStanza().replace("0050", "0060").replace("Swap:                  0 kB\n", "");
        List<SmapsVma> stanzas = parse(STANZA + longer + shorter).value();
        assertThat(stanzas).extracting(s -> s.sizesKib().size()).containsExactly(5, 6, 4);
        assertThat(stanzas.get(1).sizeKib("KSM")).hasValue(12);
        assertThat(stanzas.get(1).swapKib()).hasValue(0);
        assertThat(stanzas.get(2).rssKib()).hasValue(4);
        assertThat(stanzas.get(2).swapKib()).isEmpty();
    }

    @Test
    void fieldsOfLaterKernelsAreKeptOnceEach() {
        String newer = STANZA.replace("VmFlags", "Pss_Future:           99 kB\nTier: fast 3\nNodes:    7\nVmFlags");
        Parsed<List<SmapsVma>> parsed = parse(newer + newer.replace("0040", "0050"));
        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.unknown()).containsExactly("Pss_Future:           99 kB", "Tier: fast 3", "Nodes:    7");
        assertThat(parsed.value().get(1).sizeKib("Pss_Future")).hasValue(99);
        assertThat(parsed.value().get(1).numbers()).containsEntry("Nodes", 7L);
    }

    @Test
    void tabsSeparateAsWellAndFlagsMayBeFollowedByFields() {
        String older =
                STANZA.replace("THPeligible:           1", "THPeligible:\t\t1") + "Locked:                0 kB\n";
        Parsed<List<SmapsVma>> parsed = parse(older);
        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.value().get(0).numbers()).containsEntry("THPeligible", 1L);
        assertThat(parsed.value().get(0).sizeKib("Locked")).hasValue(0);
    }

    @Test
    void flagsWithoutANameAreQuestionMarks() {
        assertThat(parse(STANZA.replace(" me ", " ?? ")).value().get(0).vmFlags())
                .contains("??");
        assertThat(parse(STANZA.replace(FLAGS, "VmFlags: \n")).damage()).isEmpty();
    }

    @Test
    void anEmptyFileIsAProcessWithoutMappings() {
        assertThat(parse("").value()).isEmpty();
        assertThat(parse("").damage()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Rss:                   x kB",
                "Rss:                   4",
                "Rss:                   4 MB",
                "Rss:                  -4 kB",
                "Rss:                   4 kB ",
                "Rss: 99999999999999999999 kB",
                "THPeligible:           1 kB",
                "Size:                  4 kB",
                "no field at all",
                "Rss                    4 kB",
                "VmFlags: rd ex mr mww ",
            })
    void aDamagedLineHasItsNumberAndLosesNothingElse(String line) {
        String text = STANZA + secondStanza().replace("ProtectionKey:         0", line);
        Parsed<List<SmapsVma>> parsed = parse(text);
        assertThat(parsed.damage()).isNotEmpty();
        assertThat(parsed.damage().get(0).line()).isEqualTo(17);
        assertThat(parsed.damage().get(0).found()).isEqualTo(line);
        assertThat(parsed.value()).hasSize(2);
        assertThat(parsed.value().get(1).rssKib()).hasValue(4);
    }

    @Test
    void theFieldsBelowADamagedHeadBelongToNoMapping() {
        Parsed<List<SmapsVma>> parsed =
                parse(STANZA + secondStanza().replace("00500000-", "00500000+").replace("4 kB", "8 kB"));
        assertThat(parsed.damage()).hasSize(1);
        assertThat(parsed.damage().get(0).line()).isEqualTo(10);
        assertThat(parsed.value()).hasSize(1);
        assertThat(parsed.value().get(0).rssKib()).hasValue(4);
    }

    @Test
    void aHeadWhoseFirstByteIsWrongDoesNotLendItsFieldsToTheMappingBefore() {
        Parsed<List<SmapsVma>> parsed = parse(STANZA + secondStanza().replace("00500000", "X0500000"));
        assertThat(parsed.damage()).isNotEmpty();
        assertThat(parsed.damage().get(0).line()).isEqualTo(10);
        assertThat(parsed.value()).hasSize(1);
        assertThat(parsed.value().get(0).sizeKib("Size")).hasValue(4);
    }

    @Test
    void fieldsBeforeAnyHeadAreDamage() {
        assertThat(parse("Rss:                   4 kB\n" + STANZA).damage())
                .extracting(Damage::line)
                .containsExactly(1);
    }

    @Test
    void aStanzaCutBetweenLinesIsDamage() {
        String cut = STANZA + secondStanza().substring(0, secondStanza().indexOf("Swap"));
        Parsed<List<SmapsVma>> parsed = parse(cut);
        assertThat(parsed.damage()).hasSize(1);
        assertThat(parsed.damage().get(0).line()).isEqualTo(10);
        assertThat(parsed.damage().get(0).allowed()).contains("VmFlags");
        assertThat(parse(STANZA + HEAD.replace("0040", "0050")).damage())
                .extracting(Damage::line)
                .containsExactly(10);
    }

    @Test
    void aFileCutInALineIsDamageInThatLine() {
        String whole = STANZA + secondStanza();
        Parsed<List<SmapsVma>> parsed = parse(whole.substring(0, whole.length() - 3));
        assertThat(parsed.damage()).extracting(Damage::line).contains(18);
    }

    @Test
    void thousandsOfDamagedLinesAreReportedInBoundedSpace() {
        Parsed<List<SmapsVma>> parsed = parse("garbage\n".repeat(100_000));
        assertThat(parsed.damage()).hasSizeBetween(1, 200);
        assertThat(parsed.value()).isEmpty();
    }
}
