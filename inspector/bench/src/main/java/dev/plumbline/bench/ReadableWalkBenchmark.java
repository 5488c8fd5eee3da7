package dev.plumbline.bench;

import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.reference.mmu.Walker;
import dev.plumbline.inspector.reference.mmu.X86Control;
import dev.plumbline.inspector.reference.mmu.X86Regime;
import dev.plumbline.inspector.unit.VirtAddr;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The walker that is the specification: what reading beside the manual costs. */
@State(Scope.Thread)
public class ReadableWalkBenchmark {

    private static final long MAPPED_BYTES = 1L << 30;

    private Walker walker = walker();
    private long offset;

    private static Walker walker() {
        MappedTables tables = new MappedTables(X86_64.FOUR_LEVEL, MAPPED_BYTES);
        return new Walker(new X86Regime(X86_64.FOUR_LEVEL, tables.root().value(), X86Control.LINUX), tables.memory());
    }

    /** Starts over. */
    @Setup
    public void start() {
        offset = 0;
    }

    /** One page after the other through 1 GiB. */
    @Benchmark
    public Walk sequential() {
        offset = (offset + 4096) & (MAPPED_BYTES - 1);
        return walker.translate(new VirtAddr(MappedTables.START + offset));
    }
}
