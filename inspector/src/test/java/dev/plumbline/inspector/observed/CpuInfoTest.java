package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The styles that the captures do not have: s390, ppc64, mips and 32-bit arm with several processors. */
class CpuInfoTest {

    private static CpuInfo parse(String text) {
        Parsed<CpuInfo> parsed = CpuInfo.parse(new SourceText("proc/cpuinfo", text));
        assertThat(parsed.damage()).isEmpty();
        return parsed.value();
    }

    /** arch/s390/kernel/processor.c: a summary with a line a processor, then a block a processor. */
    @Test
    void s390() {
        CpuInfo cpuinfo = parse("""
                vendor_id       : IBM/S390
                # processors    : 2
                bogomips per cpu: 3033.00
                features	: esan3 zarch stfle msa edat
                facilities      : 0 1 2 3 4
                processor 0: version = FF,  identification = 000000,  machine = 2964
                processor 1: version = FF,  identification = 000001,  machine = 2964

                cpu number      : 0
                version         : FF

                cpu number      : 1
                version         : FF

                """);

        assertThat(cpuinfo.processors()).isEqualTo(2);
        assertThat(cpuinfo.words("features")).contains("edat");
        assertThat(cpuinfo.value("processor 1")).isPresent();
        assertThat(cpuinfo.blocks()).hasSize(3);
        assertThat(cpuinfo.blocks().get(2).line()).isEqualTo(12);
    }

    /** A machine that does not tell its clock prints the summary alone. */
    @Test
    void s390WithoutBlocks() {
        CpuInfo cpuinfo = parse("""
                vendor_id       : IBM/S390
                processor 0: version = 00,  identification = 000000,  machine = 8561
                """);

        assertThat(cpuinfo.processors()).isEqualTo(1);
        assertThat(cpuinfo.blocks()).hasSize(1);
    }

    /** arch/powerpc/kernel/setup-common.c: the machine comes last. */
    @Test
    void ppc64() {
        CpuInfo cpuinfo = parse("""
                processor	: 0
                cpu		: POWER9 (architected), altivec supported
                clock		: 2200.000000MHz

                timebase	: 512000000
                platform	: pSeries
                MMU		: Radix
                """);

        assertThat(cpuinfo.processors()).isEqualTo(1);
        assertThat(cpuinfo.value("MMU")).hasValue("Radix");
    }

    /** arch/mips/kernel/proc.c: the machine stands in the first processor's block. */
    @Test
    void mips() {
        CpuInfo cpuinfo = parse("""
                system type		: MIPS Malta
                machine			: mti,malta
                processor		: 0
                cpu model		: MIPS 5KE
                tlb_entries		: 48

                processor		: 1
                cpu model		: MIPS 5KE

                """);

        assertThat(cpuinfo.processors()).isEqualTo(2);
        assertThat(cpuinfo.value("tlb_entries")).hasValue("48");
    }

    @Test
    void arm() {
        CpuInfo cpuinfo = parse("processor\t: 0\nFeatures\t: half lpae\n\nprocessor\t: 1\n\nHardware\t: Generic\n");

        assertThat(cpuinfo.processors()).isEqualTo(2);
        assertThat(cpuinfo.words("Features")).containsExactly("half", "lpae");
        assertThat(cpuinfo.words("absent")).isEmpty();
    }

    @Test
    void keepsLinesWithoutAKey() {
        Parsed<CpuInfo> parsed = CpuInfo.parse(new SourceText("proc/cpuinfo", "processor\t: 0\nstrange\n"));

        assertThat(parsed.unknown()).containsExactly("strange");
        assertThat(parsed.damage()).isEmpty();
    }

    @Test
    void namesItsDamage() {
        assertThat(CpuInfo.parse(new SourceText("proc/cpuinfo", "")).damage()).hasSize(1);
        assertThat(CpuInfo.parse(new SourceText("proc/cpuinfo", "\n\n")).damage())
                .hasSize(1);
        assertThat(CpuInfo.parse(new SourceText("proc/cpuinfo", "processor\t: 0\nmodel na"))
                        .damage())
                .singleElement()
                .satisfies(d -> assertThat(d.line()).isEqualTo(2));
    }
}
