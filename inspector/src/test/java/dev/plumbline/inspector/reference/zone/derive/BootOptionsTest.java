package dev.plumbline.inspector.reference.zone.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values by hand from lib/cmdline.c and the handlers of each parameter. */
class BootOptionsTest {

    private static final long MIB = 1L << 20;

    @ParameterizedTest
    @CsvSource({
        "1400M, 1468006400",
        "0x10, 16",
        "010K, 8192",
        "2g, 2147483648",
        "1T, 1099511627776",
        "512, 512",
        "0x, 0",
        "18446744073709551615, -1",
        "abc, 0"
    })
    void aNumberHasABaseAndASuffix(String text, long value) {
        assertThat(MemParse.bytes(text).value()).isEqualTo(value);
    }

    @Test
    void whatStandsBehindTheSuffixIsLeft() {
        assertThat(MemParse.bytes("16M@1G")).isEqualTo(new MemParse(16 * MIB, true, "@1G"));
        assertThat(MemParse.bytes("0xZ")).isEqualTo(new MemParse(0, true, "xZ"));
        assertThat(MemParse.bytes("@1G").digits()).isFalse();
    }

    @Test
    void memAndMemmapKeepTheirOrder() {
        BootOptions options =
                BootOptions.parse("mem=1400M memmap=exactmap memmap=640K@0,64M@1M memmap=4K$0x9f000 mem=512M@16M");

        assertThat(options.edits())
                .containsExactly(
                        new MemoryEdit.Limit(1400 * MIB),
                        new MemoryEdit.Forget(),
                        new MemoryEdit.Add(RamRange.ram(0, 640 << 10)),
                        new MemoryEdit.Add(RamRange.ram(MIB, 65 * MIB)),
                        new MemoryEdit.Add(new RamRange(0x9f000, 0xa0000, RamRange.Kind.RESERVED)),
                        new MemoryEdit.Bank(16 * MIB, 512 * MIB));
        assertThat(options.refused()).isEmpty();
    }

    @Test
    void rangesChangeTheirKind() {
        assertThat(BootOptions.parse(
                                "memmap=1M!4G memmap=1M#3G memmap=8K%0x1000-1+2 memmap=8K%0x1000-1 memmap=8K%0x1000+7")
                        .edits())
                .containsExactly(
                        new MemoryEdit.Add(new RamRange(4L << 30, (4L << 30) + MIB, RamRange.Kind.PROTECTED)),
                        new MemoryEdit.Add(new RamRange(3L << 30, (3L << 30) + MIB, RamRange.Kind.ACPI_TABLES)),
                        new MemoryEdit.Change(
                                0x1000, 0x3000, Optional.of(RamRange.Kind.RAM), Optional.of(RamRange.Kind.RESERVED)),
                        new MemoryEdit.Change(0x1000, 0x3000, Optional.of(RamRange.Kind.RAM), Optional.empty()),
                        new MemoryEdit.Add(new RamRange(0x1000, 0x3000, RamRange.Kind.PERSISTENT)));
    }

    @Test
    void whatTheKernelRefusesHasNoEffectAndIsNamed() {
        BootOptions options = BootOptions.parse(
                "mem=0 mem=much mem=nopentium memmap=@1G memmap=8K%0x1000-1+2x transparent_hugepage=maybe");

        assertThat(options.edits()).isEmpty();
        assertThat(options.refused())
                .containsExactly(
                        "mem=0", "mem=much", "memmap=@1G", "memmap=8K%0x1000-1+2x", "transparent_hugepage=maybe");
        assertThat(options.transparentHugepage()).isEmpty();
    }

    @Test
    void aShareGivenLastWinsAndAnAmountGivenLastForgetsIt() {
        assertThat(BootOptions.parse("kernelcore=1G kernelcore=50%").kernelcore())
                .isEqualTo(new CoreMemory(1L << 30, 50));
        assertThat(BootOptions.parse("kernelcore=50% kernelcore=1G").kernelcore())
                .isEqualTo(new CoreMemory(1L << 30, 0));
        assertThat(BootOptions.parse("kernelcore=mirror").kernelcoreMirror()).isTrue();
        assertThat(new CoreMemory(1L << 30, 50).pages(1001, 4)).isEqualTo(500);
        assertThat(new CoreMemory(1L << 30, 0).pages(1001, 4)).isEqualTo(262144);
    }

    @Test
    void hugePagesTakeTheSizeBeforeThem() {
        BootOptions options = BootOptions.parse(
                "hugepages=16 hugepagesz=1G hugepages=2 hugepagesz=2M hugepages=0:3,1:4 default_hugepagesz=1G");

        assertThat(options.hugePages())
                .containsExactly(new HugePages(0, 16), new HugePages(1L << 30, 2), new HugePages(2 * MIB, 7));
        assertThat(options.defaultHugePageBytes()).contains(1L << 30);
    }

    @Test
    void quotesAndTheEndOfTheKernelsPart() {
        BootOptions options = BootOptions.parse("root=\"a b\" \"movable-node\" crashkernel=128M,high -- mem=1M");

        assertThat(options.value("root")).contains("a b");
        assertThat(options.movableNode()).isTrue();
        assertThat(options.crashkernel()).isEqualTo(List.of("128M,high"));
        assertThat(options.edits()).isEmpty();
        assertThat(BootOptions.none().parameters()).isEmpty();
    }
}
