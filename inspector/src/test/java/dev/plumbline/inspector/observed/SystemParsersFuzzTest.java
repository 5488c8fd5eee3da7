package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Input is untrusted: whatever the bytes, a parser answers, in bounded time, with what it could read and what is damaged. */
class SystemParsersFuzzTest {

    private static final long SEED = 20261122;
    private static final int CASES = 120;
    private static final int MOST_BYTES = 1 << 15;
    private static final List<String> MACHINES =
            List.of("x86_64-numa-6g", "armhf-6.1-armmp", "riscv64-6.12-sv57", "i386-nonpae");

    /** A parser under its file's name. */
    record Target(String path, Parser parser) {
        @Override
        public String toString() {
            return path;
        }
    }

    /** Bytes to what was made of them. */
    interface Parser {
        Parsed<?> parse(String path, byte[] bytes);
    }

    /** A parser of text. */
    interface TextParser {
        Parsed<?> parse(SourceText file);
    }

    static Stream<Target> targets() {
        return Stream.of(
                text("proc/zoneinfo", ZoneinfoParser::parse),
                text("proc/buddyinfo", BuddyInfoParser::parse),
                text("proc/pagetypeinfo", PageTypeInfoParser::parse),
                text("proc/iomem", IomemParser::parse),
                text("proc/vmallocinfo", VmallocInfoParser::parse),
                text("proc/modules", ModulesParser::parse),
                text("proc/cmdline", KernelCommandLine::parse),
                text("proc/version", KernelVersion::parse),
                text("proc/cpuinfo", CpuInfo::parse),
                text("proc/meminfo", MemInfo::parse),
                text("dmesg.txt", KernelLog::parse),
                text("proc/sys/vm/lowmem_reserve_ratio", Sysctl::parseNumbers),
                text("proc/sys/vm/min_free_kbytes", Sysctl::parseNumber),
                text("proc/sys/kernel/version", Sysctl::parseText),
                text("sys/kernel/mm/transparent_hugepage/enabled", TransparentHugepage::parse),
                text("sys/devices/system/node/node0/distance", NodeDistance::parse),
                text("sys/devices/system/node/node0/cpulist", CpuList::parse),
                text("sys/devices/system/node/node0/meminfo", MemInfo::parse),
                text("sys/kernel/debug/extfrag/unusable_index", ExtFrag::parse),
                new Target("boot/config-", KernelConfigParser::parse),
                new Target("proc/kcore.headers", KcoreParser::parse),
                new Target("proc/kallsyms", SystemParsersFuzzTest::kallsyms));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void answersWhateverTheBytes(Target target) {
        List<byte[]> originals = MACHINES.stream()
                .map(CaptureZip::named)
                .flatMap(c -> c.paths(target.path()).stream().limit(1).flatMap(p -> c.bytes(p).stream()))
                .map(b -> Arrays.copyOf(b, Math.min(b.length, MOST_BYTES)))
                .toList();
        assertThat(originals).as("%s in some of %s", target, MACHINES).isNotEmpty();

        for (int i = 0; i < CASES; i++) {
            long seed = SEED + i;
            byte[] bytes = damaged(originals.get(i % originals.size()), new Random(seed));
            assertThatCode(() -> target.parser().parse(target.path(), bytes))
                    .as("seed %d", seed)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void anEmptyFileAndHostileLinesAreAnsweredAtOnce(Target target) {
        byte[] spaces = new byte[1 << 20];
        Arrays.fill(spaces, (byte) ' ');
        byte[] digits = new byte[1 << 20];
        Arrays.fill(digits, (byte) '7');
        byte[] breaks = new byte[1 << 18];
        Arrays.fill(breaks, (byte) '\n');
        for (byte[] hostile : List.of(new byte[0], spaces, digits, breaks, new byte[1 << 20])) {
            Parsed<?> parsed =
                    assertTimeout(Duration.ofSeconds(5), () -> target.parser().parse(target.path(), hostile));
            assertThat(parsed.damage()).hasSizeLessThanOrEqualTo(ParseNotes.MAX_DAMAGE + 1);
            assertThat(parsed.damage()).allSatisfy(d -> assertThat(d.found()).hasSizeLessThan(600));
        }
    }

    /** Cut, with bytes changed, lines doubled or words made longer, one or several of these. */
    private static byte[] damaged(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes = Arrays.copyOf(bytes, at);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) "0123456789 \n\t-,:()[]x".charAt(random.nextInt(21));
                default -> bytes = repeated(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(60)));
            }
        }
        return bytes;
    }

    private static byte[] repeated(byte[] bytes, int from, int to) {
        byte[] longer = new byte[bytes.length + to - from];
        System.arraycopy(bytes, 0, longer, 0, to);
        System.arraycopy(bytes, from, longer, to, bytes.length - from);
        return longer;
    }

    private static Target text(String path, TextParser parser) {
        return new Target(path, (p, bytes) -> parser.parse(SourceText.of(p, bytes)));
    }

    private static Parsed<?> kallsyms(String path, byte[] bytes) {
        try {
            return KallsymsParser.parse(path, new ByteArrayInputStream(bytes), name -> true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
