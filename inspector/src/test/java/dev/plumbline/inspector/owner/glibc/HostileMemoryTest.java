package dev.plumbline.inspector.owner.glibc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.NativeAnswer;
import dev.plumbline.bridge.PageRun;
import dev.plumbline.bridge.ProcessMemory;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.owner.PopulatedPages;
import dev.plumbline.inspector.unit.AddressRange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Memory that looks like glibc's, and memory that only nearly does. The layout is that of malloc/arena.c, glibc 2.36. */
class HostileMemoryTest {

    private static final long HEAP = 0x7f0000000000L;
    private static final long SECOND = HEAP + (64L << 20);
    private static final long STATE = HEAP + 0x30;
    private static final long SIZE = 0x21000;
    private static final long PRESENT = 8;

    private final Map<Long, Long> words = new HashMap<>();

    @BeforeEach
    void twoHeapsOfOneArena() {
        heap(HEAP, STATE, 0, SIZE, SIZE);
        heap(SECOND, STATE, HEAP, SIZE, SIZE);
        words.put(STATE + 0x60, SECOND + 0x1000);
    }

    @Test
    void aChainOfHeapsIsOneArena() {
        assertThat(arenas())
                .extracting(Claim::range)
                .containsExactly(
                        AddressRange.of(HEAP, HEAP + (64L << 20)), AddressRange.of(SECOND, SECOND + (64L << 20)));
    }

    /** Word by word of the second heap's head, and of the state, what cannot be. */
    @ParameterizedTest
    @CsvSource({
        "0, 7f0008000030, 1, an arena that no heap holds",
        "8, 7f0004000000, 1, a chain that leads to itself",
        "8, 7f0000001000, 1, a heap before it that is aligned to nothing",
        "8, 0, 1, the first heap of another heap's arena",
        "10, 0, 1, nothing in use",
        "10, 22000, 1, more in use than is accessible",
        "10, 20fff, 1, no whole pages",
        "18, 4001000, 1, more accessible than a heap can have",
        "18, 22000, 1, accessible by its own account alone",
    })
    void whatDoesNotHoldTogetherIsNoHeap(String offset, String value, int heaps, String why) {
        words.put(SECOND + Long.parseLong(offset, 16), Long.parseLong(value, 16));
        words.put(STATE + 0x60, HEAP + 0x1000);

        assertThat(arenas()).as(why).hasSize(heaps);
    }

    /** The memory is read after the first mappings; the heap may have grown, or shrunk, and the mappings are then read again. */
    @ParameterizedTest
    @CsvSource({
        "21000, 21000, 2, steady",
        "10000, 21000, 2, grown before it was read",
        "10000, 42000, 2, grown on after it was read",
        "42000, 10000, 2, shrunk",
        "10000, 10000, 1, more than at either time",
        "10000, 20000, 1, more than later",
        "42000, 32000, 1, less than later",
    })
    void aHeapMayGrowWhileItIsRead(String before, String after, int heaps, String how) {
        words.put(STATE + 0x60, HEAP + 0x1000);

        assertThat(claims(maps(Long.parseLong(before, 16)), maps(Long.parseLong(after, 16))))
                .as(how)
                .filteredOn(c -> c.owner() == Owner.MALLOC_ARENA)
                .hasSize(heaps);
    }

    @Test
    void aHeapThatIsGoneLaterIsNone() {
        words.put(STATE + 0x60, HEAP + 0x1000);

        assertThat(claims(maps(0x10000), List.of()))
                .filteredOn(c -> c.owner() == Owner.MALLOC_ARENA)
                .hasSize(1);
    }

    @Test
    void aStateWhoseTopPointsNowhereIsNoArena() {
        words.put(STATE + 0x60, 0x1234L);

        assertThat(arenas()).isEmpty();
    }

    @Test
    void aCycleOfHeapsEnds() {
        words.put(HEAP, SECOND + 0x30);
        words.put(HEAP + 8, SECOND);
        words.put(SECOND, SECOND + 0x30);
        words.put(SECOND + 8, HEAP);

        assertThat(arenas()).isEmpty();
    }

    @Test
    void noChunkIsLargerThanItsMapping() {
        words.clear();
        words.put(HEAP + 8, (SIZE + 0x1000) | 2);

        assertThat(claims()).isEmpty();
    }

    @Test
    void chunksThatTouchAreTwo() {
        words.clear();
        words.put(HEAP + 8, 0x1000L | 2);
        words.put(HEAP + 0x1008, 0x20000L | 2);

        assertThat(claims())
                .extracting(c -> c.owner().word() + " " + c.range().sizeBytes())
                .containsExactly("malloc-mmapped 4096", "malloc-mmapped 131072");
    }

    private List<Claim> arenas() {
        return claims().stream().filter(c -> c.owner() == Owner.MALLOC_ARENA).toList();
    }

    private List<Claim> claims() {
        return claims(maps(SIZE), maps(SIZE));
    }

    /** @param secondBytes how much of the second heap is accessible */
    private static List<Vma> maps(long secondBytes) {
        return List.of(
                vma(HEAP, HEAP + SIZE, "rw-p"),
                vma(HEAP + SIZE, SECOND, "---p"),
                vma(SECOND, SECOND + secondBytes, "rw-p"),
                vma(SECOND + secondBytes, SECOND + (64L << 20), "---p"));
    }

    private List<Claim> claims(List<Vma> before, List<Vma> after) {
        PopulatedPages pages = new PopulatedPages();
        pages.add(new PageRun(HEAP, HEAP + SIZE, PRESENT));
        pages.add(new PageRun(SECOND, SECOND + SIZE, PRESENT));
        return Glibc.claims(
                before,
                () -> after,
                memory(),
                pages,
                new WordFormat(8, ByteOrder.LITTLE_ENDIAN),
                Map.of(),
                List.of(),
                4096);
    }

    private ProcessMemory memory() {
        return (address, length) -> {
            ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i + 8 <= length; i += 8) {
                bytes.putLong(i, words.getOrDefault(address + i, 0L));
            }
            return new NativeAnswer.Value<>(bytes.array());
        };
    }

    private void heap(long start, long arena, long previous, long size, long accessible) {
        words.put(start, arena);
        words.put(start + 8, previous);
        words.put(start + 16, size);
        words.put(start + 24, accessible);
    }

    private static Vma vma(long start, long end, String permissions) {
        return new Vma(AddressRange.of(start, end), permissions, 0, 0, 0, 0, "", 1);
    }
}
