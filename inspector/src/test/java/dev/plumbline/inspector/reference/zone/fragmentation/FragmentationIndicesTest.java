package dev.plumbline.inspector.reference.zone.fragmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.fixtures.Captures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
