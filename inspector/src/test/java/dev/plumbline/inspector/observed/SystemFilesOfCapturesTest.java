package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every parser of a system-wide file over every capture: whole, without damage, nothing unknown left over. */
class SystemFilesOfCapturesTest {

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.observed.CaptureZip#all")
    void textFilesAreWhole(CaptureZip capture) {
        assertWhole(ZoneinfoParser.parse(capture.text("proc/zoneinfo")));
        assertWhole(BuddyInfoParser.parse(capture.text("proc/buddyinfo")));
        assertWhole(IomemParser.parse(capture.text("proc/iomem")));
        assertWhole(KernelCommandLine.parse(capture.text("proc/cmdline")));
        assertWhole(MemInfo.parse(capture.text("proc/meminfo")));
        assertWhole(KernelLog.parse(capture.text("dmesg.txt")));
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

    private static void assertWhole(Parsed<?> parsed) {
        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.unknown()).isEmpty();
    }
}
