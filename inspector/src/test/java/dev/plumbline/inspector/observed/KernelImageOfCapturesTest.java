package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.observed.Kallsyms.Kind;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the kernel's parts are, by several of its files and by the constants its own module printed. */
class KernelImageOfCapturesTest {

    private static final Set<String> NAMES = Set.of("_stext", "_text", "_end", "swapper_pg_dir", "__per_cpu_start");

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void kallsymsCountsEveryLineAndKeepsWhatWasAskedFor(CaptureZip capture) throws IOException {
        Kallsyms kallsyms = kallsyms(capture);
        SourceText text = capture.text("proc/kallsyms");

        assertThat(kallsyms.count())
                .isEqualTo(text.text().chars().filter(c -> c == '\n').count());
        assertThat(kallsyms.isZeroed()).isFalse();
        assertThat(kallsyms.addressBits()).isEqualTo(capture.is32Bit() ? 32 : 64);
        assertThat(kallsyms.found().keySet()).isSubsetOf(NAMES).contains("_stext");
        KernelSymbol stext = kallsyms.core("_stext").orElseThrow();
        assertThat(text.lines().get(stext.line() - 1))
                .isEqualTo("%0" + kallsyms.addressBits() / 4 + "x T _stext", stext.address());
    }

    /** arch/arm64/kernel/module.c: with KASLR, modules may be placed near the image, in vmalloc space. */
    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void modulesLieWhereModulesMayLieAndTheImageAmongKernelAddresses(CaptureZip capture) throws IOException {
        Kallsyms kallsyms = kallsyms(capture);
        boolean isArm64 = capture.name().startsWith("arm64");
        AddressRange area = AddressRange.of(
                capture.oracle("MODULES_VADDR").orElseThrow(),
                capture.oracle(isArm64 ? "VMALLOC_END" : "MODULES_END").orElseThrow());
        SymbolExtent modules = kallsyms.extent(Kind.MODULE).orElseThrow();
        assertThat(area.contains(new VirtAddr(modules.lowest().address())))
                .as("%s", modules.lowest())
                .isTrue();
        assertThat(area.contains(new VirtAddr(modules.highest().address())))
                .as("%s", modules.highest())
                .isTrue();

        SymbolExtent core = kallsyms.extent(Kind.CORE).orElseThrow();
        VirtAddr lowestOfKernel =
                new VirtAddr(capture.is32Bit() ? capture.oracle("PAGE_OFFSET").orElseThrow() : Long.MIN_VALUE);
        assertThat(new VirtAddr(core.lowest().address()))
                .as("%s", core.lowest())
                .isGreaterThan(lowestOfKernel);
    }

    /** x86-64 links its per-CPU area at zero before 6.15; nothing else has absolute symbols there. */
    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void zeroBasedPerCpuOffsetsAreNoAddresses(CaptureZip capture) throws IOException {
        Kallsyms kallsyms = kallsyms(capture);
        boolean isX86With64Bits = capture.name().startsWith("x86_64");

        assertThat(kallsyms.extent(Kind.ABSOLUTE).isPresent()).isEqualTo(isX86With64Bits);
        kallsyms.extent(Kind.ABSOLUTE).ifPresent(e -> {
            assertThat(e.lowest().address()).isZero();
            assertThat(e.count())
                    .isEqualTo(capture.text("proc/kallsyms")
                            .text()
                            .lines()
                            .filter(l -> l.startsWith("0000000000"))
                            .count());
        });
    }

    static Stream<CaptureZip> withKcore() {
        return CaptureZip.all().filter(c -> c.bytes("proc/kcore.headers").isPresent());
    }

    /** arch/arm has no CONFIG_PROC_KCORE by default; every other captured kernel has it. */
    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void onlyArmHasNoKcore(CaptureZip capture) {
        assertThat(capture.bytes("proc/kcore.headers").isEmpty())
                .isEqualTo(capture.toString().startsWith("arm")
                        && !capture.toString().startsWith("arm64"));
    }

