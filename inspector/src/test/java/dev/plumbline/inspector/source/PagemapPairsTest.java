package dev.plumbline.inspector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.bridge.PagemapCoverage;
import dev.plumbline.bridge.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PagemapPairsTest {

    private static final long PRESENT = 1L << 63;

    /** Addresses of a 32-bit MIPS, a 64-bit POWER with 64 KiB pages, an s390x and an x86-64 process. */
    @ParameterizedTest
    @CsvSource({"10000, 4096", "fffbcca20000, 65536", "3fff7f00000, 4096", "7f1234567000, 4096", "400000, 4096"})
    void bothByteOrdersAreRecognised(String firstHex, int page) throws IOException {
        long first = Long.parseUnsignedLong(firstHex, 16);
        long[] entries = new long[600];
        Arrays.setAll(entries, i -> PRESENT | 0x1000 + i);
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            Map<Long, Long> seen = new TreeMap<>();
            read(
                    KernelTree.pairs(order, first, page, entries),
                    page,
                    List.of(new Span(first, first + 600L * page)),
                    seen);
            assertThat(seen).as("%s", order).hasSize(600).containsEntry(first + 599L * page, PRESENT | 0x1000 + 599);
        }
    }

    @Test
    void aSinglePageIsRecognisedByItsRange() throws IOException {
        Map<Long, Long> seen = new TreeMap<>();
        read(
                KernelTree.pairs(ByteOrder.BIG_ENDIAN, 0x10000, 4096, PRESENT),
                4096,
                List.of(new Span(0x10000, 0x11000)),
                seen);
        assertThat(seen).isEqualTo(Map.of(0x10000L, PRESENT));
    }

    @Test
    void pagesThatAreNotHeldAreNamed() throws IOException {
        byte[] pairs = KernelTree.pairs(ByteOrder.LITTLE_ENDIAN, 0x12000, 4096, PRESENT, PRESENT);
        PagemapCoverage coverage = read(pairs, 4096, List.of(new Span(0x10000, 0x16000)), new TreeMap<>());
        assertThat(coverage.notRead()).containsExactly(new Span(0x10000, 0x12000), new Span(0x14000, 0x16000));
    }

    @Test
    void damageIsNamedWithItsPlace() {
        byte[] whole = KernelTree.pairs(ByteOrder.LITTLE_ENDIAN, 0x10000, 4096, PRESENT, PRESENT, PRESENT);
        assertDamage(Arrays.copyOf(whole, 40), "40 bytes");
        assertDamage(changed(whole, 2, 0x12001), "address 12001 is not aligned");
        assertDamage(changed(whole, 2, 0x10000), "address 10000 does not ascend after 11000");
    }

    private static void assertDamage(byte[] pairs, String message) {
        assertThatThrownBy(() -> read(pairs, 4096, List.of(new Span(0x10000, 0x13000)), new TreeMap<>()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    private static byte[] changed(byte[] pairs, int pair, long address) {
        byte[] copy = pairs.clone();
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putLong(pair * 16, address);
        return copy;
    }

    private static PagemapCoverage read(byte[] pairs, int page, List<Span> ranges, Map<Long, Long> into)
            throws IOException {
        return new PagemapPairs(page, ranges, Long.MAX_VALUE, (a, e, n) -> {
                    for (int i = 0; i < n; i++) {
                        into.put(a[i], e[i]);
                    }
                })
                .read(new ByteArrayInputStream(pairs));
    }
}
