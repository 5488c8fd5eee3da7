package dev.plumbline.bench;

import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.reference.mmu.tlb.PageSizes;
import dev.plumbline.inspector.reference.mmu.tlb.ReferenceKind;
import dev.plumbline.inspector.reference.mmu.tlb.Tlb;
import dev.plumbline.inspector.reference.mmu.tlb.TlbModels;
import dev.plumbline.inspector.reference.mmu.tlb.WalkShape;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** References to 4 KiB pages through a simulated TLB, one thread. An operation is one reference. */
@State(Scope.Thread)
public class TlbBenchmark {

    private static final int REFERENCES = 1 << 18;
    private static final int PAGE_SHIFT = 12;
    private static final int GIBIBYTE_SHIFT = 30;
    private static final int FETCHES_A_LOAD = 3;
    private static final int INSTRUCTION_BYTES = 4;

    /** Whose TLB: all that there are. */
    @Param({
        "skylake-sp",
        "ice-lake-sp",
        "zen3",
        "zen4",
        "cortex-a72",
        "neoverse-n1",
        "neoverse-n2",
        "rocket",
        "cva6",
        "sifive-u54",
        "sifive-u74"
    })
    public String model = "skylake-sp";

    private final long[] program = new long[REFERENCES];
    private final byte[] kinds = new byte[REFERENCES];
    private final long[] firstLevel = new long[REFERENCES];
    private final long[] secondLevel = new long[REFERENCES];
    private final long[] gibibyte = new long[REFERENCES];
    private Tlb tlb = tlb(model);

    private static Tlb tlb(String model) {
        return new Tlb(
                TlbModels.named(model).orElseThrow(),
                WalkShape.of(X86_64.FOUR_LEVEL.format()),
                PageSizes.constant(PAGE_SHIFT),
                1);
    }

    /** Chooses addresses. */
    @Setup
    public void choose() {
        tlb = tlb(model);
        long first = reach(1) / 4 * 3;
        long second = Math.max(first, reach(2) / 3 * 2);
        SplittableRandom random = new SplittableRandom(2718281828L);
        long fetch = 0x400000;
        for (int i = 0; i < REFERENCES; i++) {
            firstLevel[i] = random.nextLong(first);
            secondLevel[i] = random.nextLong(second);
            gibibyte[i] = random.nextLong(1L << GIBIBYTE_SHIFT);
            boolean load = i % (FETCHES_A_LOAD + 1) == FETCHES_A_LOAD;
            kinds[i] = (byte) (load ? ReferenceKind.LOAD : ReferenceKind.INSTRUCTION).index();
            fetch += INSTRUCTION_BYTES;
            program[i] = load ? firstLevel[i] : fetch;
        }
    }

    private long reach(int level) {
        return TlbModels.named(model).orElseThrow().reachBytes(level, ReferenceKind.LOAD, PAGE_SHIFT);
    }

    private long loads(long[] addresses) {
        Tlb through = tlb;
        int load = ReferenceKind.LOAD.index();
        long levels = 0;
        for (long address : addresses) {
            levels += through.access(address, load);
        }
        return levels;
    }

    /** Three fetches in a row for each load, at random from three quarters of what the first level reaches. */
    @Benchmark
    @OperationsPerInvocation(REFERENCES)
    public long program() {
        Tlb through = tlb;
        long levels = 0;
        for (int i = 0; i < REFERENCES; i++) {
            levels += through.access(program[i], kinds[i]);
        }
        return levels;
    }

    /** Loads at random from three quarters of what the first level reaches: it serves them all, each from another page. */
    @Benchmark
    @OperationsPerInvocation(REFERENCES)
    public long firstLevel() {
        return loads(firstLevel);
    }

    /**
     * Loads at random from two thirds of what the second level reaches: it serves nearly all. Of a core with one level these
     * are the loads of {@link #firstLevel}.
     */
    @Benchmark
    @OperationsPerInvocation(REFERENCES)
    public long secondLevel() {
        return loads(secondLevel);
    }

    /** Loads at random from 1 GiB: nearly all walk. */
    @Benchmark
    @OperationsPerInvocation(REFERENCES)
    public long walks() {
        return loads(gibibyte);
    }
}