    @ParameterizedTest
    @MethodSource("withKcore")
    void kcoreNamesVmallocAsTheKernelDoes(CaptureZip capture) throws IOException {
        KcoreHeaders kcore = kcore(capture);
        long vmallocStart = capture.oracle("VMALLOC_START").orElseThrow();

        assertThat(kcore.addressBits()).isEqualTo(capture.is32Bit() ? 32 : 64);
        assertThat(kcore.byteOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(kcore.segments())
                .filteredOn(s -> s.virtualAddress() == vmallocStart)
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.end()).isEqualTo(capture.oracle("VMALLOC_END").orElseThrow());
                    assertThat(s.physicalAddress()).isEmpty();
                });
        assertThat(kcore.containing(capture.oracle("MODULES_VADDR").orElseThrow()))
                .isNotEmpty();
    }

    /** fs/proc/kcore.c: the image has a segment of its own where it is not part of the direct map. */
    @ParameterizedTest
    @MethodSource("withKcore")
    void kcoreKallsymsAndIomemAgreeOnWhereTheImageIs(CaptureZip capture) throws IOException {
        KcoreHeaders kcore = kcore(capture);
        VmcoreInfo info = kcore.vmcoreInfo().orElseThrow();
        Kallsyms kallsyms = kallsyms(capture);
        KernelSymbol stext = kallsyms.core("_stext").orElseThrow();

        assertThat(info.symbol("_stext")).hasValue(stext.address());
        kallsyms.core("swapper_pg_dir")
                .ifPresent(s -> assertThat(info.symbol("swapper_pg_dir")).hasValue(s.address()));
        KcoreSegment image = kcore.containing(stext.address()).get(0);
        long physical = image.physicalAddress().orElseThrow() + stext.address() - image.virtualAddress();
        IomemRange code = iomem(capture).named("Kernel code").get(0);
        assertThat(code.contains(physical))
                .as("_stext at physical %x in %s", physical, code)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("withKcore")
    void vmcoreInfoKnowsThePageSizeAndTheRelease(CaptureZip capture) {
        VmcoreInfo info = kcore(capture).vmcoreInfo().orElseThrow();

        assertThat(info.pageSizeBytes()).isEqualTo(capture.oracle("PAGE_SIZE"));
        assertThat(info.value("OSRELEASE"))
                .hasValue(capture.text("proc/sys/kernel/osrelease").text().strip());
        assertThat(info.size("page").getAsLong())
                .isEqualTo(capture.oracle(
                                capture.name().startsWith("arm64")
                                                || capture.name().startsWith("riscv")
                                        ? "sizeof_struct_page"
                                        : "sizeof(struct page)")
                        .orElseThrow());
    }

    /** dmesg's "Memory:" line counts the present pages: whole pages inside RAM. */
    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void iomemsRamIsWhatTheKernelCountedAtBoot(CaptureZip capture) {
        long pageSize = capture.oracle("PAGE_SIZE").orElseThrow();
        long ramKib = iomem(capture).systemRam().stream()
                        .mapToLong(r -> (r.endInclusive() + 1) / pageSize - (r.start() + pageSize - 1) / pageSize)
                        .sum()
                * pageSize
                / 1024;

        String counted =
                capture.grep("dmesg.txt", "Memory: \\d+K/(\\d+)K available").orElseThrow();

        assertThat(ramKib).isEqualTo(Long.parseLong(counted));
        assertThat(iomem(capture).isZeroed()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void vmallocAddressesAreHashedUnlessKptrRestrictIsOne(CaptureZip capture) {
        VmallocInfo first =
                VmallocInfoParser.parse(capture.text("proc/vmallocinfo")).value();
        String restrict = capture.text("proc/sys/kernel/kptr_restrict").text().strip();

        if (restrict.equals("0")) {
            assertThat(first.form()).isIn(VmallocInfo.AddressForm.HASHED, VmallocInfo.AddressForm.HIDDEN);
        } else {
            assertAddressesAreReal(capture, first);
        }
        if (!capture.paths("again/kptr_restrict-1/proc/vmallocinfo").isEmpty()) {
            assertAddressesAreReal(
                    capture,
                    VmallocInfoParser.parse(capture.text("again/kptr_restrict-1/proc/vmallocinfo"))
                            .value());
        }
    }

    private static void assertAddressesAreReal(CaptureZip capture, VmallocInfo info) {
        long modules = capture.oracle("MODULES_VADDR").orElseThrow();
        long vmalloc = capture.oracle("VMALLOC_START").orElseThrow();
        assertThat(info.form()).isEqualTo(VmallocInfo.AddressForm.REAL);
        assertThat(info.areas()).isNotEmpty().allSatisfy(area -> {
            long start = area.start().orElseThrow();
            long lowest = Long.compareUnsigned(modules, vmalloc) < 0 ? modules : vmalloc;
            assertThat(Long.compareUnsigned(start, lowest)).isNotNegative();
            assertThat(area.end().orElseThrow() - start).isEqualTo(area.sizeBytes());
        });
    }

    /** Some captures hold sys/module as well, with each module's size. */
    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void modulesAreThoseThatHaveSymbols(CaptureZip capture) {
        Modules modules = ModulesParser.parse(capture.text("proc/modules")).value();
        Set<String> withSymbols = Pattern.compile("\t\\[([a-z][a-z0-9_]*)\\]$", Pattern.MULTILINE)
                .matcher(capture.text("proc/kallsyms").text())
                .results()
                .map(m -> m.group(1))
                .filter(name -> !name.equals("bpf"))
                .collect(Collectors.toSet());

        assertThat(modules.modules())
                .extracting(KernelModule::name)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(withSymbols);
        assertThat(modules.modules()).allSatisfy(m -> {
            assertThat(m.state()).isEqualTo("Live");
            String size = "sys/module/" + m.name() + "/coresize";
            capture.bytes(size).ifPresent(b -> assertThat(Long.toString(m.sizeBytes()))
                    .isEqualTo(SourceText.of(size, b).text().strip()));
        });
    }

    private static Kallsyms kallsyms(CaptureZip capture) throws IOException {
        byte[] bytes = capture.bytes("proc/kallsyms").orElseThrow();
        return KallsymsParser.parse("proc/kallsyms", new ByteArrayInputStream(bytes), NAMES::contains)
                .value();
    }

    private static KcoreHeaders kcore(CaptureZip capture) {
        return KcoreParser.parse(
                        "proc/kcore.headers",
                        capture.bytes("proc/kcore.headers").orElseThrow())
                .value();
    }

    private static Iomem iomem(CaptureZip capture) {
        return IomemParser.parse(capture.text("proc/iomem")).value();
    }
}
