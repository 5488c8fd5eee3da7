package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every parser of a system-wide file over every capture: whole, without damage, nothing unknown left over. */
class SystemFilesOfCapturesTest {

    private static final Pattern STRINGS =
            Pattern.compile("proc/sys/(kernel/(arch|hostname|osrelease|ostype|version)|vm/(numa_zonelist_order))");

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void textFilesAreWhole(CaptureZip capture) {
        assertWhole(ZoneinfoParser.parse(capture.text("proc/zoneinfo")));
        assertWhole(BuddyInfoParser.parse(capture.text("proc/buddyinfo")));
        assertWhole(IomemParser.parse(capture.text("proc/iomem")));
        assertWhole(KernelCommandLine.parse(capture.text("proc/cmdline")));
        assertWhole(MemInfo.parse(capture.text("proc/meminfo")));
        assertWhole(KernelLog.parse(capture.text("dmesg.txt")));
        assertWhole(PageTypeInfoParser.parse(capture.text("proc/pagetypeinfo")));
        assertWhole(VmallocInfoParser.parse(capture.text("proc/vmallocinfo")));
        assertWhole(ModulesParser.parse(capture.text("proc/modules")));
        assertWhole(KernelVersion.parse(capture.text("proc/version")));
        assertWhole(CpuInfo.parse(capture.text("proc/cpuinfo")));
        for (String path : capture.paths("boot/config-")) {
            assertWhole(KernelConfigParser.parse(capture.text(path)));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void binaryAndStreamedFilesAreWhole(CaptureZip capture) throws IOException {
        byte[] kallsyms = capture.bytes("proc/kallsyms").orElseThrow();
        assertWhole(KallsymsParser.parse("proc/kallsyms", new ByteArrayInputStream(kallsyms), "_text"::equals));
        capture.bytes("proc/kcore.headers").ifPresent(b -> assertWhole(KcoreParser.parse("proc/kcore.headers", b)));
    }

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void smallFilesOfSysAndProcSysAreWhole(CaptureZip capture) {
        for (String path : capture.paths("sys/kernel/mm/transparent_hugepage/")) {
            if (path.matches(".*/(enabled|defrag|shmem_enabled)") && !path.contains("khugepaged")) {
                assertWhole(TransparentHugepage.parse(capture.text(path)));
            }
        }
        for (String path : capture.paths("sys/devices/system/node/")) {
            if (path.endsWith("/distance")) {
                assertWhole(NodeDistance.parse(capture.text(path)));
            } else if (path.endsWith("list") || path.matches(".*/(online|possible|has_memory)")) {
                assertWhole(CpuList.parse(capture.text(path)));
            } else if (path.endsWith("/meminfo")) {
                assertWhole(MemInfo.parse(capture.text(path)));
            }
        }
        for (String path : capture.paths("sys/kernel/debug/extfrag/")) {
            assertWhole(ExtFrag.parse(capture.text(path)));
        }
        for (String path : capture.paths("proc/sys/")) {
            if (path.equals("proc/sys/vm/stat_refresh")) {
                assertThat(capture.text(path).text())
                        .as("a trigger, which prints nothing")
                        .isEmpty();
                continue;
            }
            boolean holdsNumbers = !STRINGS.matcher(path).matches();
            SourceText file = capture.text(path);
            assertWhole(holdsNumbers ? Sysctl.parseNumbers(file) : Sysctl.parseText(file));
        }
    }

    private static void assertWhole(Parsed<?> parsed) {
        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.unknown()).isEmpty();
    }
}
