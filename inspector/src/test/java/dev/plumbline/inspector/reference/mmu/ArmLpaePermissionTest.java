package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.VmSplit;
import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * Every combination of AP, XN, PXN and AF in the leaf, APTable, XNTable and PXNTable in both tables above, HA, WXN, UWXN, PAN
 * and HPD, with every access, walked in real tables, against the manual's tables: exhaustive.
 */
class ArmLpaePermissionTest {

    private static final VirtAddr ADDRESS = new VirtAddr(0x40201000L);
    private static final PhysAddr ROOT = new PhysAddr(0x1000);
    private static final PhysAddr MIDDLE = new PhysAddr(0x2000);
    private static final PhysAddr LAST = new PhysAddr(0x3000);
    private static final long EAE_T2E = 1L << 31 | 1 << 6;
    private static final long HPD0 = 1L << 41;

    @Test
    void agreesWithTheManualsTables() {
        ArmOutcome.Tally tally = new ArmOutcome.Tally();
        FrameMemory memory = new FrameMemory(12);
        List<Walker> walkers = new ArrayList<>();
        for (int bits = 0; bits < 32; bits++) {
            walkers.add(new Walker(regime(control(bits)), memory));
        }
        for (int tables = 0; tables < 256; tables++) {
            long first = MIDDLE.value() | 3 | (tables & 15L) << 59;
            long second = LAST.value() | 3 | (tables >>> 4 & 15L) << 59;
            memory.store(new PhysAddr(ROOT.value() + 8), 8, first);
            memory.store(new PhysAddr(MIDDLE.value() + 8), 8, second);
            for (int attributes = 0; attributes < 32; attributes++) {
                long leaf =
                        0x7003 | (attributes & 3L) << 6 | (attributes >>> 2 & 1L) << 10 | (attributes >>> 3 & 3L) << 53;
                memory.store(new PhysAddr(LAST.value() + 8), 8, leaf);
                for (int bits = 0; bits < 32; bits++) {
                    for (Access access : ArmOutcome.ACCESSES) {
                        ArmOutcome expected = expected(List.of(first, second), leaf, control(bits), access);
                        tally.compare(walkers.get(bits), ADDRESS, access, leaf, expected, bits);
                    }
                }
            }
        }

        assertThat(tally.differences()).isEmpty();
        assertThat(tally.cases()).isEqualTo(256L * 32 * 32 * 8);
    }

    private static ArmOutcome expected(List<Long> tables, long leaf, ArmControl c, Access access) {
        if ((leaf & 1 << 10) == 0 && !c.ha()) {
            return ArmOutcome.refused(FaultClass.ACCESS_FLAG, leaf);
        }
        int ap = (int) (leaf >>> 6) & 3;
        boolean xn = (leaf >>> 54 & 1) != 0;
        boolean pxn = (leaf >>> 53 & 1) != 0;
        for (long table : c.ttbcr().getAsLong() >= HPD0 ? List.<Long>of() : tables) {
            ap = ArmManual.withTable(ap, (int) (table >>> 61) & 3);
            xn |= (table >>> 60 & 1) != 0;
            pxn |= (table >>> 59 & 1) != 0;
        }
        return ArmManual.allows(ArmManual.simple(ap), xn, pxn, c, access)
                ? ArmOutcome.allowed(leaf | 1 << 10)
                : ArmOutcome.refused(FaultClass.PROTECTION, leaf);
    }

    private static ArmControl control(int bits) {
        return new ArmControl(
                OptionalLong.of(EAE_T2E | ((bits & 16) != 0 ? HPD0 : 0)),
                OptionalLong.empty(),
                0,
                false,
                (bits & 1) != 0,
                false,
                false,
                false,
                (bits & 2) != 0,
                (bits & 4) != 0,
                (bits & 8) != 0,
                true,
                false);
    }

    private static ArmLpaeRegime regime(ArmControl control) {
        return new ArmLpaeRegime(Arm.lpae(VmSplit.G3), ROOT.value(), OptionalLong.empty(), control);
    }
}
