package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fast walker, in all its ways, gives what the readable one gives: on tables made at random, of every format. */
final class FastWalkerAgreesWithWalkerTest {

    private static final int MOST_TABLES = 50;
    private static final int ADDRESSES_TRIED = 2_000;
    private static final int TABLES = 6;
    private static final int ADDRESSES = 3000;
    private static final int PAGES = 600;

    static List<RegimeCase> regimes() {
        return RegimeCase.all();
    }

    @ParameterizedTest
    @MethodSource("regimes")
    void everyOutcomeIsTheReadableWalkers(RegimeCase regime) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < TABLES; round++) {
            FrameMemory memory = new FrameMemory(12);
            RandomTables tables = new RandomTables(regime.format(), memory, new PhysAddr(0x100000), random);
            Regime rooted = regime.rooted().apply(tables.root());
            long[] addresses = new long[ADDRESSES];
            for (int i = 0; i < ADDRESSES; i++) {
                addresses[i] = random.nextInt(50) == 0 ? random.nextLong() : regime.address(tables.address());
            }
            String where = "seed %d, round %d, %s".formatted(seed, round, regime);
            compare(new Walker(rooted, memory), new FastWalker(rooted, memory, round % 2 == 0), addresses, where);
            comparePages(rooted, memory, regime, addresses, where);
        }
    }

    private static void compare(Walker walker, FastWalker fast, long[] addresses, String where) {
        long[] batch = new long[addresses.length];
        fast.translate(addresses, 0, addresses.length, batch);
        for (int i = 0; i < addresses.length; i++) {
            Walk walk = walker.translate(new VirtAddr(addresses[i]));
            agree(walk, fast.translate(addresses[i]), addresses[i], where);
            agree(walk, batch[i], addresses[i], where + ", in a batch");
        }
        fast.translate(addresses, 0, addresses.length, batch);
        for (int i = 0; i < addresses.length; i++) {
            agree(walker.translate(new VirtAddr(addresses[i])), batch[i], addresses[i], where + ", in a second batch");
        }
    }

    private static void comparePages(
            Regime rooted, FrameMemory memory, RegimeCase regime, long[] addresses, String where) {
        FastWalker fast = new FastWalker(rooted, memory);
        Walker walker = new Walker(rooted, memory);
        int shift = regime.format().pageShift();
        long[] pages = new long[PAGES];
        for (int from = 0; from < 4; from++) {
            long start = addresses[from] & (-1L << shift);
            fast.translatePages(start, shift, PAGES, pages);
            for (int i = 0; i < PAGES; i++) {
                long address = start + ((long) i << shift);
                agree(walker.translate(new VirtAddr(address)), pages[i], address, where + ", page by page");
            }
        }
    }

    private static void agree(Walk walk, long packed, long address, String where) {
        if (!says(walk, packed, address)) {
            fail("%s: %x leads to %s, packed as %x".formatted(where, address, walk, packed));
        }
    }

    /** Field by field, so that packing and unpacking are part of what is compared. */
    private static boolean says(Walk walk, long packed, long address) {
        if (walk instanceof Walk.Translated t) {
            return PackedWalk.isTranslated(packed)
                    && PackedWalk.physical(packed, address) == t.address().value()
                    && PackedWalk.sizeShift(packed) == t.sizeShift()
                    && PackedWalk.level(packed).orElse(-1) == t.level()
                    && PackedWalk.rights(packed).equals(t.rights());
        }
        if (walk instanceof Walk.Faulted f) {
            return PackedWalk.fault(packed).equals(Optional.of(f.fault().kind()))
                    && PackedWalk.level(packed).equals(f.fault().level());
        }
        return PackedWalk.isNotHeld(packed) && PackedWalk.level(packed).orElse(-1) == ((Walk.NotHeld) walk).level();
    }

    @ParameterizedTest
    @MethodSource("regimes")
    void seesWhatWasWrittenOnceItIsInvalidated(RegimeCase regime) {
        for (int seed = 0; seed < MOST_TABLES; seed++) {
            FrameMemory memory = new FrameMemory(12);
            RandomTables tables = new RandomTables(regime.format(), memory, new PhysAddr(0x100000), new Random(seed));
            FastWalker fast = new FastWalker(regime.rooted().apply(tables.root()), memory);
            OptionalLong mapped = LongStream.generate(() -> regime.address(tables.address()))
                    .limit(ADDRESSES_TRIED)
                    .filter(address -> PackedWalk.isTranslated(fast.translate(address)))
                    .findFirst();
            if (mapped.isPresent()) {
                clearTheRootEntry(regime, memory, tables, fast, mapped.getAsLong());
                return;
            }
        }
        fail("%s: %d random tables translate no address".formatted(regime.name(), MOST_TABLES));
    }

    private static void clearTheRootEntry(
            RegimeCase regime, FrameMemory memory, RandomTables tables, FastWalker fast, long mapped) {
        long before = fast.translate(mapped);
        var levels = regime.format().levels();
        var root = levels.get(levels.size() - 1);
        memory.store(
                new PhysAddr(tables.root().value() + (long) root.index(mapped) * root.entryBytes()),
                root.entryBytes(),
                0);

        assertThat(fast.translate(mapped)).isEqualTo(before);
        fast.invalidate();
        assertThat(PackedWalk.fault(fast.translate(mapped))).contains(FaultClass.NOT_PRESENT);
    }
}
