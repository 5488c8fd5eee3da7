package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same parsers on the kernel that runs the tests; what it does not offer, or denies, is skipped by name. */
class LiveSystemFilesTest {

    /** A file and its parser. */
    record Live(String path, SystemParsersFuzzTest.TextParser parser) {
        @Override
        public String toString() {
            return path;
        }
    }

    static Stream<Live> files() {
        return Stream.of(
                new Live("proc/zoneinfo", ZoneinfoParser::parse),
                new Live("proc/buddyinfo", BuddyInfoParser::parse),
                new Live("proc/pagetypeinfo", PageTypeInfoParser::parse),
                new Live("proc/iomem", IomemParser::parse),
                new Live("proc/vmallocinfo", VmallocInfoParser::parse),
                new Live("proc/modules", ModulesParser::parse),
                new Live("proc/cmdline", KernelCommandLine::parse),
                new Live("proc/version", KernelVersion::parse),
                new Live("proc/cpuinfo", CpuInfo::parse),
                new Live("proc/meminfo", MemInfo::parse),
                new Live("proc/sys/vm/lowmem_reserve_ratio", Sysctl::parseNumbers),
                new Live("proc/sys/vm/min_free_kbytes", Sysctl::parseNumber),
                new Live("proc/sys/vm/mmap_rnd_bits", Sysctl::parseNumber),
                new Live("proc/sys/kernel/randomize_va_space", Sysctl::parseNumber),
                new Live("sys/kernel/mm/transparent_hugepage/enabled", TransparentHugepage::parse),
                new Live("sys/devices/system/node/online", CpuList::parse),
                new Live("sys/devices/system/node/node0/distance", NodeDistance::parse),
                new Live("sys/devices/system/node/node0/meminfo", MemInfo::parse),
                new Live("sys/kernel/debug/extfrag/unusable_index", ExtFrag::parse));
    }

    @ParameterizedTest
    @MethodSource("files")
    void fileIsWhole(Live live) throws IOException {
        SourceText file = SourceText.of(live.path(), readable(live.path()));

        Parsed<?> parsed = live.parser().parse(file);

        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.unknown()).isEmpty();
    }

    @Test
    void kallsymsConfigAndKcoreAreWhole() throws IOException {
        Path kallsyms = Path.of("/proc/kallsyms");
        assumeThat(kallsyms).isReadable();
        try (InputStream in = Files.newInputStream(kallsyms)) {
            Parsed<Kallsyms> parsed = KallsymsParser.parse("proc/kallsyms", in, "_stext"::equals);
            assertThat(parsed.damage()).isEmpty();
            assertThat(parsed.value().core("_stext")).isPresent();
        }
        if (Files.isReadable(Path.of("/proc/config.gz"))) {
            Parsed<KernelConfig> config = KernelConfigParser.parse("proc/config.gz", readable("proc/config.gz"));
            assertThat(config.damage()).isEmpty();
            assertThat(config.value().isYes("PROC_FS")).isTrue();
        }
    }

    /** A kernel that initialises memory as it is needed counts in MemTotal what no zone manages yet. */
    @Test
    void memTotalLiesBetweenManagedAndPresentPages() throws IOException {
        Zoneinfo zoneinfo = ZoneinfoParser.parse(SourceText.of("proc/zoneinfo", readable("proc/zoneinfo")))
                .value();
        MemInfo meminfo = MemInfo.parse(SourceText.of("proc/meminfo", readable("proc/meminfo")))
                .value();
        long pageKib = pageKib();
        long managed = zoneinfo.zones().stream()
                .mapToLong(z -> z.managed().orElseThrow())
                .sum();
        long present = zoneinfo.zones().stream()
                .mapToLong(z -> z.present().orElseThrow())
                .sum();

        assertThat(meminfo.kib("MemTotal").orElseThrow()).isBetween(managed * pageKib, present * pageKib);
    }

    private static long pageKib() throws IOException {
        return SourceText.of("proc/self/smaps", readable("proc/self/smaps")).lines().stream()
                .filter(l -> l.startsWith("MMUPageSize:"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", "")))
                .min()
                .orElseThrow();
    }

    private static byte[] readable(String path) throws IOException {
        Path file = Path.of("/").resolve(path);
        assumeThat(Files.isReadable(file)).as("%s exists and may be read", file).isTrue();
        try (InputStream in = Files.newInputStream(file)) {
            return whole(in);
        }
    }

    /**
     * Reads in large pieces: kernel/sysctl.c answers a read at any other place than the file's beginning with its end, so
     * that the one byte with which {@link Files#readAllBytes} begins would be all there is.
     */
    private static byte[] whole(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] piece = new byte[1 << 16];
        int got;
        while ((got = in.read(piece)) > 0) {
            bytes.write(piece, 0, got);
        }
        return bytes.toByteArray();
    }
}
