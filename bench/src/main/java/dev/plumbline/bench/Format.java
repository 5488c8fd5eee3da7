package dev.plumbline.bench;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.reference.mmu.FastWalker;
import dev.plumbline.inspector.reference.mmu.Regime;
import dev.plumbline.inspector.reference.mmu.RiscvControl;
import dev.plumbline.inspector.reference.mmu.RiscvRegime;
import dev.plumbline.inspector.reference.mmu.X86Control;
import dev.plumbline.inspector.reference.mmu.X86Regime;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.function.Function;

/** The formats that are measured, under the names of {@code plumb walk --arch}. */
public enum Format {
    /** Four levels. */
    X86_64(
            dev.plumbline.inspector.arch.X86_64.FOUR_LEVEL,
            root -> new X86Regime(dev.plumbline.inspector.arch.X86_64.FOUR_LEVEL, root.value(), X86Control.LINUX)),
    /** Three levels. */
    RISCV64_SV39(Riscv.SV39, root -> new RiscvRegime(Riscv.SV39, root, RiscvControl.LINUX));

    private final Architecture architecture;
    private final Function<PhysAddr, Regime> regime;

    Format(Architecture architecture, Function<PhysAddr, Regime> regime) {
        this.architecture = architecture;
        this.regime = regime;
    }

    FastWalker walker(long mappedBytes, boolean caching) {
        MappedTables tables = new MappedTables(architecture, mappedBytes);
        return new FastWalker(regime.apply(tables.root()), tables.memory(), caching);
    }
}
