package dev.plumbline.inspector.check.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.check.map.MapDiff.MappingChange;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.report.MapSnapshots;
import org.junit.jupiter.api.Test;

class MapDiffTest {

    private static final long K = 1024;

    private static MapDiff diff(MapSamples earlier, MapSamples later) {
        return MapDiff.between(MapSnapshots.of(earlier.map()), MapSnapshots.of(later.map()));
    }

    @Test
    void nothingChangedBetweenEqualMaps() {
        MapDiff same = diff(MapSamples.jvm(), MapSamples.jvm());

        assertThat(same.mappings()).isEmpty();
        assertThat(same.owners()).allMatch(o -> o.change().isNothing());
        assertThat(same.total().residentBytes()).isZero();
    }

    @Test
    void aHeapThatCommitsMoreIsOneChange() {
        MapSamples earlier = MapSamples.empty()
                .anonymous(0xe0000000L, 64, "rw-p", Owner.JAVA_HEAP, "", 60)
                .anonymous(0xe0010000L, 960, "---p", Owner.JAVA_HEAP, "", 0);
        MapSamples later = MapSamples.empty()
                .anonymous(0xe0000000L, 128, "rw-p", Owner.JAVA_HEAP, "", 100)
                .anonymous(0xe0020000L, 896, "---p", Owner.JAVA_HEAP, "", 0);

        MapDiff grown = diff(earlier, later);

        assertThat(grown.mappings()).hasSize(1);
        MappingChange heap = grown.mappings().get(0);
        assertThat(heap.appeared() || heap.vanished()).isFalse();
        assertThat(heap.change().residentBytes()).isEqualTo(40 * K);
        assertThat(heap.change().committedBytes()).isEqualTo(64 * K);
        assertThat(heap.change().reservedBytes()).isZero();
        assertThat(heap.range().toString()).isEqualTo("e0000000-e0100000");
    }

    @Test
    void theLargestChangeIsFirstWhetherItAppearedOrVanished() {
        MapSamples earlier = MapSamples.empty()
                .anonymous(0x10000, 64, "rw-p", Owner.MALLOC_MMAPPED, "", 64)
                .anonymous(0x50000, 8, "rw-p", Owner.BRK, "", 4);
        MapSamples later = MapSamples.empty()
                .anonymous(0x50000, 8, "rw-p", Owner.BRK, "", 8)
                .anonymous(0x90000, 16, "rw-p", Owner.MALLOC_MMAPPED, "new", 16);

        MapDiff change = diff(earlier, later);

        assertThat(change.mappings()).extracting(MappingChange::vanished).containsExactly(true, false, false);
        assertThat(change.mappings()).extracting(MappingChange::appeared).containsExactly(false, true, false);
        assertThat(change.mappings()).extracting(MappingChange::label).containsExactly("", "new", "");
        assertThat(change.owners().get(0).owner()).isEqualTo(Owner.MALLOC_MMAPPED);
        assertThat(change.owners().get(0).change().residentBytes()).isEqualTo(-48 * K);
    }

    @Test
    void neighboursOfOneOwnerAreNotOneMemory() {
        MapSamples both = MapSamples.empty()
                .anonymous(0x10000, 64, "rw-p", Owner.THREAD_STACK, "a", 8)
                .anonymous(0x20000, 64, "rw-p", Owner.THREAD_STACK, "b", 8);
        MapSamples one = MapSamples.empty().anonymous(0x20000, 64, "rw-p", Owner.THREAD_STACK, "b", 8);

        assertThat(diff(both, one).mappings())
                .singleElement()
                .satisfies(c -> assertThat(c.label()).isEqualTo("a"))
                .satisfies(c -> assertThat(c.vanished()).isTrue());
    }

    @Test
    void addressesOfAnotherProcessAreNotCompared() {
        MapDiff other = diff(MapSamples.jvm().process(4711, 1), MapSamples.jvm().threads(1));

        assertThat(other.mappings()).isEmpty();
        assertThat(other.owners().get(0).owner()).isEqualTo(Owner.THREAD_STACK);
    }
}
