package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.Granule;
import dev.plumbline.inspector.arch.VmSplit;
import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The flags of each level, with entries put together from the manuals' figures. */
class ArmTraceTest {

    private final FrameMemory memory = new FrameMemory(14);

    @Test
    void sectionsAndPagesHaveTheirFlagsElsewhere() {
        ArmShortRegime regime =
                new ArmShortRegime(Arm.shortDescriptor(VmSplit.G3), 0x4000, OptionalLong.empty(), ArmControl.LINUX);
        store(0x4000 + 4, 0x0010_0c1e | 1 << 17 | 5 << 12);
        store(0x4000 + 8, 0x8000 | 3 << 5 | 1);
        store(0x8000 + 4, 0x0002_9000 | 1);
        store(0x4000 + 12, 0x8000 | 1 << 2 | 1);
        store(0x8000 + 8, 0x0000_5000 | 1 << 9 | 0x33);

        assertThat(flags(regime, 0x100000)).containsExactly(List.of("B", "C", "XN", "AP[1:0]=3", "TEX[2:0]=5", "nG"));
        assertThat(flags(regime, 0x201000)).containsExactly(List.of("domain=3"), List.of("TEX[2:0]=1", "XN"));
        assertThat(flags(regime, 0x302000))
                .containsExactly(List.of("PXN"), List.of("XN", "small page", "AP[1:0]=3", "AP[2]"));
    }

    @Test
    void longDescriptorsOfTablesHaveRightsOfTheirOwn() {
        ArmLpaeRegime regime = new ArmLpaeRegime(Arm.lpae(VmSplit.G3), 0x4000, OptionalLong.empty(), ArmControl.LINUX);
        memory.store(new PhysAddr(0x4000), 8, 0x8003 | 1L << 60 | 2L << 61);
        memory.store(new PhysAddr(0x8000), 8, 0x0020_0000 | 1L << 54 | 1L << 52 | 0x741);

        assertThat(flags(regime, 0))
                .containsExactly(
                        List.of("type=3", "XNTable", "APTable=2"),
                        List.of("type=1", "AP[2:1]=1", "SH=3", "AF", "Contiguous", "XN"));
    }

    @Test
    void aarch64HasTheSameWithNamesOfItsOwn() {
        Aarch64 variant = Aarch64.of(Granule.K64, 42);
        Aarch64Regime regime = new Aarch64Regime(variant, variant, 0x10000, OptionalLong.empty(), Aarch64Control.LINUX);
        memory.store(new PhysAddr(0x10000), 8, 0x20003 | 1L << 59 | 1L << 60);
        memory.store(new PhysAddr(0x20000), 8, 0x30003 | 1L << 51 | 0x1c80);

        assertThat(flags(regime, 0))
                .containsExactly(
                        List.of("type=3", "PXNTable", "UXNTable"), List.of("type=3", "AP[2:1]=2", "AF", "nG", "DBM"));
    }

    private void store(long address, int word) {
        memory.store(new PhysAddr(address), 4, Integer.toUnsignedLong(word));
    }

    private List<List<String>> flags(Regime regime, long address) {
        return new Walker(regime, memory)
                .trace(new VirtAddr(address)).steps().stream()
                        .map(Trace.Step::flags)
                        .toList();
    }
}
