package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.Granule;
import dev.plumbline.inspector.arch.VmSplit;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which root translates an address, where its table begins and at which level, by the manuals' rules. */
class ArmRootsTest {

    /** Of 32-bit kernels: registers as Linux 6.1 with 2 GiB and 6.12 with 512 MiB left them, both with a 3:1 split. */
    @ParameterizedTest
    @CsvSource({
        // ttbcr, ttbr1, address, table, levels
        "b5023500, 40207000, 00008000, 42538e00, 3",
        "b5023500, 40207000, bfffffff, 42538e00, 3",
        "b5023500, 40207000, c0000000, 40207000, 2",
        "b5003500, 40203000, c0000000, 42538e00, 3",
        "80000001, 40203000, 7fffffff, 42538e00, 3",
        "80000001, 40203000, 80000000, 40203000, 3",
        "80010000, 40203010, 80000000, 40203010, 3",
        "80030000, 40203010, e0000000, 40203000, 2",
        "80020002, 40207000, 3fffffff, 42538000, 2"
    })
    void longDescriptorsBeginWhereTheSizesSay(String ttbcr, String ttbr1, String address, String table, int levels) {
        Start.Root root =
                (Start.Root) lpae(OptionalLong.of(hex(ttbcr)), hex(ttbr1)).start(new VirtAddr(hex(address)));

        assertThat(root.table()).isEqualTo(new PhysAddr(hex(table)));
        assertThat(root.format().levels()).hasSize(levels);
    }

    @Test
    void betweenTheRangesOfLongDescriptorsIsNothing() {
        ArmLpaeRegime regime = lpae(OptionalLong.of(0x80020002L), 0x40207000);

        assertThat(regime.start(new VirtAddr(0x40000000))).isInstanceOf(Start.Refused.class);
        assertThat(regime.start(new VirtAddr(0xbfffffffL))).isInstanceOf(Start.Refused.class);
        assertThat(regime.root(new VirtAddr(0xc0000000L))).contains(new PhysAddr(0x40207000));
        assertThat(regime.start(new VirtAddr(1L << 32))).isInstanceOf(Start.Refused.class);
    }

    @Test
    void epdForbidsTheWalk() {
        ArmLpaeRegime regime = lpae(OptionalLong.of(0x80020000L | 1 << 7), 0x40207000);

        assertThat(regime.root(new VirtAddr(0))).isEmpty();
        assertThat(regime.root(new VirtAddr(0xc0000000L))).isPresent();
    }

    /** Without TTBCR, what Linux made of it shows in TTBR1. */
    @ParameterizedTest
    @CsvSource({"40207000, 40207000", "40203000, 42538e00", "40200000, 40200000"})
    void linuxsSizesShowInTtbr1(String ttbr1, String table) {
        assertThat(lpae(OptionalLong.empty(), hex(ttbr1)).root(new VirtAddr(0xc0000000L)))
                .contains(new PhysAddr(hex(table)));
    }

    @ParameterizedTest
    @CsvSource({"0, ffffffff, 4000", "2, 3fffffff, 7000", "2, 40000000, 8000", "7, 01ffffff, 7f80", "7, 02000000, 8000"
    })
    void shortDescriptorsSplitByN(int n, String address, String table) {
        ArmShortRegime regime = new ArmShortRegime(
                Arm.shortDescriptor(VmSplit.G3), 0x7f80, OptionalLong.of(0x8000), control(OptionalLong.of(n)));

        assertThat(regime.root(new VirtAddr(hex(address)))).contains(new PhysAddr(hex(table)));
    }

    @Test
    void pd0AndPd1ForbidTheWalk() {
        ArmShortRegime regime = new ArmShortRegime(
                Arm.shortDescriptor(VmSplit.G3), 0x4000, OptionalLong.of(0x8000), control(OptionalLong.of(0x31)));

        assertThat(regime.root(new VirtAddr(0))).isEmpty();
        assertThat(regime.root(new VirtAddr(0x80000000L))).isEmpty();
    }

    @Test
    void aFormatThatTtbcrDoesNotSelectIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> lpae(OptionalLong.of(0), 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ArmShortRegime(
                        Arm.shortDescriptor(VmSplit.G3), 0, OptionalLong.empty(), control(OptionalLong.of(1L << 31))));
    }

    /** BADDR is aligned to the root's size; with 52-bit addresses its bits 51:48 stand in 5:2. */
    @ParameterizedTest
    @CsvSource({
        "K4, 48, 0001000043210fff, 43210000",
        "K16, 48, 000000004321001f, 43210010",
        "K64, 42, 0000000043210001, 43210000",
        "K64, 52, 000000004321f03d, f00004321e000",
        "K4, 52, 3bab00004321ffb9, e00004321ff80",
        "K16, 52, 0000000043210101, 43210100"
    })
    void aarch64RootsAreAlignedToTheirSize(Granule granule, int bits, String ttbr, String table) {
        Aarch64 variant = Aarch64.of(granule, bits);
        Aarch64Regime regime = new Aarch64Regime(
                variant, variant, Long.parseUnsignedLong(ttbr, 16), OptionalLong.empty(), Aarch64Control.LINUX);

        assertThat(regime.root(new VirtAddr(0))).contains(new PhysAddr(hex(table)));
    }

    @Test
    void bit55ChoosesBetweenHalvesThatMayDiffer() {
        Aarch64Regime regime = new Aarch64Regime(
                Aarch64.of(Granule.K4, 39),
                Aarch64.of(Granule.K64, 48),
                0x1000,
                OptionalLong.of(0x20000),
                Aarch64Control.LINUX);

        assertThat(regime.root(new VirtAddr(0x7f_ffff_ffffL))).contains(new PhysAddr(0x1000));
        assertThat(regime.root(new VirtAddr(0x80_0000_0000L))).isEmpty();
        assertThat(regime.root(new VirtAddr(0xab00_007f_0000_0000L))).contains(new PhysAddr(0x1000));
        assertThat(regime.root(new VirtAddr(0xffff_0000_0000_0000L))).contains(new PhysAddr(0x20000));
        assertThat(regime.root(new VirtAddr(0x12ff_0000_0000_0000L))).contains(new PhysAddr(0x20000));
        assertThat(regime.root(new VirtAddr(0xfffe_ffff_ffff_ffffL))).isEmpty();
    }

    private static ArmLpaeRegime lpae(OptionalLong ttbcr, long ttbr1) {
        return new ArmLpaeRegime(Arm.lpae(VmSplit.G3), 0x9d0000_42538e00L, OptionalLong.of(ttbr1), control(ttbcr));
    }

    private static ArmControl control(OptionalLong ttbcr) {
        return new ArmControl(
                ttbcr,
                OptionalLong.empty(),
                ArmControl.LINUX_DACR,
                false,
                true,
                true,
                false,
                false,
                false,
                false,
                false,
                true,
                false);
    }

    private static long hex(String text) {
        return Long.parseUnsignedLong(text, 16);
    }
}
