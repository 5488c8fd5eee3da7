package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** iomem, vmallocinfo and modules: files of addresses. */
class AddressFilesParserTest {

    private static final String IOMEM = """
            00001000-0009fbff : System RAM
            100000000-1bfffffff : System RAM
              100000000-1001fffff : Kernel code
            1c0000000-23fffffff : Persistent Memory
              1c0000000-23fffffff : namespace0.0
                1c0000000-1ffffffff : dax0.0
            ffffffffffff0000-ffffffffffffffff : Reserved
            """;

    private static final String MODULES = """
            virtio_blk 28672 2 - Live 0xffffffffc0245000
            virtio 16384 3 virtio_blk,virtio_pci, Live 0xffffffffc021f000 (OE)
            fixed 4096 1 [permanent], Unloading 0xffffffffc0200000
            old 4096 - - Loading 0x00000000
            """;

    private static Parsed<Iomem> iomem(String text) {
        return IomemParser.parse(new SourceText("proc/iomem", text));
    }

    private static Parsed<VmallocInfo> vmallocinfo(String text) {
        return VmallocInfoParser.parse(new SourceText("proc/vmallocinfo", text));
    }

    private static Parsed<Modules> modules(String text) {
        return ModulesParser.parse(new SourceText("proc/modules", text));
    }

