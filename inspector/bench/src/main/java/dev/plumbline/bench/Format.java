package dev.plumbline.bench;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Granule;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.reference.mmu.Aarch64Control;
import dev.plumbline.inspector.reference.mmu.Aarch64Regime;
import dev.plumbline.inspector.reference.mmu.FastWalker;
import dev.plumbline.inspector.reference.mmu.Regime;
import dev.plumbline.inspector.reference.mmu.RiscvControl;
import dev.plumbline.inspector.reference.mmu.RiscvRegime;
import dev.plumbline.inspector.reference.mmu.X86Control;
import dev.plumbline.inspector.reference.mmu.X86Regime;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.OptionalLong;

/** The formats that are measured. */
public enum Format {
    /** x86-64, four levels. */
    X86_64_4LEVEL {
        @Override
        Architecture architecture() {
            return X86_64.FOUR_LEVEL;
        }

        @Override
        Regime regime(PhysAddr root) {
            return new X86Regime(X86_64.FOUR_LEVEL, root.value(), X86Control.LINUX);
        }
    },
    /** AArch64, 4 KiB pages, 48-bit addresses, four levels. */
    AARCH64_4K_48 {
        @Override
        Architecture architecture() {
            return Aarch64.of(Granule.K4, 48);
        }

        @Override
        Regime regime(PhysAddr root) {
            Aarch64 variant = Aarch64.of(Granule.K4, 48);
            return new Aarch64Regime(variant, variant, root.value(), OptionalLong.empty(), Aarch64Control.LINUX);
        }
    },
    /** RISC-V, three levels. */
    RISCV64_SV39 {
        @Override
        Architecture architecture() {
            return Riscv.SV39;
        }

        @Override
        Regime regime(PhysAddr root) {
            return new RiscvRegime(Riscv.SV39, root, RiscvControl.LINUX);
        }
    };

    abstract Architecture architecture();

    abstract Regime regime(PhysAddr root);

    FastWalker walker(long mappedBytes, boolean caching) {
        MappedTables tables = new MappedTables(architecture(), mappedBytes);
        return new FastWalker(regime(tables.root()), tables.memory(), caching);
    }
}
