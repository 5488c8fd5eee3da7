package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.observed.CpuRegisters.Cpu;
import dev.plumbline.inspector.observed.CpuRegisters.Printer;
import dev.plumbline.inspector.observed.CpuRegisters.Register;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected values are read off the captures' texts by eye. */
class CpuRegistersTest {

    static Stream<SourceText> everyRegisterFile() {
        return CaptureZip.all()
                .map(c -> new CaptureZip(Captures.image(c.name())))
                .flatMap(c -> c.paths("mmu/registers").stream().map(c::text));
    }

    @ParameterizedTest
    @MethodSource("everyRegisterFile")
    void everyRegisterFileIsReadWithoutDamage(SourceText file) {
        Parsed<CpuRegisters> parsed = CpuRegistersParser.parse(file);

        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.value().cpus()).isNotEmpty().allSatisfy(c -> assertThat(
                        Stream.of("CR3", "satp", "TTBR0_EL1").flatMap(n -> c.register(n).stream()))
                .hasSize(1));
    }

    @Test
    void theMonitorsAssignmentsAreRead() {
        Cpu cpu = only("x86_64-4level-pti", "mmu/registers.txt");

        assertThat(value(cpu, "CR3")).isEqualTo(0x302b000);
        assertThat(value(cpu, "CR4")).isEqualTo(0x750ef0);
        assertThat(value(cpu, "EFER")).isEqualTo(0xd01);
        assertThat(value(cpu, "CPL")).isEqualTo(3);
        assertThat(value(cpu, "R8")).isEqualTo(0x4a9320);
        assertThat(value(cpu, "GDT")).isEqualTo(0xfffffe0000001000L);
        assertThat(cpu.register("cr3").orElseThrow().line()).isEqualTo(18);
    }

    @Test
    void columnsAndADebuggersListAreRead() {
        Cpu cpu = only("riscv64-6.12-sv57", "mmu/registers.txt");

        assertThat(cpu.all("satp"))
                .extracting(Register::value, Register::printer)
                .containsExactly(tuple(0xa142200000082c9eL, Printer.MONITOR), tuple(0xa142200000082c9eL, Printer.GDB));
        assertThat(value(cpu, "x4")).isEqualTo(0xff60000002c8b900L);
        assertThat(value(cpu, "V")).isZero();
        assertThat(value(cpu, "priv")).isEqualTo(1);
        Cpu arm = only("armhf-6.1-armmp-lpae", "mmu/registers-usermode.txt");
        assertThat(value(arm, "TTBR0")).isEqualTo(0x9d000042538e00L);
        assertThat(value(arm, "PSR")).isEqualTo(0x80070030L);
    }

    @Test
    void processorsAreApart() {
        CpuRegisters all = CpuRegistersParser.parse(
                        new CaptureZip(Captures.image("x86_64-numa-6g")).text("mmu/registers-all-cpus.txt"))
                .value();

        assertThat(all.cpus()).extracting(Cpu::number).containsExactly(0, 1);
        assertThat(value(all.cpu(0).orElseThrow(), "CR3")).isEqualTo(0x6736000);
        assertThat(value(all.cpu(1).orElseThrow(), "CR3")).isEqualTo(0x674c000);
        assertThat(all.cpu(2)).isEmpty();
    }

    @Test
    void aDebuggersListWithoutHeadingIsTheFirstProcessors() {
        CpuRegisters all = CpuRegistersParser.parse(
                        new SourceText("r", "CPU#0\nCR3=10\nCPU#1\nCR3=20\ncr3            0x10  16\ncr9 0x5 5\n"))
                .value();

        assertThat(all.cpu(0).orElseThrow().all("CR3")).hasSize(2);
        assertThat(value(all.cpu(0).orElseThrow(), "cr9")).isEqualTo(5);
        assertThat(all.cpu(1).orElseThrow().all("CR3")).hasSize(1);
    }

    @Test
    void vectorsAndUnknownLinesAreKept() {
        Parsed<CpuRegisters> parsed = CpuRegistersParser.parse(new SourceText(
                "r", "(qemu) info registers\nPC=10\nZ00=00000000000000000000000000000001\nd0 {u8 = {0x0}}\n"));

        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.unknown())
                .containsExactly("(qemu) info registers", "Z00=00000000000000000000000000000001", "d0 {u8 = {0x0}}");
        assertThat(parsed.value().cpus()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CR0=80050033 CR3=00zz CR4=0\n",
                "cr3            0x3g 1\n",
                " satp     80a5e0000008834x\n",
                "CR0=80050033 CR3=000000000",
                ""
            })
    void damageIsNamed(String text) {
        List<Damage> damage = CpuRegistersParser.parse(new SourceText("mmu/registers.txt", text))
                .damage();

        assertThat(damage).hasSize(1);
        assertThat(damage.get(0).path()).isEqualTo("mmu/registers.txt");
    }

    private static Cpu only(String capture, String path) {
        List<Cpu> cpus = CpuRegistersParser.parse(new CaptureZip(Captures.image(capture)).text(path))
                .value()
                .cpus();
        assertThat(cpus).hasSize(1);
        return cpus.get(0);
    }

    private static long value(Cpu cpu, String name) {
        return cpu.register(name).orElseThrow().value();
    }
}
