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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every combination of AP, XN and PXN in each shape of leaf, the domain and what DACR gives it, AFE, HA, S, R, WXN, UWXN, PAN
 * and whether the processor has PXN, with every access, walked in real tables, against the manual's tables.
 */
class ArmShortPermissionTest {

    private static final VirtAddr ADDRESS = new VirtAddr(0x00801000L);
    private static final PhysAddr ROOT = new PhysAddr(0x4000);
    private static final PhysAddr PAGES = new PhysAddr(0x1000);
    private static final int CONTROLS = 256;

    /** Where AP[2], AP[1:0], XN and PXN stand; PXN of a page is in the entry above. */
    enum Shape {
        SMALL_PAGE(0b10, 9, 4, 0, true),
        LARGE_PAGE(0b01, 9, 4, 15, true),
        SECTION(0b10, 15, 10, 4, false),
        SUPERSECTION(0b10 | 1 << 18, 15, 10, 4, false);

        private final long type;
        private final int ap2;
        private final int ap;
        private final int xn;
        private final boolean page;

        Shape(long type, int ap2, int ap, int xn, boolean page) {
            this.type = type;
            this.ap2 = ap2;
            this.ap = ap;
            this.xn = xn;
            this.page = page;
        }

        long leaf(int attributes, int domain) {
            long common =
                    type | (attributes & 3L) << ap | (attributes >>> 2 & 1L) << ap2 | (attributes >>> 3 & 1L) << xn;
            return page ? common : common | (attributes >>> 4 & 1L) | (this == SECTION ? (long) domain << 5 : 0);
        }

        long table(int attributes, int domain) {
            return PAGES.value() | 1 | (attributes >>> 4 & 1L) << 2 | (long) domain << 5;
        }
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithTheManualsTables(Shape shape) {
        ArmOutcome.Tally tally = run(shape, new int[] {0, 5, 15});

        assertThat(tally.differences()).isEmpty();
        assertThat(tally.cases()).isEqualTo(3L * 32 * 4 * CONTROLS * 8);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void agreesWithTheManualsTablesForEveryDomain(Shape shape) {
        ArmOutcome.Tally tally = run(shape, new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});

        assertThat(tally.differences()).isEmpty();
        assertThat(tally.cases()).isEqualTo(16L * 32 * 4 * CONTROLS * 8);
    }

    private static ArmOutcome.Tally run(Shape shape, int[] domains) {
        ArmOutcome.Tally tally = new ArmOutcome.Tally();
        FrameMemory memory = new FrameMemory(14);
        for (int number : domains) {
            int domain = shape == Shape.SUPERSECTION ? 0 : number;
            for (int granted = 0; granted < 4; granted++) {
                List<Walker> walkers = new ArrayList<>();
                List<ArmControl> controls = new ArrayList<>();
                for (int bits = 0; bits < CONTROLS; bits++) {
                    controls.add(control(bits, dacr(domain, granted)));
                    walkers.add(new Walker(regime(controls.get(bits)), memory));
                }
                for (int attributes = 0; attributes < 32; attributes++) {
                    long leaf = shape.leaf(attributes, number);
                    PhysAddr first = new PhysAddr(ROOT.value() + 8 * 4);
                    memory.store(first, 4, shape.page ? shape.table(attributes, number) : leaf);
                    if (shape.page) {
                        memory.store(new PhysAddr(PAGES.value() + 4), 4, leaf);
                    }
                    for (int bits = 0; bits < CONTROLS; bits++) {
                        for (Access access : ArmOutcome.ACCESSES) {
                            ArmOutcome expected =
                                    expected(shape, attributes, leaf, granted, controls.get(bits), access);
                            tally.compare(walkers.get(bits), ADDRESS, access, leaf, expected, shape + " " + bits);
                        }
                    }
                }
            }
        }
        return tally;
    }

    /** This domain as wanted, every other the opposite. */
    private static int dacr(int domain, int granted) {
        int others = granted == 0 ? -1 : 0;
        return (others & ~(3 << (2 * domain))) | granted << (2 * domain);
    }

    private static ArmOutcome expected(
            Shape shape, int attributes, long leaf, int granted, ArmControl c, Access access) {
        boolean pxn = (attributes & 16) != 0;
        if (!shape.page && pxn && !c.pxn()) {
            return ArmOutcome.refused(FaultClass.NOT_PRESENT, leaf);
        }
        long flag = 1L << shape.ap;
        if (c.afe() && !c.ha() && (leaf & flag) == 0) {
            return ArmOutcome.refused(FaultClass.ACCESS_FLAG, leaf);
        }
        if (granted == 0 || granted == 2) {
            return ArmOutcome.refused(FaultClass.DOMAIN, leaf);
        }
        int ap = attributes & 7;
        String data = c.afe() ? ArmManual.simple(ap >>> 1) : ArmManual.full(ap, c);
        boolean allowed = granted == 3 || ArmManual.allows(data, (attributes & 8) != 0, pxn && c.pxn(), c, access);
        return allowed
                ? ArmOutcome.allowed(c.afe() ? leaf | flag : leaf)
                : ArmOutcome.refused(FaultClass.PROTECTION, leaf);
    }

    private static ArmControl control(int bits, int dacr) {
        return new ArmControl(
                OptionalLong.empty(),
                OptionalLong.empty(),
                dacr,
                (bits & 1) != 0,
                (bits & 2) != 0,
                true,
                (bits & 4) != 0,
                (bits & 8) != 0,
                (bits & 16) != 0,
                (bits & 32) != 0,
                (bits & 64) != 0,
                (bits & 128) != 0,
                false);
    }

    private static ArmShortRegime regime(ArmControl control) {
        return new ArmShortRegime(Arm.shortDescriptor(VmSplit.G3), ROOT.value(), OptionalLong.empty(), control);
    }
}
