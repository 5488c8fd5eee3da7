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
    private static final int PAGES_WITHIN_FIRST_LEVEL = 48;
    private static final int PAGES_WITHIN_SECOND_LEVEL = 1024;
    private static final int GIBIBYTE_SHIFT = 30;
    private static final int FETCHES_A_LOAD = 3;
    private static final int INSTRUCTION_BYTES = 4;

    /** Whose TLB. */
    @Param({"skylake-sp", "zen4", "cortex-a72"})
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
        SplittableRandom random = new SplittableRandom(2718281828L);
        long fetch = 0x400000;
        for (int i = 0; i < REFERENCES; i++) {
            firstLevel[i] = random.nextLong((long) PAGES_WITHIN_FIRST_LEVEL << PAGE_SHIFT);
            secondLevel[i] = random.nextLong((long) PAGES_WITHIN_SECOND_LEVEL << PAGE_SHIFT);
            gibibyte[i] = random.nextLong(1L << GIBIBYTE_SHIFT);
            boolean load = i % (FETCHES_A_LOAD + 1) == FETCHES_A_LOAD;
            kinds[i] = (byte) (load ? ReferenceKind.LOAD : ReferenceKind.INSTRUCTION).index();
            fetch += INSTRUCTION_BYTES;
            program[i] = load ? firstLevel[i] : fetch;
        }
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

    /** Three fetches in a row for each load at random from 48 pages. */
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

    /** Loads at random from 48 pages: nearly all are served by the first level, each from another page. */
    @Benchmark
    @OperationsPerInvocation(REFERENCES)
    public long firstLevel() {
        return loads(firstLevel);
    }

    /** Loads at random from 1024 pages: nearly all are served by the second level. */
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
