package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KpageFlagsTest {

    private static final long BUDDY = 1L << 10;
    private static final long NOPAGE = 1L << 20;
    private static final long RESERVED = 1L << 32;

    static List<ByteOrder> orders() {
        return List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    }

    static List<Path> captures() {
        return Captures.all();
    }

    private static ByteOrder other(ByteOrder order) {
        return order == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static byte[] bytes(ByteOrder order, long... words) {
        ByteBuffer buffer = ByteBuffer.allocate(words.length * Long.BYTES).order(order);
        buffer.asLongBuffer().put(words);
        return buffer.array();
    }

    private static Parsed<FrameWords> read(byte[] bytes, ByteOrder otherwise, List<Long> into) throws IOException {
        return KpageFlags.read("proc/kpageflags", new ByteArrayInputStream(bytes), otherwise, (first, words, count) -> {
            assertThat(first).isEqualTo(into.size());
            for (int i = 0; i < count; i++) {
                into.add(words[i]);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("orders")
    void theDataBetraysItsByteOrder(ByteOrder order) throws IOException {
        List<Long> words = new ArrayList<>();
        Parsed<FrameWords> read = read(bytes(order, RESERVED, NOPAGE, BUDDY, 0x801), other(order), words);
        assertThat(read.damage()).isEmpty();
        assertThat(read.unknown()).isEmpty();
        assertThat(read.value()).isEqualTo(new FrameWords(4, order));
        assertThat(words).containsExactly(RESERVED, NOPAGE, BUDDY, 0x801L);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void wordsThatFitBothOrdersTellNothing(ByteOrder order) throws IOException {
        List<Long> words = new ArrayList<>();
        byte[] bytes = bytes(order, RESERVED, 0, RESERVED);
        assertThat(KpageFlags.byteOrder(bytes)).isEmpty();
        assertThat(read(bytes, order, words).value()).isEqualTo(new FrameWords(3, order));
        assertThat(words).containsExactly(RESERVED, 0L, RESERVED);
    }

    @Test
    void aFileOfManyBlocksKeepsItsFrameNumbers() throws IOException {
        long[] all = new long[300_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = i % (1 << 27);
        }
        List<Long> words = new ArrayList<>();
        assertThat(read(bytes(ByteOrder.BIG_ENDIAN, all), ByteOrder.LITTLE_ENDIAN, words)
                        .value()
                        .frames())
                .isEqualTo(300_000);
        assertThat(words.get(299_999)).isEqualTo(299_999L);
        assertThat(words.get(131_072)).isEqualTo(131_072L);
    }

    @Test
    void bitsOfLaterKernelsAreNamedAsUnknown() throws IOException {
        byte[] bytes = bytes(ByteOrder.LITTLE_ENDIAN, BUDDY, 1L << 28, 1L << 43 | BUDDY);
        assertThat(read(bytes, ByteOrder.LITTLE_ENDIAN, new ArrayList<>()).unknown())
                .containsExactly("bit 28", "bit 43");
    }

    @Test
    void anEmptyFileAndOneCutInAWordAreDamage() throws IOException {
        List<Long> words = new ArrayList<>();
        assertThat(read(new byte[0], ByteOrder.LITTLE_ENDIAN, words).damage()).hasSize(1);
        Parsed<FrameWords> cut = read(new byte[27], ByteOrder.LITTLE_ENDIAN, words);
        assertThat(cut.value().frames()).isEqualTo(3);
        assertThat(cut.damage()).extracting(Damage::found).containsExactly("3 bytes behind frame 3");
        assertThat(words).containsExactly(0L, 0L, 0L);
    }

    @Test
    void flagsHaveTheBitsOfTheKernelsHeader() {
        assertThat(KpageFlag.BUDDY.mask()).isEqualTo(BUDDY);
        assertThat(KpageFlag.NOPAGE.mask()).isEqualTo(NOPAGE);
        assertThat(KpageFlag.RESERVED.mask()).isEqualTo(RESERVED);
        assertThat(KpageFlag.of(1L << 26 | 1 << 24 | 1 << 22 | 1 << 17 | 1 << 15))
                .containsExactly(
                        KpageFlag.COMPOUND_HEAD, KpageFlag.HUGE, KpageFlag.THP, KpageFlag.ZERO_PAGE, KpageFlag.PGTABLE);
        assertThat(KpageFlag.values()).extracting(KpageFlag::bit).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyCaptureHasAsManyFreeFramesAsItsFreeListsSay(Path zip) throws NotACaptureException {
        try (Capture capture = Capture.open(zip)) {
            long[] free = {0};
            FrameWords flags = capture.stream("proc/kpageflags", in -> {
                        Parsed<FrameWords> read =
                                KpageFlags.read("f", in, ByteOrder.BIG_ENDIAN, (first, words, count) -> {
                                    for (int i = 0; i < count; i++) {
                                        free[0] += KpageFlag.BUDDY.in(words[i]) ? 1 : 0;
                                    }
                                });
                        assertThat(read.damage()).isEmpty();
                        assertThat(read.unknown()).isEmpty();
                        return read.value();
                    })
                    .content()
                    .orElseThrow();
            assertThat(flags.byteOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
            long before = freePages(capture.read("proc/buddyinfo").content().orElseThrow());
            long after = freePages(capture.readAgain("proc/buddyinfo").content().orElseThrow());
            assertThat(free[0]).isBetween(Math.min(before, after), Math.max(before, after));
            FrameWords counts = capture.stream("proc/kpagecount", in -> KpageCount.read(
                                    "c", in, flags.byteOrder(), (first, words, count) -> {
                                        for (int i = 0; i < count; i++) {
                                            assertThat(words[i] >>> 32).isZero();
                                        }
                                    })
                            .value())
                    .content()
                    .orElseThrow();
            assertThat(counts).isEqualTo(flags);
        }
    }

    private static long freePages(byte[] buddyinfo) {
        return BuddyInfoParser.parse(SourceText.of("b", buddyinfo)).value().zones().stream()
                .mapToLong(BuddyZone::freePages)
                .sum();
    }
}
