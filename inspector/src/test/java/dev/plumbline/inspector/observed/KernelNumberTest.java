package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelNumberTest {

    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(64);

    @Test
    void readsWhatBigIntegerReadsUpTo64Bits() {
        long seed = 20261122;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            BigInteger number = new BigInteger(1 + random.nextInt(70), random);
            boolean fits = number.compareTo(LIMIT) < 0;
            OptionalLong expected = fits ? OptionalLong.of(number.longValue()) : OptionalLong.empty();

            assertThat(KernelNumber.unsigned(number.toString()))
                    .as("seed %d: %s", seed, number)
                    .isEqualTo(expected);
            assertThat(KernelNumber.hex(number.toString(16)))
                    .as("seed %d: %s", seed, number)
                    .isEqualTo(expected);
        }
    }

    @Test
    void readsTheBounds() {
        assertThat(KernelNumber.unsigned("18446744073709551615")).hasValue(-1);
        assertThat(KernelNumber.unsigned("18446744073709551616")).isEmpty();
        assertThat(KernelNumber.count("9223372036854775807")).hasValue(Long.MAX_VALUE);
        assertThat(KernelNumber.count("9223372036854775808")).isEmpty();
        assertThat(KernelNumber.signed("-9223372036854775807")).hasValue(-Long.MAX_VALUE);
        assertThat(KernelNumber.hex("ffffffffffffffff")).hasValue(-1);
        assertThat(KernelNumber.hex("10000000000000000")).isEmpty();
        assertThat(KernelNumber.prefixedHex("0xFf")).hasValue(255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 1", "1 ", "+1", "-", "--1", "1.0", "0x1", "1e3", "\u0661"})
    void readsNothingElse(String text) {
        assertThat(KernelNumber.unsigned(text)).isEmpty();
        assertThat(KernelNumber.signed(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "ffffffff", "x10", "0xg", "0x1_0"})
    void prefixedHexNeedsPrefixAndDigits(String text) {
        assertThat(KernelNumber.prefixedHex(text)).isEmpty();
    }
}
