package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a traversal reports is what walks of single addresses find, no more and no less, on tables made at random. */
final class TranslationsAgreeWithWalkerTest {

    private static final int TABLES = 4;
    private static final int ADDRESSES = 2000;

    static List<RegimeCase> regimes() {
        return RegimeCase.all();
    }

    @ParameterizedTest
    @MethodSource("regimes")
    void everyWalkEndsInTheMappingThatHoldsItsAddress(RegimeCase regime) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < TABLES; round++) {
            FrameMemory memory = new FrameMemory(12);
            RandomTables tables = new RandomTables(regime.format(), memory, new PhysAddr(0x100000), random);
            compare(regime, tables, memory, "seed %d, round %d, %s".formatted(seed, round, regime));
        }
    }

    private static void compare(RegimeCase regime, RandomTables tables, FrameMemory memory, String where) {
        Regime rooted = regime.rooted().apply(tables.root());
        TreeMap<Long, Mapping> mappings = new TreeMap<>(Long::compareUnsigned);
        List<Long> starts = new ArrayList<>();
        assertThat(new Translations(rooted, memory).visitAll(m -> {
                    mappings.put(m.start().value(), m);
                    starts.add(m.start().value());
                }))
                .as(where)
                .isInstanceOf(Translations.Outcome.Complete.class);
        assertThat(starts).as(where).containsExactlyElementsOf(mappings.keySet());
        Walker walker = new Walker(rooted, memory);
        for (Mapping mapping : mappings.values()) {
            agree(walker, mapping, mapping.start().value(), where);
            agree(walker, mapping, mapping.start().value() + mapping.sizeBytes() - 1, where);
        }
        for (int i = 0; i < ADDRESSES; i++) {
            long address = regime.address(tables.address());
            var floor = mappings.floorEntry(address);
            boolean mapped = floor != null
                    && Long.compareUnsigned(
                                    address - floor.getKey(), floor.getValue().sizeBytes())
                            < 0;
            assertThat(walker.translate(new VirtAddr(address)) instanceof Walk.Translated)
                    .as("%s, %x", where, address)
                    .isEqualTo(mapped);
        }
    }

    private static void agree(Walker walker, Mapping mapping, long address, String where) {
        Walk walk = walker.translate(new VirtAddr(address));
        long offset = address - mapping.start().value();
        assertThat(walk)
                .as("%s, %x", where, address)
                .isEqualTo(new Walk.Translated(
                        new PhysAddr(mapping.base().value() + offset),
                        mapping.level(),
                        mapping.sizeShift(),
                        mapping.leaf(),
                        mapping.rights(),
                        mapping.memoryType(),
                        List.of()));
    }
}
