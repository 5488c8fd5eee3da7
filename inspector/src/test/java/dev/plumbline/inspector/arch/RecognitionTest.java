package dev.plumbline.inspector.arch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The facts are what kernels of these architectures print; each test leaves out what would make it easy. */
class RecognitionTest {

    private static final MachineFacts NOTHING = new MachineFacts(
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            Map.of(),
            List.of(),
            Map.of(),
            Optional.empty(),
            Map.of(),
            List.of());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Linux version 6.1.0-50-s390x (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0) 12.2.0) #1 SMP | s390x
                    Linux version 6.12.0-powerpc64le (build@host) (powerpc64le-linux-gnu-gcc-14 (Debian 14.2.0-19) 14.2.0) #1 SMP | ppc64
                    Linux version 6.12.0-5kc-malta (build@host) (mips64el-linux-gnuabi64-gcc-12 (Debian) 12.2.0) #1 SMP | mips
                    Linux version 6.12.0-loong64 (build@host) (loongarch64-linux-gnu-gcc-14 14.2.0) #1 SMP | loongarch64
                    Linux version 6.12.0-sparc64-smp (build@host) (sparc64-linux-gnu-gcc-14 14.2.0) #1 SMP | sparc64
                    """)
    void familiesWithoutAReferenceAreNamedByTheVersionAlone(String banner, String name) {
        Recognition recognition = Architectures.recognise(version(NOTHING, banner));
        assertThat(recognition).isInstanceOfSatisfying(Recognition.Unsupported.class, other -> assertThat(other.name())
                .isEqualTo(name));
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIG_S390, s390x",
        "CONFIG_PPC64, ppc64",
        "CONFIG_MIPS, mips",
        "CONFIG_LOONGARCH, loongarch64",
        "CONFIG_ALPHA, alpha"
    })
    void familiesWithoutAReferenceAreNamedByTheirOptions(String option, String name) {
        MachineFacts facts = config(NOTHING, Map.of(option, "y", "CONFIG_64BIT", "y"));
        assertThat(Architectures.recognise(facts))
                .isInstanceOfSatisfying(Recognition.Unsupported.class, other -> assertThat(other.name())
                        .isEqualTo(name));
    }

    @Test
    void unameNamesAFamilyMoreExactlyThanItsOptions() {
        MachineFacts facts = uname(config(NOTHING, Map.of("CONFIG_PPC64", "y")), "ppc64le");
        assertThat(Architectures.recognise(facts))
                .isInstanceOfSatisfying(Recognition.Unsupported.class, other -> assertThat(other.name())
                        .isEqualTo("ppc64le"));
    }

    @Test
    void nothingIsUnknownAndSaysWhatIsMissing() {
        assertThat(Architectures.recognise(NOTHING))
                .isInstanceOfSatisfying(Recognition.Unknown.class, unknown -> assertThat(unknown.missing())
                        .contains("proc/version"));
    }

    @Test
    void fiveLevelsAreProvedByAUserMappingAbove47Bits() {
        MachineFacts facts = highest(uname(NOTHING, "x86_64"), 0x00ff_ffff_ffff_f000L);
        assertThat(architecture(facts)).isEqualTo(X86_64.LA57);
        assertThat(architecture(highest(facts, 0x7fff_ffff_f000L))).isEqualTo(X86_64.FOUR_LEVEL);
    }

    @Test
    void fiveLevelsAreProvedByTheDirectMap() {
        MachineFacts facts = segments(uname(NOTHING, "x86_64"), 0xffffffff81000000L, 0xff11000000001000L);
        assertThat(architecture(facts)).isEqualTo(X86_64.LA57);
        assertThat(architecture(segments(facts, 0xffffffff81000000L, 0xffff888000001000L)))
                .isEqualTo(X86_64.FOUR_LEVEL);
    }

    @Test
    void a52BitKernelOnHardwareWithout52BitsUses48Or47() {
        MachineFacts built =
                config(uname(NOTHING, "aarch64"), Map.of("CONFIG_ARM64_4K_PAGES", "y", "CONFIG_ARM64_VA_BITS", "52"));
        Map<String, String> small = Map.of("NUMBER(VA_BITS)", "52", "NUMBER(TCR_EL1_T1SZ)", "0x10");
        assertThat(architecture(note(built, small))).isEqualTo(Aarch64.of(Granule.K4, 48, 52));
        MachineFacts built16 =
                config(uname(NOTHING, "aarch64"), Map.of("CONFIG_ARM64_16K_PAGES", "y", "CONFIG_ARM64_VA_BITS", "52"));
        assertThat(architecture(segments(built16, 0xffff_8000_0000_0000L))).isEqualTo(Aarch64.of(Granule.K16, 47, 52));
        assertThat(architecture(highest(built16, 1L << 52))).isEqualTo(Aarch64.of(Granule.K16, 52));
    }

    @ParameterizedTest
    @CsvSource({"0xbed3f000, 0xc0000000", "0xaed3f000, 0xb0000000", "0x7ed3f000, 0x80000000", "0x3ed3f000, 0x40000000"})
    void withoutOptionsTheStackTellsTheSplitOfArm(String highest, String pageOffset) {
        MachineFacts facts = highest(
                version(uname(NOTHING, "armv7l"), "Linux version 6.1.0-50-armmp (a) (b) #1"), Long.decode(highest));
        assertThat(architecture(facts)).isEqualTo(Arm.shortDescriptor(new VmSplit(Long.decode(pageOffset))));
    }

    @Test
    void theInitialPageDirectoryTellsLpae() {
        MachineFacts arm = uname(NOTHING, "armv7l");
        assertThat(architecture(symbol(arm, "swapper_pg_dir", 0xc0003000L))).isEqualTo(Arm.lpae(VmSplit.G3));
        assertThat(architecture(symbol(arm, "swapper_pg_dir", 0x80004000L))).isEqualTo(Arm.shortDescriptor(VmSplit.G2));
    }

    @ParameterizedTest
    @CsvSource({"rv64imafdc, sv48, SV48", "rv64imafdc, sv57, SV57", "rv64imafdc, sv39, SV39", "rv32imac, sv32, SV32"})
    void cpuinfoTellsTheSchemeOfRiscv(String isa, String mmu, String expected) {
        Recognition recognition = Architectures.recognise(cpuinfo(NOTHING, Map.of("isa", isa, "mmu", mmu)));
        assertThat(recognition).isInstanceOfSatisfying(Recognition.Recognised.class, r -> assertThat(
                        r.architecture().variant())
                .isEqualToIgnoringCase(expected));
    }

    @Test
    void aRiscvStackBelow47BitsDoesNotTellSv48FromSv57() {
        MachineFacts facts = highest(uname(NOTHING, "riscv64"), 0x7fff_ffff_f000L);
        assertThat(Architectures.recognise(facts)).isInstanceOf(Recognition.Unknown.class);
        assertThat(architecture(highest(facts, 0x3f_ffff_f000L))).isEqualTo(Riscv.SV39);
    }

    private static Architecture architecture(MachineFacts facts) {
        Recognition recognition = Architectures.recognise(facts);
        assertThat(recognition).isInstanceOf(Recognition.Recognised.class);
        return ((Recognition.Recognised) recognition).architecture();
    }

    private static MachineFacts version(MachineFacts f, String banner) {
        return copy(
                f,
                f.config(),
                Optional.of(banner),
                f.machine(),
                f.cpuinfo(),
                f.vmcoreInfo(),
                f.highestUserEnd(),
                f.kernelSymbols(),
                f.kernelSegments());
    }

    private static MachineFacts config(MachineFacts f, Map<String, String> config) {
        return copy(
                f,
                config,
                f.version(),
                f.machine(),
                f.cpuinfo(),
                f.vmcoreInfo(),
                f.highestUserEnd(),
                f.kernelSymbols(),
                f.kernelSegments());
    }

    private static MachineFacts uname(MachineFacts f, String machine) {
        return copy(
                f,
                f.config(),
                f.version(),
                Optional.of(machine),
                f.cpuinfo(),
                f.vmcoreInfo(),
                f.highestUserEnd(),
                f.kernelSymbols(),
                f.kernelSegments());
    }

    private static MachineFacts cpuinfo(MachineFacts f, Map<String, String> cpuinfo) {
        return copy(
                f,
                f.config(),
                f.version(),
                f.machine(),
                cpuinfo,
                f.vmcoreInfo(),
                f.highestUserEnd(),
                f.kernelSymbols(),
                f.kernelSegments());
    }

    private static MachineFacts note(MachineFacts f, Map<String, String> note) {
        return copy(
                f,
                f.config(),
                f.version(),
                f.machine(),
                f.cpuinfo(),
                note,
                f.highestUserEnd(),
                f.kernelSymbols(),
                f.kernelSegments());
    }

    private static MachineFacts highest(MachineFacts f, long end) {
        return copy(
                f,
                f.config(),
                f.version(),
                f.machine(),
                f.cpuinfo(),
                f.vmcoreInfo(),
                Optional.of(new VirtAddr(end)),
                f.kernelSymbols(),
                f.kernelSegments());
    }

    private static MachineFacts symbol(MachineFacts f, String name, long address) {
        return copy(
                f,
                f.config(),
                f.version(),
                f.machine(),
                f.cpuinfo(),
                f.vmcoreInfo(),
                f.highestUserEnd(),
                Map.of(name, new VirtAddr(address)),
                f.kernelSegments());
    }

    private static MachineFacts segments(MachineFacts f, long first, long... more) {
        List<VirtAddr> all = new ArrayList<>(List.of(new VirtAddr(first)));
        for (long address : more) {
            all.add(new VirtAddr(address));
        }
        return copy(
                f,
                f.config(),
                f.version(),
                f.machine(),
                f.cpuinfo(),
                f.vmcoreInfo(),
                f.highestUserEnd(),
                f.kernelSymbols(),
                all);
    }

    private static MachineFacts copy(
            MachineFacts f,
            Map<String, String> config,
            Optional<String> version,
            Optional<String> machine,
            Map<String, String> cpuinfo,
            Map<String, String> note,
            Optional<VirtAddr> highest,
            Map<String, VirtAddr> symbols,
            List<VirtAddr> segments) {
        return new MachineFacts(
                config,
                version,
                machine,
                f.elfMachine(),
                f.pageSizeBytes(),
                cpuinfo,
                f.meminfoKeys(),
                note,
                highest,
                symbols,
                segments);
    }
}
