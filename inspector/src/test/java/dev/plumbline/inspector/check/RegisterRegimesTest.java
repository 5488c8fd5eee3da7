package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.VmSplit;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.check.RunningRegime.NotTold;
import dev.plumbline.inspector.check.RunningRegime.Reach;
import dev.plumbline.inspector.check.RunningRegime.Root;
import dev.plumbline.inspector.check.RunningRegime.Told;
import dev.plumbline.inspector.observed.CpuInfo;
import dev.plumbline.inspector.observed.CpuRegistersParser;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegisterRegimesTest {

    private static final String LONG_MODE =
            "RFL=00000212 [----A--] CPL=3 II=0\nCR0=80050033 CR2=0 CR3=000000000302b000 CR4=00750ef0\nEFER=0000000000000d01\n";

    @Test
    void withoutIsolationThereIsOneRoot() {
        Told told = told(LONG_MODE, X86_64.FOUR_LEVEL, "flags : nx\n");

        assertThat(told.userMode()).isTrue();
        assertThat(told.kernel()).isSameAs(told.regime());
        assertThat(told.roots()).containsExactly(new Root("CR3", new PhysAddr(0x302b000), Reach.ALL, 2));
    }

    @Test
    void withIsolationBit12TellsTheUsersRootFromTheKernels() {
        Told told = told(LONG_MODE, X86_64.FOUR_LEVEL, "flags : nx pti\n");

        assertThat(told.kernel()).isNotSameAs(told.regime());
        assertThat(told.roots())
                .extracting(Root::table, Root::reach)
                .containsExactly(tuple(new PhysAddr(0x302b000), Reach.USER), tuple(new PhysAddr(0x302a000), Reach.ALL));
    }

    @Test
    void aPaeRootMayStandInsideAPage() {
        String registers = "CR0=80050033 CR3=01dbd0a0 CR4=000006b0\nEFER=0000000000000800\n";

        assertThat(told(registers, I386.pae(VmSplit.G3), "flags : nx\n").roots())
                .extracting(Root::table)
                .containsExactly(new PhysAddr(0x1dbd0a0));
        assertThat(notTold(registers, I386.twoLevel(VmSplit.G3)))
                .contains("CR4.PAE of CR4 = 0x6b0 in line 1 contradicts i386, 2-level paging");
    }

    @Test
    void registersThatContradictTheFilesAreReported() {
        assertThat(notTold(LONG_MODE, X86_64.LA57))
                .isEqualTo("CPU 0: CR4.LA57 of CR4 = 0x750ef0 in line 2 contradicts x86_64, 5-level paging,"
                        + " which the machine's files tell");
        assertThat(notTold(LONG_MODE, I386.pae(VmSplit.G3))).contains("EFER.LMA of EFER = 0xd01 in line 3");
        assertThat(notTold(LONG_MODE.replace("CR0=8", "CR0=0"), X86_64.FOUR_LEVEL))
                .contains("CR0.PG is clear in line 2");
        assertThat(notTold(LONG_MODE + "cr3            0x302c000 50511872\n", X86_64.FOUR_LEVEL))
                .contains("cr3 is 0x302b000 in line 2 and 0x302c000 in line 4");
    }

    @Test
    void whatIsNotPrintedIsNamed() {
        assertThat(notTold("CR0=80050033 CR2=0\n", X86_64.FOUR_LEVEL)).isEqualTo("CPU 0: no CR3, CR4, EFER");
    }

    private static Told told(String registers, Architecture architecture, String cpuinfo) {
        return (Told) regime(registers, architecture, cpuinfo);
    }

    private static String notTold(String registers, Architecture architecture) {
        return ((NotTold) regime(registers, architecture, "flags : nx\n")).because();
    }

    private static RunningRegime regime(String registers, Architecture architecture, String cpuinfo) {
        return RegisterRegimes.of(
                CpuRegistersParser.parse(new SourceText("r", registers))
                        .value()
                        .cpus()
                        .get(0),
                architecture,
                Optional.of(
                        CpuInfo.parse(new SourceText("proc/cpuinfo", cpuinfo)).value()));
    }
}
