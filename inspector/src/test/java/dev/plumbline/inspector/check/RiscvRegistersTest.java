package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.check.RunningRegime.NotTold;
import dev.plumbline.inspector.check.RunningRegime.Reach;
import dev.plumbline.inspector.check.RunningRegime.Root;
import dev.plumbline.inspector.check.RunningRegime.Told;
import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.observed.CpuInfo;
import dev.plumbline.inspector.observed.CpuRegistersParser;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.reference.mmu.Access;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.reference.mmu.Walker;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiscvRegistersTest {

    private static final String SV39 = """
             pc       ffffffff80a5a88e
             mstatus  0000000a000000a0
             satp     80a5e0000008834a
            """;

    private static final String PRINTED_BY_GDB = """
            priv           0x0	prv:0 [User/Application]
            menvcfg        0x%x	0
            """;

    private static final String PLAIN = "isa : rv64imafdch_zicntr_sstc\n";

    @Test
    void satpNamesTheRoot() {
        Told told = told(SV39, Riscv.SV39, PLAIN);

        assertThat(told.roots()).containsExactly(new Root("satp", new PhysAddr(0x8834a000L), Reach.ALL, 3));
        assertThat(told.kernel()).isSameAs(told.regime());
        assertThat(told.userMode()).as("by the program counter").isFalse();
        assertThat(told(SV39 + PRINTED_BY_GDB.formatted(0), Riscv.SV39, PLAIN).userMode())
                .isTrue();
    }

    @Test
    void a32BitHartHasItsOwnSatp() {
        String registers = " pc       00010114\n satp     8008834a\n";

        assertThat(told(registers, Riscv.SV32, "isa : rv32imac\n").roots())
                .extracting(Root::table)
                .containsExactly(new PhysAddr(0x8834a000L));
        assertThat(told(registers, Riscv.SV32, "isa : rv32imac\n").userMode()).isTrue();
        assertThat(notTold(" satp     0008834a\n", Riscv.SV32)).contains("satp.MODE is Bare in line 1");
    }

    @Test
    void aModeThatContradictsTheFilesIsReported() {
        assertThat(notTold(SV39, Riscv.SV48))
                .isEqualTo("CPU 0: MODE of satp = 0x80a5e0000008834a in line 3 contradicts riscv64, Sv48,"
                        + " which the machine's files tell");
        assertThat(notTold(SV39.replace("80a5", "00a5"), Riscv.SV39)).contains("satp.MODE is Bare in line 3");
        assertThat(notTold(SV39 + "satp           0x80a5e0000008834b	1\n", Riscv.SV39))
                .contains("satp is 0x80a5e0000008834a in line 3 and 0x80a5e0000008834b in line 4");
        assertThat(notTold(" pc       ffffffff80a5a88e\n", Riscv.SV39)).isEqualTo("CPU 0: no satp");
    }

    /** One leaf each, whose meaning a control bit or an extension decides; loads by the supervisor. */
    @ParameterizedTest
    @CsvSource({
        "0xd7, 0, '', false, SUM is clear",
        "0xd7, 0x40000, '', true,",
        "0xc9, 0, '', false, R is clear",
        "0xc9, 0x80000, '', true,",
        "0x80000000000020c7, 0, '', false, N is reserved",
        "0x80000000000020c7, 0, _svnapot, true,",
        "0x20000000000000c7, 0, '', false, PBMT is reserved",
        "0x20000000000000c7, 0, _svpbmt, true,",
        "0x08000000000000c7, 0, '', false, reserved bits",
        "0x08000000000000c7, 0, _svrsw60t59b, true,",
        "0x7, 0, '', true,",
        "0x7, 0, _svade, false, A is clear",
        "0x7, 0, _svade_svadu, true,"
    })
    void registersAndExtensionsDecideWhatALeafMeans(
            String leaf, String mstatus, String extension, boolean works, String because) {
        String registers = " mstatus  %016x\n satp     8000000000000001\n".formatted(Long.decode(mstatus));
        Told told = told(registers, Riscv.SV39, "isa : rv64imac" + extension + "\n");

        FrameMemory memory = new FrameMemory(12);
        memory.store(new PhysAddr(0x1000), 8, 0x2L << 10 | 1);
        memory.store(new PhysAddr(0x2000), 8, 0x3L << 10 | 1);
        memory.store(new PhysAddr(0x3000), 8, Long.parseUnsignedLong(leaf.substring(2), 16));
        Walk walk =
                new Walker(told.regime(), memory).access(new VirtAddr(0), Access.of(Kind.READ, Privilege.SUPERVISOR));

        assertThat(walk instanceof Walk.Translated).as(walk.toString()).isEqualTo(works);
        if (walk instanceof Walk.Faulted faulted) {
            assertThat(faulted.fault().because()).contains(because);
        }
    }

    @Test
    void menvcfgDecidesOverWhatTheHartCould() {
        String withPbmte = SV39 + PRINTED_BY_GDB.formatted(1L << 62);
        String without = SV39 + PRINTED_BY_GDB.formatted(0L);

        assertThat(pbmtWorks(withPbmte)).isTrue();
        assertThat(pbmtWorks(without)).isFalse();
    }

    private static boolean pbmtWorks(String registers) {
        FrameMemory memory = new FrameMemory(12);
        memory.store(new PhysAddr(0x8834a000L), 8, 0x20000000000000c7L);
        Told told = told(registers, Riscv.SV39, "isa : rv64imac_svpbmt\n");
        return new Walker(told.regime(), memory).translate(new VirtAddr(0)) instanceof Walk.Translated;
    }

    private static Told told(String registers, Riscv scheme, String cpuinfo) {
        return (Told) regime(registers, scheme, cpuinfo);
    }

    private static String notTold(String registers, Riscv scheme) {
        return ((NotTold) regime(registers, scheme, PLAIN)).because();
    }

    private static RunningRegime regime(String registers, Riscv scheme, String cpuinfo) {
        return RegisterRegimes.of(
                CpuRegistersParser.parse(new SourceText("r", registers))
                        .value()
                        .cpus()
                        .get(0),
                scheme,
                Optional.of(
                        CpuInfo.parse(new SourceText("proc/cpuinfo", cpuinfo)).value()));
    }
}
