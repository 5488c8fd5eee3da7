package dev.plumbline.inspector.reference.zone.fragmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.plumbline.fixtures.Captures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracles are a kernel's own lines, and arithmetic done by hand. */
class FragmentationIndicesTest {

    /** The DMA zone of these guests is used at boot alone, so all readings are of the same free lists. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x86_64-4level",
                "x86_64-numa-6g",
                "x86_64-movable-huge",
                "x86_64-newest-6.12",
                "i386-pae",
                "i386-nonpae"
            })
    void aZoneAtRestHasTheKernelsOwnIndices(String capture) throws IOException {
        String unusable = lineOfDma(capture, "sys/kernel/debug/extfrag/unusable_index");
        String fragmentation = lineOfDma(capture, "sys/kernel/debug/extfrag/extfrag_index");
        FreeBlocks free = new FreeBlocks(
                words(lineOfDma(capture, "proc/buddyinfo")).map(Long::valueOf).toList());

        List<Integer> orders =
                Stream.iterate(0, k -> k < free.orders(), k -> k + 1).toList();
        assertThat(orders.stream().map(k -> UnusableIndex.of(free, k)).toList())
                .isEqualTo(thousandths(unusable))
                .anyMatch(index -> index > 0);
        assertThat(orders.stream().map(k -> FragmentationIndex.of(free, k)).toList())
                .isEqualTo(thousandths(fragmentation));
    }

    /**
     * Debian's 6.1.0-50-amd64 with 256 MiB under QEMU: a program took all memory, then gave back every other page, then some of their
     * neighbours. buddyinfo read the same before and after the indices; of the full machine it was read after them.
     */
    static Stream<Arguments> fragmented() {
        return Stream.of(
                arguments(
                        "1 1 1 2 0 1 1 1 1 0 0",
                        "-1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 0.780 0.835",
                        "0.000 0.001 0.005 0.013 0.045 0.045 0.109 0.236 0.491 1.000 1.000"),
                arguments(
                        "416 0 1 1 2 0 1 2 0 1 2",
                        "-1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000",
                        "0.000 0.124 0.124 0.125 0.128 0.137 0.137 0.156 0.233 0.233 0.386"),
                arguments(
                        "20247 2 2 2 2 4 2 1 1 0 0",
                        "-1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 0.998 0.999",
                        "0.000 0.966 0.966 0.967 0.967 0.969 0.975 0.981 0.987 1.000 1.000"),
                arguments(
                        "18391 2130 2 2 2 4 2 1 1 0 0",
                        "-1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 0.998 0.999",
                        "0.000 0.787 0.970 0.970 0.971 0.972 0.978 0.983 0.989 1.000 1.000"),
                arguments(
                        "17445 3083 2 2 2 4 2 1 1 0 0",
                        "-1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 -1.000 0.998 0.999",
                        "0.000 0.717 0.971 0.971 0.972 0.973 0.978 0.984 0.989 1.000 1.000"));
    }

    @ParameterizedTest
    @MethodSource("fragmented")
    void aFragmentedKernelPrintsTheseIndices(String blocks, String fragmentation, String unusable) {
        FreeBlocks free = new FreeBlocks(words(blocks).map(Long::valueOf).toList());

        assertThat(orders(free).map(k -> FragmentationIndex.of(free, k)).toList())
                .isEqualTo(thousandths(fragmentation));
        assertThat(orders(free).map(k -> UnusableIndex.of(free, k)).toList()).isEqualTo(thousandths(unusable));
        assertThat(PossibleFragmentation.is(thousandths(fragmentation), 1 << 16, PossibleUnusable.ALL_COUNT))
                .isTrue();
        assertThat(PossibleUnusable.is(thousandths(unusable), 1 << 16, PossibleUnusable.ALL_COUNT))
                .isTrue();
    }

    private static Stream<Integer> orders(FreeBlocks free) {
        return Stream.iterate(0, k -> k < free.orders(), k -> k + 1);
    }

    /** 10 blocks of 1 page and 5 of 2: 20 pages, 15 blocks. */
    @ParameterizedTest
    @CsvSource({
        "0, -1000, 0", // any block will do
        "1, -1000, 500", // 10 of 20 pages lie in single pages
        "2, 600, 1000", // 20 · 1000 / 4 = 5000; (1000 + 5000) / 15 = 400
        "3, 767, 1000", // 20 · 1000 / 8 = 2500; 3500 / 15 = 233
        "4, 850, 1000" // 20 · 1000 / 16 = 1250; 2250 / 15 = 150
    })
    void indicesByHand(int order, int fragmentation, int unusable) {
        FreeBlocks free = new FreeBlocks(List.of(10L, 5L, 0L, 0L, 0L));

        assertThat(FragmentationIndex.of(free, order)).isEqualTo(fragmentation);
        assertThat(UnusableIndex.of(free, order)).isEqualTo(unusable);
    }

    @Test
    void aSingleBlockHalfAsLargeAsWantedIsBelowZero() {
        assertThat(FragmentationIndex.of(new FreeBlocks(List.of(1L, 0L)), 1)).isEqualTo(-500);
    }

    @Test
    void withoutFreeMemoryNothingIsFragmentedAndAllIsUnusable() {
        FreeBlocks none = new FreeBlocks(List.of(0L, 0L, 0L));

        assertThat(FragmentationIndex.of(none, 0)).isZero();
        assertThat(UnusableIndex.of(none, 0)).isEqualTo(1000);
    }

    @Test
    void aTebibyteOfFreeMemoryDoesNotOverflow() {
        FreeBlocks free = new FreeBlocks(List.of(1L << 28, 0L));

        assertThat(FragmentationIndex.of(free, 1)).isEqualTo(500);
        assertThat(UnusableIndex.of(free, 1)).isEqualTo(1000);
    }

    @Test
    void aNegativeCountIsNone() {
        assertThatThrownBy(() -> new FreeBlocks(List.of(1L, -1L))).hasMessageContaining("[1, -1]");
    }

    private static String lineOfDma(String capture, String path) throws IOException {
        try (ZipFile zip = new ZipFile(Captures.named(capture).toFile())) {
            byte[] text = zip.getInputStream(zip.getEntry(path)).readAllBytes();
            return new String(text, StandardCharsets.US_ASCII)
                    .lines()
                    .filter(l -> l.startsWith("Node 0, zone      DMA "))
                    .map(l -> l.substring("Node 0, zone      DMA ".length()).strip())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Stream<String> words(String line) {
        return Arrays.stream(line.split(" +"));
    }

    private static List<Integer> thousandths(String line) {
        return words(line).map(w -> Integer.valueOf(w.replace(".", ""))).toList();
    }
}