    @Test
    void iomemKeepsTheNesting() {
        Parsed<Iomem> parsed = iomem(IOMEM);

        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.value().ranges()).extracting(IomemRange::depth).containsExactly(0, 0, 1, 0, 1, 2, 0);
        assertThat(parsed.value().systemRam()).hasSize(2);
        IomemRange code = parsed.value().named("Kernel code").get(0);
        assertThat(code.start()).isEqualTo(0x100000000L);
        assertThat(code.sizeBytes()).isEqualTo(0x200000);
        assertThat(code.contains(0x1001fffffL)).isTrue();
        assertThat(code.contains(0x100200000L)).isFalse();
        assertThat(code.line()).isEqualTo(3);
        assertThat(parsed.value().ranges().get(6).contains(-1L)).isTrue();
    }

    @Test
    void iomemIsZeroedForTheUnprivileged() {
        assertThat(iomem(IOMEM).value().isZeroed()).isFalse();
        assertThat(iomem("00000000-00000000 : System RAM\n  00000000-00000000 : Kernel code\n")
                        .value()
                        .isZeroed())
                .isTrue();
    }

    @Test
    void iomemTakesAResourceOfSizeZero() {
        Parsed<Iomem> parsed = iomem("00001000-00000fff : empty\n");

        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.value().ranges().get(0).sizeBytes()).isZero();
    }

    @Test
    void iomemNamesItsDamage() {
        assertDamage(iomem(IOMEM.replace("0009fbff", "0009fbfg")), 1, "00001000-0009fbfg : System RAM");
        assertDamage(iomem(IOMEM.replace("1bfffffff", "0bfffffff")), 2, "100000000-0bfffffff");
        assertDamage(iomem(IOMEM.replace("  100000000", "      100000000")), 3, "Kernel code");
        assertDamage(iomem(IOMEM.replace("  100000000", " 100000000")), 3, "Kernel code");
        assertDamage(iomem(IOMEM.replace(" : Persistent", " Persistent")), 4, "Persistent Memory");
        assertDamage(iomem(IOMEM.replace("ffffffffffffffff", "fffffffffffffffff")), 7, "fffffffffffffffff");
        assertDamage(iomem(IOMEM.substring(0, IOMEM.length() - 3)), 7, "Reserv");
        assertDamage(iomem(""), 0, "an empty file");
    }

    @Test
    void vmallocinfoTellsHashesByTheirDistances() {
        String hashed = """
                0x0000000010158ad2-0x0000000006f4935f   20480 irq_init+0xf0/0x120 vmap
                0x0000000006f4935f-0x00000000411286e8    8192 ioremap phys=0x1ffe1000 ioremap
                """;
        String real = """
                0xffffcd3000000000-0xffffcd3000005000   20480 irq_init+0xf0/0x120 vmap
                0xffffcd3000005000-0xffffcd3000007000    8192 ioremap phys=0x1ffe1000 ioremap
                """;
        String real32 = "0xf0800000-0xf0803000   12288 start_kernel+0x550/0x748 pages=2 vmalloc\n";
        String unready = "0x(____ptrval____)-0x(____ptrval____)   20480 unpurged vm_area\n";
        String unready32 = "0x(ptrval)-0x(ptrval)    8192 memremap+0xa9/0x170 phys=0x000f5000 ioremap\n";
        String zeroed = "0x0000000000000000-0x0000000000000000   20480 irq_init+0xf0/0x120 vmap\n";

        assertThat(vmallocinfo(hashed).value().form()).isEqualTo(VmallocInfo.AddressForm.HASHED);
        assertThat(vmallocinfo(real).value().form()).isEqualTo(VmallocInfo.AddressForm.REAL);
        assertThat(vmallocinfo(real32).value().form()).isEqualTo(VmallocInfo.AddressForm.REAL);
        assertThat(vmallocinfo(unready).value().form()).isEqualTo(VmallocInfo.AddressForm.HIDDEN);
        assertThat(vmallocinfo(unready32).value().form()).isEqualTo(VmallocInfo.AddressForm.HIDDEN);
        assertThat(vmallocinfo(zeroed).value().form()).isEqualTo(VmallocInfo.AddressForm.HIDDEN);
        assertThat(vmallocinfo(hashed).damage()).isEmpty();
        assertThat(vmallocinfo(real).value().areas().get(1).description()).isEqualTo("ioremap phys=0x1ffe1000 ioremap");
    }

    @Test
    void vmallocinfoNamesItsDamage() {
        String real = """
                0xffffcd3000000000-0xffffcd3000005000   20480 a
                0xffffcd3000005000-0xffffcd3000007000    8192 b
                0xffffcd3000008000-0xffffcd300000b000   12288 c
                """;
        assertDamage(vmallocinfo(real.replace(" 8192", " 8193")), 2, "8193 b");
        assertDamage(vmallocinfo(real.replace("12288", "122x8")), 3, "122x8 c");
        assertDamage(vmallocinfo(real.replace("0xffffcd3000000000", "ffffcd3000000000")), 1, "ffffcd3000000000-");
        assertDamage(vmallocinfo(""), 0, "an empty file");
    }

    @Test
    void modulesKeepUsersStateAndTaints() {
        Parsed<Modules> parsed = modules(MODULES);

        assertThat(parsed.damage()).isEmpty();
        KernelModule virtio = parsed.value().named("virtio").orElseThrow();
        assertThat(virtio.users()).containsExactly("virtio_blk", "virtio_pci");
        assertThat(virtio.references()).hasValue(3);
        assertThat(virtio.taints()).isEqualTo("OE");
        assertThat(virtio.address()).isEqualTo(0xffffffffc021f000L);
        assertThat(parsed.value().named("old").orElseThrow().references()).isEmpty();
        assertThat(parsed.value().named("virtio_blk").orElseThrow().users()).isEmpty();
        assertThat(parsed.value().isZeroed()).isFalse();
        assertThat(modules("old 4096 - - Live 0x0000000000000000\n").value().isZeroed())
                .isTrue();
    }

    @Test
    void noModuleIsNoDamage() {
        assertThat(modules("").damage()).isEmpty();
        assertThat(modules("").value().modules()).isEmpty();
    }

    @Test
    void modulesNameTheirDamage() {
        assertDamage(modules(MODULES.replace("16384", "16x84")), 2, "virtio 16x84");
        assertDamage(modules(MODULES.replace("Loading", "Sleeping")), 4, "Sleeping");
        assertDamage(modules(MODULES.substring(0, MODULES.length() - 5)), 4, "old 4096");
    }

    private static void assertDamage(Parsed<?> parsed, int line, String found) {
        assertThat(parsed.damage()).anySatisfy(d -> {
            assertThat(d.line()).isEqualTo(line);
            assertThat(d.found()).contains(found);
        });
    }
}
