package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AuxvParserTest {

    /** AT_SYSINFO_EHDR, AT_HWCAP, AT_PAGESZ, AT_PHDR, AT_BASE, AT_NULL. */
    private static final long[] PAIRS = {33, 0xf7fc1000L, 16, 0xbfebfbffL, 6, 4096, 3, 0x8048034, 7, 0, 0, 0};

    static List<Auxv.Layout> layouts() {
        return List.of(
                new Auxv.Layout(8, ByteOrder.LITTLE_ENDIAN),
                new Auxv.Layout(8, ByteOrder.BIG_ENDIAN),
                new Auxv.Layout(4, ByteOrder.LITTLE_ENDIAN),
                new Auxv.Layout(4, ByteOrder.BIG_ENDIAN));
    }

    static List<CapturedProcess> all() {
        return CapturedProcess.all();
    }

    private static byte[] bytes(Auxv.Layout layout, long... words) {
        ByteBuffer buffer =
                ByteBuffer.allocate(words.length * layout.wordBytes()).order(layout.byteOrder());
        for (long word : words) {
            if (layout.wordBytes() == 8) {
                buffer.putLong(word);
            } else {
                buffer.putInt((int) word);
            }
        }
        return buffer.array();
    }

    private static Parsed<Auxv> parse(byte[] bytes) {
        return AuxvParser.parse("proc/7/auxv", bytes);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void everyLayoutIsRecognisedByItsShape(Auxv.Layout layout) {
        Parsed<Auxv> parsed = parse(bytes(layout, PAIRS));
        assertThat(parsed.damage()).isEmpty();
        Auxv auxv = parsed.value();
        assertThat(auxv.layout()).hasValue(layout);
        assertThat(auxv.entries())
                .isEqualTo(Map.of(33L, 0xf7fc1000L, 16L, 0xbfebfbffL, 6L, 4096L, 3L, 0x8048034L, 7L, 0L));
        assertThat(auxv.pageSize()).hasValue(4096);
        assertThat(auxv.sysinfoEhdr()).hasValue(0xf7fc1000L);
        assertThat(auxv.base()).hasValue(0);
        assertThat(auxv.entry()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void anOddPageSizeIsForAChecksToJudge(Auxv.Layout layout) {
        long[] words = PAIRS.clone();
        words[5] = 4097;
        assertThat(parse(bytes(layout, words)).value().pageSize()).hasValue(4097);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void zerosMayFollowTheEndButNothingElse(Auxv.Layout layout) {
        byte[] whole = bytes(layout, PAIRS);
        byte[] padded = Arrays.copyOf(whole, whole.length + 2 * layout.wordBytes());
        assertThat(parse(padded).damage()).isEmpty();
        assertThat(parse(padded).value().layout()).hasValue(layout);
        padded[padded.length - 1] = 1;
        assertThat(parse(padded).damage()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void aCutVectorIsDamage(Auxv.Layout layout) {
        byte[] whole = bytes(layout, PAIRS);
        for (int length = 1; length <= whole.length - 2 * layout.wordBytes(); length++) {
            Parsed<Auxv> parsed = parse(Arrays.copyOf(whole, length));
            assertThat(parsed.damage()).as("cut at %d", length).hasSize(1);
            assertThat(parsed.value().entries()).isEmpty();
        }
    }

    @Test
    void aRepeatedTypeKeepsItsFirstValue() {
        byte[] bytes = bytes(layouts().get(1), 22, 22, 22, 22, 6, 65536, 0, 0);
        assertThat(parse(bytes).value().entries()).isEqualTo(Map.of(22L, 22L, 6L, 65536L));
    }

    @Test
    void nothingAndZerosAreAProcessThatWasToldNothing() {
        for (byte[] bytes : List.of(new byte[0], new byte[16])) {
            Parsed<Auxv> parsed = parse(bytes);
            assertThat(parsed.damage()).isEmpty();
            assertThat(parsed.value().entries()).isEmpty();
            assertThat(parsed.value().layout()).isEmpty();
        }
    }

    @Test
    void damageStatesTheSizeAndTheFile() {
        byte[] garbage = new byte[100];
        Arrays.fill(garbage, (byte) 0x5a);
        assertThat(parse(garbage).damage()).hasSize(1);
        assertThat(parse(garbage).damage().get(0).path()).isEqualTo("proc/7/auxv");
        assertThat(parse(garbage).damage().get(0).found()).startsWith("100 bytes");
        assertThat(parse(new byte[1 << 20]).damage()).hasSize(1);
        assertThat(parse(new byte[7]).damage()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("all")
    void theWordSizeIsTheProgramsAndNotTheKernels(CapturedProcess process) {
        if (!process.has("auxv")) {
            assertThat(process.bytes("maps")).isEmpty();
            return;
        }
        Parsed<Auxv> parsed = parse(process.bytes("auxv"));
        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.unknown()).isEmpty();
        boolean user = process.bytes("maps").length > 0;
        assertThat(parsed.value().layout().isPresent()).isEqualTo(user);
        String comm =
                StatParser.parse(process.text("stat")).value().orElseThrow().comm();
        boolean kernel32 = process.capture().startsWith("i386")
                || process.capture().startsWith("armhf")
                || process.capture().startsWith("armel");
        int wordBytes = kernel32 || comm.contains("32") ? 4 : 8;
        parsed.value().layout().ifPresent(layout -> assertThat(layout)
                .isEqualTo(new Auxv.Layout(wordBytes, ByteOrder.LITTLE_ENDIAN)));
    }
}
