package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the kernel was built and started with, by several of its files. */
class BootFilesOfCapturesTest {

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void configHasEveryOptionOfTheFile(CaptureZip capture) {
        SourceText file = configFile(capture);
        KernelConfig config = KernelConfigParser.parse(file).value();
        long set = file.lines().stream().filter(l -> l.startsWith("CONFIG_")).count();
        long notSet =
                file.lines().stream().filter(l -> l.endsWith(" is not set")).count();
        long yes = file.lines().stream().filter(l -> l.endsWith("=y")).count();

        assertThat(config.values()).hasSize((int) (set + notSet));
        assertThat(config.values().keySet().stream().filter(config::isYes)).hasSize((int) yes);
        assertThat(config.isYes("PROC_FS")).isTrue();
        assertThat(config.isYes("CONFIG_PROC_FS")).isTrue();
        assertThat(file.lines().get(config.lineOf("CONFIG_PROC_FS") - 1)).isEqualTo("CONFIG_PROC_FS=y");
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void configGivesThePageSizeAndTheLevelsOfPageTables(CaptureZip capture) {
        KernelConfig config = KernelConfigParser.parse(configFile(capture)).value();
        long pageSize = capture.oracle("PAGE_SIZE").orElseThrow();
        boolean isArm64 = config.isYes("ARM64");

        assertThat(config.isYes("ARM64_16K_PAGES")).isEqualTo(isArm64 && pageSize == 16384);
        assertThat(config.isYes("ARM64_4K_PAGES")).isEqualTo(isArm64 && pageSize == 4096);
        capture.oracle("CONFIG_PGTABLE_LEVELS")
                .ifPresent(l -> assertThat(config.number("PGTABLE_LEVELS")).hasValue(l));
        assertThat(config.isYes("64BIT")).isEqualTo(!capture.is32Bit());
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void aCompressedConfigIsTheSameConfig(CaptureZip capture) throws IOException {
        SourceText file = configFile(capture);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(file.text().getBytes(StandardCharsets.ISO_8859_1));
        }

        Parsed<KernelConfig> parsed = KernelConfigParser.parse("proc/config.gz", packed.toByteArray());

        assertThat(parsed).isEqualTo(KernelConfigParser.parse(file));
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void versionLogAndSysctlNameTheSameRelease(CaptureZip capture) {
        KernelVersion version =
                KernelVersion.parse(capture.text("proc/version")).value();
        KernelLog log = KernelLog.parse(capture.text("dmesg.txt")).value();

        assertThat(version.release())
                .isEqualTo(Sysctl.parseText(capture.text("proc/sys/kernel/osrelease"))
                        .value()
                        .text());
        assertThat(log.first(Pattern.compile("Linux version .*")).orElseThrow().text())
                .isEqualTo(version.banner());
        assertThat(version.release())
                .startsWith(version.major().getAsInt() + "." + version.minor().getAsInt() + ".");
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void theLogRepeatsTheCommandLineAndItsTimesAscend(CaptureZip capture) {
        String cmdline = String.join(
                " ",
                KernelCommandLine.parse(capture.text("proc/cmdline")).value().words());
        KernelLog log = KernelLog.parse(capture.text("dmesg.txt")).value();

        assertThat(log.first(Pattern.compile("Kernel command line: .*"))
                        .orElseThrow()
                        .text()
                        .strip())
                .endsWith(cmdline);
        assertThat(log.lines()).hasSameSizeAs(capture.text("dmesg.txt").lines());
        List<Double> times = log.lines().stream()
                .flatMapToDouble(l -> l.seconds().stream())
                .boxed()
                .toList();
        assertThat(times).hasSizeGreaterThan(100).startsWith(0.0);
        assertThat(log.lines()).noneMatch(l -> l.text().matches("\\[ *[0-9]+\\.[0-9]+\\].*"));
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void cpuinfoHasAsManyProcessorsAsInterrupts(CaptureZip capture) {
        CpuInfo cpuinfo = CpuInfo.parse(capture.text("proc/cpuinfo")).value();
        String columns = capture.text("proc/interrupts").lines().get(0);
        long cpus = Pattern.compile("CPU[0-9]+").matcher(columns).results().count();

        assertThat(cpuinfo.processors()).isEqualTo((int) cpus);
        if (capture.name().startsWith("x86_64")) {
            assertThat(cpuinfo.words("flags").contains("la57"))
                    .isEqualTo(capture.oracle("pgtable_l5_enabled").orElseThrow() == 1);
        }
        if (capture.name().startsWith("riscv64")) {
            assertThat(cpuinfo.value("mmu")).hasValue(capture.name().replaceAll(".*-", ""));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void sysctlsAreNumbers(CaptureZip capture) {
        assertThat(Sysctl.parseNumber(capture.text("proc/sys/kernel/randomize_va_space"))
                        .value()
                        .number())
                .isEqualTo(2);
        assertThat(Sysctl.parseNumbers(capture.text("proc/sys/vm/lowmem_reserve_ratio"))
                        .value()
                        .numbers())
                .hasSize((int) capture.oracle("MAX_NR_ZONES").orElseThrow())
                .contains(32L)
                .endsWith(0L);
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void hugetlbPoolsAreWhatMeminfoSays(CaptureZip capture) {
        List<SourceText> files = capture.paths("sys/kernel/mm/hugepages/").stream()
                .map(capture::text)
                .toList();
        HugepagePools pools =
                HugepagePools.parse("sys/kernel/mm/hugepages", files).value();
        MemInfo meminfo = MemInfo.parse(capture.text("proc/meminfo")).value();

        assertThat(pools.pools().isEmpty())
                .isEqualTo(meminfo.kib("Hugepagesize").isEmpty());
        meminfo.kib("Hugepagesize").ifPresent(size -> {
            HugepagePool pool = pools.ofSizeKib(size).orElseThrow();
            assertThat(pool.total()).isEqualTo(meminfo.count("HugePages_Total"));
            assertThat(pool.free()).isEqualTo(meminfo.count("HugePages_Free"));
            assertThat(pool.reserved()).isEqualTo(meminfo.count("HugePages_Rsvd"));
            assertThat(pool.surplus()).isEqualTo(meminfo.count("HugePages_Surp"));
        });
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void transparentHugepagesFollowTheCommandLine(CaptureZip capture) {
        String path = "sys/kernel/mm/transparent_hugepage/enabled";
        if (capture.paths(path).isEmpty()) {
            assertThat(KernelConfigParser.parse(configFile(capture)).value().isYes("TRANSPARENT_HUGEPAGE"))
                    .isFalse();
            return;
        }
        TransparentHugepage thp = TransparentHugepage.parse(capture.text(path)).value();

        assertThat(thp.choices()).containsExactly("always", "madvise", "never");
        KernelCommandLine.parse(capture.text("proc/cmdline"))
                .value()
                .option("transparent_hugepage")
                .ifPresent(asked -> assertThat(thp.selected()).hasValue(asked));
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void nodesHaveADistanceToEachOnlineNodeAndTheirMemoryAddsUp(CaptureZip capture) {
        if (capture.paths("sys/devices/system/node/online").isEmpty()) {
            return;
        }
        List<Integer> online = CpuList.parse(capture.text("sys/devices/system/node/online"))
                .value()
                .ids();
        long total = 0;
        for (int node : online) {
            String directory = "sys/devices/system/node/node" + node + "/";
            List<Integer> distances = NodeDistance.parse(capture.text(directory + "distance"))
                    .value()
                    .toNodes();
            assertThat(distances).hasSameSizeAs(online);
            assertThat(distances.get(online.indexOf(node))).isEqualTo(10);
            total += MemInfo.parse(capture.text(directory + "meminfo"))
                    .value()
                    .kib("MemTotal")
                    .orElseThrow();
        }

        assertThat(total)
                .isEqualTo(MemInfo.parse(capture.text("proc/meminfo"))
                        .value()
                        .kib("MemTotal")
                        .orElseThrow());
    }

    private static SourceText configFile(CaptureZip capture) {
        return capture.text(capture.paths("boot/config-").get(0));
    }
}
