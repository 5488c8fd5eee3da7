package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Granule;
import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.reference.mmu.Access.Form;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ESR_EL1 as the Arm ARM gives it for each way a walk can end, and which descriptors a granule has at a level. */
class Aarch64FaultTest {

    private static final Access READ = Access.of(Kind.READ, Privilege.SUPERVISOR);
    private static final Aarch64Control.Range PLAIN = new Aarch64Control.Range(false, false, false, false, false);

    private final FrameMemory memory = new FrameMemory(16);

    /** The entry of index 0 at some level of a chain of tables; level as the manual counts. */
    private Fault fault(Aarch64 variant, Aarch64Control control, int level, long entry, Access access) {
        int rootLevel = 4 - variant.format().levels().size();
        for (int at = rootLevel; at < level; at++) {
            memory.store(table(at), 8, table(at + 1).value() | 3);
        }
        memory.store(table(level), 8, entry);
        return fault(variant, control, 0, access);
    }

    private Fault fault(Aarch64 variant, Aarch64Control control, long address, Access access) {
        Walk walk = walker(variant, control).access(new VirtAddr(address), access);
        return ((Walk.Faulted) walk).fault();
    }

    private Walker walker(Aarch64 variant, Aarch64Control control) {
        int rootLevel = 4 - variant.format().levels().size();
        return new Walker(
                new Aarch64Regime(
                        variant,
                        variant,
                        table(rootLevel).value(),
                        OptionalLong.of(table(rootLevel).value()),
                        control),
                memory);
    }

    private static PhysAddr table(int level) {
        return new PhysAddr((level + 2L) << 16);
    }

