package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Granule;
import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every combination of AP, UXN, PXN, AF and DBM in the leaf, APTable, UXNTable and PXNTable in the tables above, HA, HD, WXN,
 * PAN, EPAN, UAO and HPD, with every access, walked in real tables, against the manual's tables.
 */
class Aarch64PermissionTest {

    private static final VirtAddr ADDRESS = new VirtAddr(0x40201000L);
    private static final PhysAddr ROOT = new PhysAddr(0x1000);
    private static final PhysAddr MIDDLE = new PhysAddr(0x2000);
    private static final PhysAddr LAST = new PhysAddr(0x3000);
    private static final int ALL = 16;

    /** A table without attributes, with two pairs that share none, and with all. */
    private static final int[] SOME = {0, 5, 10, 15};

    @Test
    void agreesWithTheManualsTables() {
        ArmOutcome.Tally tally = run(SOME);

        assertThat(tally.differences()).isEmpty();
        assertThat(tally.cases()).isEqualTo(ALL * 4L * 64 * 128 * 8);
    }

    @Test
    @Tag("slow")
    void agreesWithTheManualsTablesForEveryPairOfTables() {
        ArmOutcome.Tally tally = run(IntStream.range(0, ALL).toArray());

        assertThat(tally.differences()).isEmpty();
        assertThat(tally.cases()).isEqualTo(ALL * 16L * 64 * 128 * 8);
    }

    private static ArmOutcome.Tally run(int[] upper) {
        ArmOutcome.Tally tally = new ArmOutcome.Tally();
        FrameMemory memory = new FrameMemory(12);
        List<Walker> walkers = new ArrayList<>();
        for (int bits = 0; bits < 128; bits++) {
            walkers.add(new Walker(regime(control(bits)), memory));
        }
        for (int high : upper) {
            for (int low = 0; low < ALL; low++) {
                long first = MIDDLE.value() | 3 | (long) high << 59;
                long second = LAST.value() | 3 | (long) low << 59;
                memory.store(new PhysAddr(ROOT.value() + 8), 8, first);
                memory.store(new PhysAddr(MIDDLE.value() + 8), 8, second);
                for (int attributes = 0; attributes < 64; attributes++) {
                    long leaf = leaf(attributes);
                    memory.store(new PhysAddr(LAST.value() + 8), 8, leaf);
                    for (int bits = 0; bits < 128; bits++) {
                        for (Access access : ArmOutcome.ACCESSES) {
                            ArmOutcome expected = Aarch64Manual.outcome(
                                    List.of(first, second), leaf, control(bits), (bits & 64) != 0, access);
                            tally.compare(walkers.get(bits), ADDRESS, access, leaf, expected, bits);
                        }
                    }
                }
            }
        }
        return tally;
    }

    private static long leaf(int bits) {
        return 0x7000
                | 3
                | (bits & 3L) << 6
                | (bits >>> 2 & 1L) << 10
                | (bits >>> 3 & 1L) << 51
                | (bits >>> 4 & 3L) << 53;
    }

    private static Aarch64Control control(int bits) {
        Aarch64Control.Range range = new Aarch64Control.Range(false, false, false, (bits & 64) != 0, false);
        return new Aarch64Control(
                range,
                range,
                (bits & 1) != 0,
                (bits & 2) != 0,
                (bits & 4) != 0,
                (bits & 8) != 0,
                (bits & 16) != 0,
                (bits & 32) != 0,
                48,
                48,
                Aarch64Control.LINUX_MAIR);
    }

    private static Aarch64Regime regime(Aarch64Control control) {
        Aarch64 variant = Aarch64.of(Granule.K4, 39);
        return new Aarch64Regime(variant, variant, ROOT.value(), OptionalLong.empty(), control);
    }
}
