package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real files with random damage: no parser throws, none needs long, none grows beyond its input. */
final class ProcessParsersFuzzTest {

    private static final long SEED = 20261122L;
    private static final int ROUNDS = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final byte[] TELLING =
            "\n\0 :-)(%/\\[]0123456789abcdefkBrwxps\t\u00ff\r".getBytes(StandardCharsets.ISO_8859_1);

    private static final Map<String, BiFunction<String, byte[], Parsed<?>>> PARSERS = parsers();

    private static Map<String, BiFunction<String, byte[], Parsed<?>>> parsers() {
        Map<String, BiFunction<String, byte[], Parsed<?>>> all = new LinkedHashMap<>();
        all.put("maps", (path, bytes) -> MapsParser.parse(SourceText.of(path, bytes)));
        all.put("smaps", (path, bytes) -> SmapsParser.parse(SourceText.of(path, bytes)));
        all.put("smaps_rollup", (path, bytes) -> SmapsRollup.parse(SourceText.of(path, bytes)));
        all.put("status", (path, bytes) -> StatusParser.parse(SourceText.of(path, bytes)));
        all.put("stat", (path, bytes) -> StatParser.parse(SourceText.of(path, bytes)));
        all.put("statm", (path, bytes) -> Statm.parse(SourceText.of(path, bytes)));
        all.put("auxv", AuxvParser::parse);
        all.put("personality", (path, bytes) -> Personality.parse(SourceText.of(path, bytes)));
        all.put("limits", (path, bytes) -> Limits.parse(SourceText.of(path, bytes)));
        all.put("pagemap.pairs", ProcessParsersFuzzTest::flags);
        return all;
    }

    /** Any words will do for the reader of frame words. */
    private static Parsed<FrameWords> flags(String path, byte[] bytes) {
        try {
            return KpageFlags.read(
                    path, new ByteArrayInputStream(bytes), ByteOrder.BIG_ENDIAN, (first, words, n) -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> names() {
        return List.copyOf(PARSERS.keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingIsThrownAndTimeIsBounded(String name) {
        List<CapturedProcess> processes = CapturedProcess.allUser();
        Random random = new Random(SEED);
        Assertions.assertTimeoutPreemptively(LIMIT, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                CapturedProcess process = processes.get(random.nextInt(processes.size()));
                byte[] damaged = damage(process.bytes(name), random);
                try {
                    check(name, damaged);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("seed %d, round %d, %s of %s".formatted(SEED, round, name, process), e);
                }
            }
        });
    }

    private static void check(String name, byte[] bytes) {
        Parsed<?> parsed = parser(name).apply("proc/1/" + name, bytes);
        assertThat(parsed.damage()).hasSizeLessThanOrEqualTo(200);
        long lines = bytes.length + 1L;
        for (Damage damage : parsed.damage()) {
            assertThat(damage.line()).isBetween(0, (int) Math.min(Integer.MAX_VALUE, lines));
            assertThat(damage.found()).hasSizeLessThan(1000).doesNotContain("\n");
        }
        parsed.unknown().forEach(text -> assertThat(text.length()).isLessThanOrEqualTo(bytes.length + 8));
    }

    private static BiFunction<String, byte[], Parsed<?>> parser(String name) {
        return Optional.ofNullable(PARSERS.get(name)).orElseThrow();
    }

    private static byte[] damage(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int flips = random.nextInt(6); flips > 0 && bytes.length > 0; flips--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = switch (random.nextInt(3)) {
                case 0 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
                case 1 -> TELLING[random.nextInt(TELLING.length)];
                default -> (byte) random.nextInt(256);
            };
        }
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> repeat(bytes, random);
            default -> bytes;
        };
    }

    private static byte[] repeat(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length + 1);
        byte[] longer = Arrays.copyOf(bytes, 2 * bytes.length - from);
        System.arraycopy(bytes, from, longer, bytes.length, bytes.length - from);
        return longer;
    }

    @Test
    void everyCutOfALineOrientedFileIsNoticed() {
        CapturedProcess process = CapturedProcess.allUser().get(0);
        for (String name :
                List.of("maps", "smaps", "smaps_rollup", "status", "stat", "statm", "personality", "limits")) {
            byte[] whole = process.bytes(name);
            for (int length = 1; length < whole.length; length++) {
                if (whole[length - 1] != '\n') {
                    byte[] cut = Arrays.copyOf(whole, length);
                    assertThat(parser(name).apply(name, cut).damage())
                            .as("%s cut at %d", name, length)
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    void largeInputsOfOneKindTakeTimeInProportion() {
        Assertions.assertTimeoutPreemptively(LIMIT, () -> {
            for (String name : names()) {
                for (String unit : List.of("\n", "a", "(", ")", ":", "0", " ", "A:1 kB\n", "Rss: 1 kB\n", "1-2 ")) {
                    byte[] bytes = unit.repeat((2 << 20) / unit.length()).getBytes(StandardCharsets.ISO_8859_1);
                    check(name, bytes);
                }
                check(name, distinctFields());
            }
        });
    }

    /** Two hundred thousand fields with different names, and a head above them. */
    private static byte[] distinctFields() {
        StringBuilder text = new StringBuilder("00400000-00401000 r-xp 00000000 00:02 39       /a\n");
        for (int i = 0; i < 200_000; i++) {
            text.append("Field").append(i).append(":   1 kB\n");
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