    private static Aarch64Control control(Aarch64Control.Range range, boolean ha, int physicalBits, int outputBits) {
        return new Aarch64Control(
                range,
                range,
                ha,
                false,
                false,
                false,
                false,
                false,
                physicalBits,
                outputBits,
                Aarch64Control.LINUX_MAIR);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 2b", "0, 04", "1, 05", "2, 06", "3, 07",
    })
    void anInvalidDescriptorIsATranslationFaultOfItsLevel(int level, String status) {
        Fault fault = fault(Aarch64.of(Granule.K4, 52), Aarch64Control.LINUX, level, 0, READ);

        assertThat(fault.kind()).isEqualTo(FaultClass.NOT_PRESENT);
        assertThat(fault.code().value()).isEqualTo(0x96000000L | Long.parseLong(status, 16));
    }

    /** DFSC 0b001011 and 0b001111 at level 3; EC 0x24 and 0x25 for data, 0x20 and 0x21 for instructions; WnR is bit 6. */
    @Test
    void accessFlagAndPermissionFaultsNameLevelAndAccess() {
        Aarch64 variant = Aarch64.of(Granule.K4, 48);
        Aarch64Control software = control(PLAIN, false, 48, 48);

        assertThat(fault(variant, software, 3, 0x5003, READ).code())
                .isEqualTo(new HardwareCode(
                        "ESR_EL1", 0x9600000bL, "Data Abort from the current level, Access flag fault, level 3"));
        assertThat(fault(variant, software, 2, 0x401, Access.of(Kind.WRITE, Privilege.USER))
                        .code())
                .isEqualTo(new HardwareCode(
                        "ESR_EL1", 0x9200004eL, "Data Abort from a lower level, Permission fault, level 2, WnR"));
        assertThat(fault(variant, software, 1, 1L << 53 | 0x401, Access.of(Kind.EXECUTE, Privilege.SUPERVISOR))
                        .code()
                        .value())
                .isEqualTo(0x8600000dL);
    }

    /** Which levels have blocks: D8.3.1; the others are translation faults of their level. */
    @ParameterizedTest
    @CsvSource({
        "K4, 48, 52, 0, false", "K4, 48, 52, 1, true", "K4, 48, 52, 2, true", "K4, 48, 52, 3, false",
        "K4, 52, 52, -1, false", "K4, 52, 52, 0, true", "K16, 48, 52, 1, false", "K16, 48, 52, 2, true",
        "K16, 52, 52, 0, false", "K16, 52, 52, 1, true", "K64, 52, 52, 1, true", "K64, 52, 48, 1, false",
        "K64, 52, 48, 2, true", "K64, 42, 48, 2, true", "K64, 42, 48, 3, false"
    })
    void blocksStandAtTheLevelsThatHaveThem(Granule granule, int bits, int physicalBits, int level, boolean block) {
        Aarch64 variant = Aarch64.of(granule, bits);
        Aarch64Control control = control(PLAIN, true, physicalBits, 52);
        int rootLevel = 4 - variant.format().levels().size();
        for (int at = rootLevel; at < level; at++) {
            memory.store(table(at), 8, table(at + 1).value() | 3);
        }
        memory.store(table(level), 8, 0x401);

        Walk walk = walker(variant, control).translate(new VirtAddr(0));

        if (block) {
            assertThat(((Walk.Translated) walk).level()).isEqualTo(3 - level);
        } else {
            assertThat(((Walk.Faulted) walk).fault().kind()).isEqualTo(FaultClass.NOT_PRESENT);
            assertThat(((Walk.Faulted) walk).fault().code().value() & 0x3f).isEqualTo(level < 0 ? 0x2b : 4 + level);
        }
    }

    /** 51:48 of a 64K descriptor stand in 15:12 with FEAT_LPA, and are RES0 without; 51:50 in 9:8 with LPA2. */
    @ParameterizedTest
    @CsvSource({
        "K64, 42, 52, 0000fff0f403, f0000fff00000",
        "K64, 42, 48, 0000fff0f403, 0000fff00000",
        "K4, 52, 52, 3000012345703, f000012345000",
        "K16, 52, 52, 1000012344603, 9000012344000"
    })
    void addressesOf52BitsStandWhereTheGranuleKeepsThem(
            Granule granule, int bits, int physicalBits, String entry, String address) {
        Aarch64 variant = Aarch64.of(granule, bits);
        for (int at = 4 - variant.format().levels().size(); at < 3; at++) {
            memory.store(table(at), 8, table(at + 1).value() | 3);
        }
        memory.store(table(3), 8, Long.parseLong(entry, 16));

        Walk walk = walker(variant, control(PLAIN, true, physicalBits, physicalBits))
                .translate(new VirtAddr(0));

        assertThat(((Walk.Translated) walk).address()).isEqualTo(new PhysAddr(Long.parseLong(address, 16)));
    }

    @ParameterizedTest
    @CsvSource({"-1, 29", "0, 00", "1, 01", "2, 02", "3, 03"})
    void anAddressBeyondTheOutputSizeIsAnAddressSizeFaultOfItsLevel(int level, String status) {
        Aarch64Control narrow = control(PLAIN, true, 52, 40);

        Fault fault = fault(Aarch64.of(Granule.K4, 52), narrow, level, 1L << 41 | 0x403, READ);

        assertThat(fault.kind()).isEqualTo(FaultClass.ADDRESS_SIZE);
        assertThat(fault.code().value()).isEqualTo(0x96000000L | Long.parseLong(status, 16));
    }

    @Test
    void aRootBeyondTheOutputSizeIsAnAddressSizeFaultOfLevel0() {
        Aarch64 variant = Aarch64.of(Granule.K4, 48);
        Regime regime =
                new Aarch64Regime(variant, variant, 1L << 40, OptionalLong.empty(), control(PLAIN, true, 52, 40));

        Fault fault = ((Walk.Faulted) new Walker(regime, memory).access(new VirtAddr(0), READ)).fault();

        assertThat(fault.kind()).isEqualTo(FaultClass.ADDRESS_SIZE);
        assertThat(fault.code().value()).isEqualTo(0x96000000L);
    }

    @Test
    void addressesOfNoRangeAndDisabledRangesAreTranslationFaultsOfLevel0() {
        Aarch64 variant = Aarch64.of(Granule.K4, 48);
        Aarch64Control disabled = control(new Aarch64Control.Range(true, false, false, false, false), true, 48, 48);

        assertThat(fault(variant, control(PLAIN, true, 48, 48), 1L << 48, READ).kind())
                .isEqualTo(FaultClass.NON_CANONICAL);
        assertThat(fault(variant, disabled, 0, READ).code().value()).isEqualTo(0x96000004L);
    }

    /** E0PD holds for what EL1 does as EL0, too. */
    @Test
    void e0pdKeepsEl0Out() {
        Aarch64 variant = Aarch64.of(Granule.K4, 48);
        Aarch64Control closed = control(new Aarch64Control.Range(false, false, false, false, true), true, 48, 48);
        Access unprivileged = new Access(Kind.READ, Privilege.SUPERVISOR, Form.UNPRIVILEGED);

        assertThat(fault(variant, closed, 0, Access.of(Kind.READ, Privilege.USER))
                        .because())
                .contains("E0PD");
        assertThat(fault(variant, closed, 0, unprivileged).because()).contains("E0PD");
        assertThat(walker(variant, closed).access(new VirtAddr(0), READ)).isInstanceOf(Walk.NotHeld.class);
    }

    @Test
    void underTbidInstructionAddressesHaveNoTag() {
        Aarch64 variant = Aarch64.of(Granule.K4, 48);
        Aarch64Control tagged = control(new Aarch64Control.Range(false, true, true, false, false), true, 48, 48);
        VirtAddr address = new VirtAddr(0x5a00_0000_0000_0000L);

        assertThat(walker(variant, tagged).access(address, READ)).isInstanceOf(Walk.NotHeld.class);
        assertThat(fault(variant, tagged, address.value(), Access.of(Kind.EXECUTE, Privilege.USER))
                        .kind())
                .isEqualTo(FaultClass.NON_CANONICAL);
    }

    /** Bits 15:12 are no address without FEAT_LPA, and yet part of the word (D8.3.1). */
    @ParameterizedTest
    @CsvSource({"f0de", "f0dd"})
    void a64KDescriptorThatIsNotValidIsShownAsItStands(String descriptor) {
        long entry = Long.parseLong(descriptor, 16);
        Aarch64 variant = Aarch64.of(Granule.K64, 42);
        memory.store(table(2), 8, table(3).value() | 3);
        memory.store(table(3), 8, entry);
        Trace trace = walker(variant, control(PLAIN, false, 44, 44)).trace(new VirtAddr(0), READ);
        assertThat(trace.steps().get(1).entry().raw()).isEqualTo(entry);
    }
}
