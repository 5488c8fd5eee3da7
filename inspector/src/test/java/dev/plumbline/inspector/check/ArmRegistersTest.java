package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.Granule;
import dev.plumbline.inspector.arch.VmSplit;
import dev.plumbline.inspector.check.RunningRegime.NotTold;
import dev.plumbline.inspector.check.RunningRegime.Reach;
import dev.plumbline.inspector.check.RunningRegime.Root;
import dev.plumbline.inspector.check.RunningRegime.Told;
import dev.plumbline.inspector.observed.CpuRegistersParser;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArmRegistersTest {

    private static final String AARCH64 = """
            PSTATE=814000c5 N--- EL1h
            SCTLR          0x2000018fc74791d   1
            TCR_EL1        0x95001f6b54c350c   1
            TTBR0_EL1      0x48356101          1
            TTBR1_EL1      0x1a42000041f16001  1
            """;
    private static final String LPAE = """
            PSR=a0070093 N-C- A svc32
            SCTLR          0x30c5387d          1
            TTBCR          0xb5023500          1
            TTBR0          0x9d000042538e00    1
            TTBR0_EL1      0x42538e00          1
            TTBR1          0x40207000          1
            """;
    private static final String SHORT = """
            PSR=20000010 --C- A NS usr32
            SCTLR_S        0x50078             1
            SCTLR          0xc5387d            1
            DACR           0x55                1
            TTBCR          0x0                 1
            TTBR0_EL1      0x20f0008           1
            TTBR1_EL1      0x4008              1
            """;

    @Test
    void aarch64HasARootAHalf() {
        Told told = told(AARCH64, Aarch64.of(Granule.K4, 52));

        assertThat(told.userMode()).isFalse();
        assertThat(told.roots())
                .containsExactly(
                        new Root("TTBR0_EL1", new PhysAddr(0x48356100), Reach.USER, 4),
                        new Root("TTBR1_EL1", new PhysAddr(0x41f16000), Reach.KERNEL, 5));
    }

    @Test
    void aKernelAtEl2HasItsOwnRegisters() {
        String host = AARCH64.replace("EL1h", "EL2h")
                .replace("814000c5", "814000c9")
                .replace("_EL1 ", "_EL2 ")
                .replace("SCTLR ", "SCTLR_EL2 ");

        assertThat(notTold(host, Aarch64.of(Granule.K4, 52)))
                .isEqualTo("CPU 0: no TCR_EL1, TTBR0_EL1, TTBR1_EL1, SCTLR_EL1");
        assertThat(told(host + "HCR_EL2 0x488000000 1\n", Aarch64.of(Granule.K4, 52))
                        .roots())
                .extracting(Root::register)
                .containsExactly("TTBR0_EL2", "TTBR1_EL2");
    }

    @Test
    void sizesAndGranulesThatContradictTheFilesAreReported() {
        assertThat(notTold(AARCH64, Aarch64.of(Granule.K4, 48)))
                .isEqualTo("CPU 0: TCR_EL1 = 0x95001f6b54c350c in line 3 (T0SZ 12, T1SZ 12) contradicts aarch64,"
                        + " 4 KiB pages, 48-bit VA, which the machine's files tell");
        assertThat(notTold(AARCH64, Aarch64.of(Granule.K16, 52))).contains("contradicts");
        assertThat(notTold(AARCH64.replace("91d", "91c"), Aarch64.of(Granule.K4, 52)))
                .contains("SCTLR.M is clear in line 2");
        assertThat(notTold(AARCH64.replace("8fc74791d", "8fe74791d"), Aarch64.of(Granule.K4, 52)))
                .contains("big-endian");
    }

    @Test
    void longDescriptorsSplitByT1sz() {
        assertThat(told(LPAE, Arm.lpae(VmSplit.G3)).roots())
                .containsExactly(
                        new Root("TTBR0", new PhysAddr(0x42538e00), Reach.USER, 4),
                        new Root("TTBR1", new PhysAddr(0x40207000), Reach.KERNEL, 6));
        assertThat(told(LPAE.replace("b5023500", "b5003500"), Arm.lpae(VmSplit.G3))
                        .roots())
                .containsExactly(new Root("TTBR0", new PhysAddr(0x42538e00), Reach.ALL, 4));
        assertThat(notTold(LPAE + "DACR 0x55 1\n", Arm.shortDescriptor(VmSplit.G3)))
                .contains("TTBCR.EAE of TTBCR = 0xb5023500 in line 3 contradicts arm, short descriptors");
    }

    @Test
    void shortDescriptorsAreTheNonSecureBanks() {
        Told told = told(SHORT, Arm.shortDescriptor(VmSplit.G3));

        assertThat(told.userMode()).isTrue();
        assertThat(told.roots()).containsExactly(new Root("TTBR0_EL1", new PhysAddr(0x20f0000), Reach.ALL, 6));
        assertThat(notTold(SHORT.replace("0xc5387d", "0x45387d"), Arm.shortDescriptor(VmSplit.G3)))
                .contains("SCTLR.XP is clear in line 3");
        assertThat(notTold(SHORT.replace("DACR", "ACR"), Arm.shortDescriptor(VmSplit.G3)))
                .isEqualTo("CPU 0: no DACR");
    }

    private static Told told(String registers, Architecture architecture) {
        return (Told) regime(registers, architecture);
    }

    private static String notTold(String registers, Architecture architecture) {
        return ((NotTold) regime(registers, architecture)).because();
    }

    private static RunningRegime regime(String registers, Architecture architecture) {
        return RegisterRegimes.of(
                CpuRegistersParser.parse(new SourceText("r", registers))
                        .value()
                        .cpus()
                        .get(0),
                architecture,
                Optional.empty());
    }
}
