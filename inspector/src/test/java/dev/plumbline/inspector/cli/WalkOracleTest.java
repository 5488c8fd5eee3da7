package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code plumb walk} against the emulator's own walks of the same machine at the same instant. */
class WalkOracleTest {

    private static final String UNMAPPED = "unmapped";

    static List<String> captures() {
        return ImageFixture.captures();
    }

    static List<String> x86Captures() {
        return captures().stream().filter(WalkOracleTest::isX86).toList();
    }

    private static boolean isX86(String capture) {
        return capture.startsWith("x86_64") || capture.startsWith("i386");
    }

    /** Every address that the emulator translated at some privilege is translated to the same. */
    @ParameterizedTest
    @MethodSource("captures")
    void everyTranslationOfTheEmulatorIsFound(String capture) throws IOException {
        List<String[]> rows = rows(capture);
        String whole = Captures.withImage(capture).toString();

        assertThat(compare(
                        capture,
                        rows,
                        isX86(capture) ? r -> r[1] : r -> r[r.length - 1],
                        CommandRun.reading(addresses(rows), "walk", "--capture", whole, "--csv", "-")))
                .isGreaterThan(100);
        if (!isX86(capture)) {
            CommandRun run = CommandRun.reading(
                    addresses(rows), "walk", "--capture", whole, "--registers", "registers-usermode.txt", "--csv");
            assertThat(compare(capture, rows, r -> r[r.length - 2], run)).isGreaterThan(100);
        }
    }

    private static List<String[]> rows(String capture) throws IOException {
        return ImageFixture.lines(capture, "gva2gpa.csv").stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
    }

    private static String addresses(List<String[]> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(row[0]).append('\n'));
        return text.toString();
    }

    private static int compare(String capture, List<String[]> rows, Function<String[], String> answer, CommandRun run) {
        assertThat(run.err()).as(capture).isEmpty();
        assertThat(run.exitCode()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(rows.size() + 1);
        assertThat(lines.get(0)).isEqualTo("address,outcome,physical,pageSize,rights");
        int mapped = 0;
        for (int i = 0; i < rows.size(); i++) {
            String[] row = rows.get(i);
            String[] found = lines.get(i + 1).split(",", -1);
            assertThat(found).hasSize(5);
            assertThat(hex(found[0])).isEqualTo(hex(row[0]));
            if (answer.apply(row).equals(UNMAPPED)) {
                assertThat(isX86(capture) && found[1].equals("ok"))
                        .as("%s: %s", capture, String.join(",", row))
                        .isFalse();
            } else {
                assertThat(found[1])
                        .as("%s: %s", capture, String.join(",", row))
                        .isEqualTo("ok");
                assertThat(hex(found[2]))
                        .as("%s: %s", capture, String.join(",", row))
                        .isEqualTo(hex(answer.apply(row)));
                mapped++;
            }
        }
        return mapped;
    }

    private static long hex(String text) {
        return Long.parseUnsignedLong(text.startsWith("0x") ? text.substring(2) : text, 16);
    }

    /** The same addresses, the same places and sizes, in the same order, none missing and none extra. */
    @ParameterizedTest
    @MethodSource("x86Captures")
    void theDumpIsTheEmulatorsInfoTlb(String capture, @TempDir Path folder) throws IOException {
        List<String> expected = ImageFixture.lines(capture, "info-tlb.txt").stream()
                .filter(line -> line.matches("[0-9a-f]{16}: [0-9a-f]{16} .*"))
                .map(WalkOracleTest::mapping)
                .toList();
        List<String> found = mappings(CommandRun.of(
                "walk",
                "--memory",
                ImageFixture.index(capture, folder).toString(),
                "--arch",
                architecture(capture),
                "--root",
                cr3(capture),
                "--dump",
                "--pages",
                "--csv"));

        assertThat(expected).hasSizeGreaterThan(1000);
        assertThat(found).isEqualTo(expected);
    }

    private static List<String> mappings(CommandRun run) {
        assertThat(run.err()).isEmpty();
        List<String> found = new ArrayList<>();
        run.out().lines().skip(1).map(l -> l.split(",", -1)).forEach(f -> {
            assertThat(f[1]).isEqualTo("ok");
            found.add("%x %x %s".formatted(hex(f[0]), hex(f[2]), hex(f[3]) == 4096 ? "page" : "large"));
        });
        return found;
    }

    /**
     * target/i386/monitor.c print_pte (QEMU 7.2): address, physical address, XGPDACTUW; P is the page-size bit. Of 32-bit tables
     * it leaves XD in the physical address.
     */
    private static String mapping(String line) {
        String[] fields = line.split(":? ", -1);
        return "%x %x %s"
                .formatted(
                        Long.parseUnsignedLong(fields[0], 16),
                        Long.parseUnsignedLong(fields[1], 16) & ~(1L << 63),
                        fields[2].charAt(2) == 'P' ? "large" : "page");
    }

    private static String architecture(String capture) {
        return switch (capture) {
            case "i386-pae" -> "i386-pae";
            case "i386-nonpae" -> "i386";
            case "x86_64-5level" -> "x86_64-la57";
            default -> "x86_64";
        };
    }

    private static String cr3(String capture) throws IOException {
        return ImageFixture.lines(capture, "registers.txt").stream()
                .filter(l -> l.contains("CR3="))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*CR3=([0-9a-f]+).*", "0x$1");
    }
}
