package dev.plumbline.bench;

import dev.plumbline.inspector.reference.mmu.FastWalker;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Walks of 4 KiB pages with the rights of all levels combined, one thread. An operation is one walk, or one page-table entry
 * of a range.
 */
@State(Scope.Thread)
public class FastWalkBenchmark {

    private static final int WALKS = 1 << 18;
    private static final int PAGE_SHIFT = 12;

    /** Whose tables. */
    @Param
    public Format format = Format.X86_64_4LEVEL;

    /** Tables that map 1 GiB: 2 MiB of last entries. */
    @State(Scope.Thread)
    public static class Small {
        private static final int MAPPED_SHIFT = 30;
        private final long[] random = new long[WALKS];
        private FastWalker walker = Format.X86_64_4LEVEL.walker(1 << PAGE_SHIFT, true);

        /** Maps, and chooses addresses. */
        @Setup
        public void map(FastWalkBenchmark benchmark) {
            walker = benchmark.format.walker(1L << MAPPED_SHIFT, true);
            choose(random, MAPPED_SHIFT);
        }
    }

    /** Tables that map 16 GiB: 32 MiB of last entries, and as many addresses as pages. */
    @State(Scope.Thread)
    public static class Large {
        private static final int MAPPED_SHIFT = 34;
        private final long[] random = new long[1 << (MAPPED_SHIFT - PAGE_SHIFT)];
        private int next;
        private FastWalker walker = Format.X86_64_4LEVEL.walker(1 << PAGE_SHIFT, true);
        private FastWalker withoutCache = walker;

        /** Maps, and chooses addresses. */
        @Setup
        public void map(FastWalkBenchmark benchmark) {
            walker = benchmark.format.walker(1L << MAPPED_SHIFT, true);
            withoutCache = benchmark.format.walker(1L << MAPPED_SHIFT, false);
            choose(random, MAPPED_SHIFT);
        }

        /** Where the next addresses begin: other ones each time, so that no cache holds their entries. */
        int next() {
            next = (next + WALKS) & (random.length - 1);
            return next;
        }
    }

    private final long[] outcomes = new long[WALKS];

    private static void choose(long[] addresses, int mappedShift) {
        SplittableRandom random = new SplittableRandom(2718281828L);
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = MappedTables.START + random.nextLong(1L << mappedShift);
        }
    }

    /** One page after the other, one walk each. */
    @Benchmark
    @OperationsPerInvocation(WALKS)
    public long sequential(Small small) {
        long sum = 0;
        for (long page = 0; page < WALKS; page++) {
            sum += small.walker.translate(MappedTables.START + (page << PAGE_SHIFT));
        }
        return sum;
    }

    /** Addresses at random, one walk each. */
    @Benchmark
    @OperationsPerInvocation(WALKS)
    public long random1G(Small small) {
        long sum = 0;
        for (long address : small.random) {
            sum += small.walker.translate(address);
        }
        return sum;
    }

    /** Addresses at random, all handed over at once. */
    @Benchmark
    @OperationsPerInvocation(WALKS)
    public long[] random16GBatched(Large large) {
        large.walker.translate(large.random, large.next(), WALKS, outcomes);
        return outcomes;
    }

    /** Addresses at random, all handed over at once, to a walker that goes through all levels each time. */
    @Benchmark
    @OperationsPerInvocation(WALKS)
    public long[] random16GBatchedWithoutWalkCache(Large large) {
        large.withoutCache.translate(large.random, large.next(), WALKS, outcomes);
        return outcomes;
    }

    /** Addresses at random, one walk each. */
    @Benchmark
    @OperationsPerInvocation(WALKS)
    public long random16G(Large large) {
        long sum = 0;
        int first = large.next();
        for (int i = 0; i < WALKS; i++) {
            sum += large.walker.translate(large.random[first + i]);
        }
        return sum;
    }

    /** The entries of a range. */
    @Benchmark
    @OperationsPerInvocation(WALKS)
    public long[] range(Small small) {
        small.walker.translatePages(MappedTables.START, PAGE_SHIFT, WALKS, outcomes);
        return outcomes;
    }
}
