package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.VmSplit;
import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DFSR and IFSR in both forms (ARMv7-A B3.13.2, table B3-23; B3.13.3, table B3-24), and memory types. */
class ArmFaultStatusTest {

    private static final int KERNEL_DOMAIN_ONLY = 1;

    private final FrameMemory memory = new FrameMemory(14);

    /** First-level entry, second-level entry, access, and the register. DACR opens domain 0 to clients alone. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, R, 005", // section translation
        "8001, 0, R, 007", // page translation
        "8061, 0, W, 837", // the same in domain 3, by a write
        "c22, c32, R, 019", // section domain, domain 1
        "8061, c32, W, 83b", // page domain, domain 3
        "40c02, 0, X, ok",
        "402, 0, U, 00d", // section permission
        "8001, 12, U, 00f", // page permission
        "8001, 13, X, 00f", // IFSR has no domain
        "8021, 13, X, 00b"
    })
    void theShortFormNamesKindAndDomain(String first, String second, String how, String register) {
        memory.store(new PhysAddr(0x4000), 4, Long.parseLong(first, 16));
        memory.store(new PhysAddr(0x8000), 4, Long.parseLong(second, 16));
        ArmShortRegime regime = new ArmShortRegime(
                Arm.shortDescriptor(VmSplit.G3), 0x4000, OptionalLong.empty(), control(false, KERNEL_DOMAIN_ONLY));

        Walk walk = new Walker(regime, memory).access(new VirtAddr(0), access(how));

        assertThat(code(walk)).isEqualTo(register);
    }

    @Test
    void underAfeAClearAp0IsAnAccessFlagFault() {
        memory.store(new PhysAddr(0x4000), 4, 0x8001);
        memory.store(new PhysAddr(0x8000), 4, 0x22);
        memory.store(new PhysAddr(0x4004), 4, 0x802);
        ArmShortRegime regime = new ArmShortRegime(
                Arm.shortDescriptor(VmSplit.G3), 0x4000, OptionalLong.empty(), control(true, KERNEL_DOMAIN_ONLY));
        Walker walker = new Walker(regime, memory);

        assertThat(code(walker.access(new VirtAddr(0), access("R")))).isEqualTo("006");
        assertThat(code(walker.access(new VirtAddr(0x100000), access("R")))).isEqualTo("003");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, R, 205",
        "8003, 0, 0, R, 206",
        "8003, c003, 0, W, a07",
        "8003, c003, 1, R, 207", // a block at the last level
        "8003, c003, 3, R, 20b", // access flag
        "401, 0, 0, U, 20d",
        "8003, 4c1, 0, W, a0e",
        "8003, c003, 40000000000403, X, 20f"
    })
    void theLongFormNamesKindAndLevel(String first, String second, String third, String how, String register) {
        memory.store(new PhysAddr(0x4000), 8, Long.parseLong(first, 16));
        memory.store(new PhysAddr(0x8000), 8, Long.parseLong(second, 16));
        memory.store(new PhysAddr(0xc000), 8, Long.parseLong(third, 16));
        ArmLpaeRegime regime = new ArmLpaeRegime(Arm.lpae(VmSplit.G3), 0x4000, OptionalLong.empty(), control(false, 0));

        assertThat(code(new Walker(regime, memory).access(new VirtAddr(0), access(how))))
                .isEqualTo(register);
    }

    /** TEX, C and B of a small page against B3.8.2, table B3-10, and Linux's PRRR and NMRR. */
    @ParameterizedTest
    @CsvSource({
        "0, Strongly-ordered, Strongly-ordered",
        "c, Normal WB, Normal WB",
        "4c, Normal WB WA, Normal WB WA",
        "40, Normal NC, Device",
        "80, 'Device, not shareable', Strongly-ordered",
        "144, Normal WB WA, Strongly-ordered",
        "140, 'Normal outer WB WA, inner NC', Device"
    })
    void memoryTypesFollowTexRemap(String bits, String direct, String remapped) {
        memory.store(new PhysAddr(0x4000), 4, 0x8001);
        memory.store(new PhysAddr(0x8000), 4, 0x32 | Long.parseLong(bits, 16));

        assertThat(memoryType(false)).isEqualTo(direct);
        assertThat(memoryType(true)).isEqualTo(remapped);
    }

    private String memoryType(boolean remap) {
        ArmControl c = control(false, KERNEL_DOMAIN_ONLY);
        ArmControl with = new ArmControl(
                c.ttbcr(),
                c.memoryAttributes(),
                c.dacr(),
                false,
                false,
                remap,
                false,
                false,
                false,
                false,
                false,
                true,
                false);
        ArmShortRegime regime = new ArmShortRegime(Arm.shortDescriptor(VmSplit.G3), 0x4000, OptionalLong.empty(), with);
        return ((Walk.Translated) new Walker(regime, memory).translate(new VirtAddr(0)))
                .memory()
                .meaning();
    }

    private static Access access(String how) {
        return switch (how) {
            case "W" -> Access.of(Kind.WRITE, Privilege.SUPERVISOR);
            case "X" -> Access.of(Kind.EXECUTE, Privilege.SUPERVISOR);
            case "U" -> Access.of(Kind.READ, Privilege.USER);
            default -> Access.of(Kind.READ, Privilege.SUPERVISOR);
        };
    }

    private static String code(Walk walk) {
        return walk instanceof Walk.Faulted faulted
                ? "%03x".formatted(faulted.fault().code().value())
                : "ok";
    }

    private static ArmControl control(boolean afe, int dacr) {
        return new ArmControl(
                OptionalLong.empty(),
                OptionalLong.empty(),
                dacr,
                afe,
                false,
                true,
                false,
                false,
                false,
                false,
                false,
                true,
                false);
    }
}
