package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code plumb walk} on one small x86-64 image: tables at 0x1000 to 0x4000, the last at 0x9000 missing. */
class WalkCommandTest {

    private static final long USER_TABLE = 7;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private String image = "";

    @BeforeEach
    void makeImage() throws IOException {
        ByteBuffer ram = ByteBuffer.allocate(0x6000).order(ByteOrder.LITTLE_ENDIAN);
        ram.putLong(0x1000, 0x2000 | USER_TABLE);
        ram.putLong(0x2000, 0x3000 | USER_TABLE);
        ram.putLong(0x3000, 0x4000 | USER_TABLE);
        ram.putLong(0x3008, 0x9000 | USER_TABLE);
        ram.putLong(0x3010, 0x200000 | 0x83);
        ram.putLong(0x4008, 0x5000 | 5);
        ram.putLong(0x4010, 0x6000 | 5);
        ram.putLong(0x4020, 0x1234000);
        image = Files.write(folder.resolve("ram"), ram.array()).toString();
    }

    private CommandRun walk(String... more) {
        return CommandRun.of(command(more));
    }

    private String[] command(String... more) {
        List<String> all = new ArrayList<>(List.of("walk", "--memory", image, "--arch", "x86_64", "--root", "0x1000"));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    @Test
    void printsTheFormThatScriptsRelyOn() {
        CommandRun run = walk("--csv", "0x1004", "2fff", "0x400010", "0x200000", "0x4000", "0x800000000000");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                        address,outcome,physical,pageSize,rights
                        0x1004,ok,0x5004,0x1000,r--/r-x
                        0x2fff,ok,0x6fff,0x1000,r--/r-x
                        0x400010,ok,0x200010,0x200000,rwx/---
                        0x200000,not-held,,,
                        0x4000,not-present,,,
                        0x800000000000,non-canonical,,,
                        """);
    }

    @Test
    void readsStandardInputWhereADashOrNothingStands() {
        String expected = walk("--csv", "0x1004", "0x400010").out();

        assertThat(CommandRun.reading("0x1004\r\n\n  400010", command("--csv", "-"))
                        .out())
                .isEqualTo(expected);
        assertThat(CommandRun.reading("0x1004\n0x400010\n", command("--csv")).out())
                .isEqualTo(expected);
        assertThat(CommandRun.reading("0x400010\n", command("--csv", "0x1004", "-"))
                        .out())
                .isEqualTo(expected);
        assertThat(CommandRun.reading("", command("--csv")).out()).hasLineCount(1);
    }

    @Test
    void namesTheLineThatIsNoAddress() {
        CommandRun run = CommandRun.reading("0x1004\nzz\u001b[2Jé\n0x2000\n", command("--csv", "-"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out().lines()).as("what was before it").hasSize(2);
        assertThat(run.err())
                .isEqualTo("plumb: standard input, line 2: \"zz\\x1b[2Jé\"; allowed: an address of at most 16"
                        + " hexadecimal digits, with or without 0x\n");
        assertThat(CommandRun.reading("1".repeat(100_000), command("-")).err().length())
                .isLessThan(300);
        assertThat(walk("0x12345678901234567").err()).contains("argument: \"0x12345678901234567\"");
    }

    @Test
    void saysWhatAnAccessMeets() {
        CommandRun user = walk("--access", "write", "0x1000");
        assertThat(user.exitCode()).isZero();
        assertThat(user.out()).contains("protection: R/W is clear", "#PF error code 0x7: P W/R U/S");
        assertThat(walk("--access=execute", "--privilege=supervisor", "0x1000").out())
                .contains("protection: SMEP", "#PF error code 0x11: P I/D");
        assertThat(walk("--access", "read", "--csv", "0x1000", "0x400000").out())
                .contains("0x1000,ok,0x5000,", "0x400000,protection,,,");
        assertThat(walk("--access", "read", "0x1000").out())
                .contains("sets A of the entry at 0x4008: 0x5005 becomes 0x5025");
    }

    @Test
    void tracesEveryStep() {
        assertThat(walk("--trace", "0x1234").out()).endsWith("""
                        0x1234
                          PGD[0]    table 0x1000  at 0x1000: 0x0000000000002007
                              P R/W U/S -> table 0x2000
                          PUD[0]    table 0x2000  at 0x2000: 0x0000000000003007
                              P R/W U/S -> table 0x3000
                          PMD[0]    table 0x3000  at 0x3000: 0x0000000000004007
                              P R/W U/S -> table 0x4000
                          PTE[1]    table 0x4000  at 0x4008: 0x0000000000005005
                              P U/S -> 4K page at 0x5000
                          = 0x5234, 4K page, r--/r-x, WB (PAT 0)

                        """);
        assertThat(walk("--trace", "0x200000").out()).contains("= not-held: the PTE entry, level 0 at 0x9000");
    }

    @Test
    void dumpsCoalescedOrByPage() {
        assertThat(walk("--dump", "--csv").out()).isEqualTo("""
                        address,outcome,physical,pageSize,rights,bytes
                        0x1000,ok,0x5000,0x1000,r--/r-x,0x2000
                        0x200000,not-held,,,,0x200000
                        0x400000,ok,0x200000,0x200000,rwx/---,0x200000
                        """);
        assertThat(walk("--dump", "--pages", "--csv").out())
                .contains(
                        "rights\n0x1000,ok,0x5000,0x1000,r--/r-x\n0x2000,ok,0x6000,0x1000,r--/r-x\n0x200000,not-held");
        assertThat(walk("--dump").out().lines().map(l -> l.replaceAll(" +", " ")))
                .contains("0x1000 -0x2fff 0x5000 4K r--/r-x", "0x400000 -0x5fffff 0x200000 2M rwx/---");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--csv --json 0x1|exclude each other",
                "--csv --trace 0x1|no form in CSV",
                "--pages 0x1|--pages is for --dump",
                "--dump 0x1|takes no ADDRESS",
                "--dump --trace|takes no ADDRESS",
                "--privilege user 0x1|--privilege is for --access",
                "--access touch 0x1|--access",
                "--kernel-root 0x1 0x1|x86_64 has one root",
                "--registers x --no-registers 0x1|exclude each other",
                "--base zz 0x1|--base: \"zz\"; allowed: an address",
                "--capture x 0x1|one of --memory and --capture",
                "0xzz|argument: \"0xzz\"",
            })
    void refusesWhatMakesNoSense(String line) {
        String[] parts = line.split("\\|", -1);
        CommandRun run = walk(parts[0].split(" ", -1));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(parts[1]).hasLineCount(1);
    }

    @Test
    void needsAnArchitectureAndARoot() {
        assertThat(CommandRun.of("walk", "--memory", image, "0x1").err()).contains("--arch is missing", "--list-arch");
        assertThat(CommandRun.of("walk", "--memory", image, "--arch", "vax", "0x1")
                        .err())
                .contains("--arch: \"vax\"; allowed: x86_64, ");
        CommandRun run = CommandRun.of("walk", "--memory", image, "--arch", "x86_64", "0x1");
        assertThat(run.err()).contains("no --root");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("walk", "--memory", image, "--arch", "riscv64-sv39", "--root", "0x1001", "0x1")
                        .err())
                .contains("--root: \"0x1001\"; allowed: a table's address");
        assertThat(CommandRun.of("walk", "--memory", image, "--arch", "i386", "--root", "0x100001000", "0x1")
                        .err())
                .contains("--root", "32 bits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"i386", "i386-pae", "arm", "arm-lpae", "riscv32-sv32"})
    void aLongAddressOfA32BitMachineIsTranslatedByNoTable(String architecture) {
        String[] command = {"walk", "--memory", image, "--arch", architecture, "--root", "0x5000", "--csv"};

        assertThat(CommandRun.reading("0xffffffffc0000000\n0x1c0000000\n", command)
                        .out())
                .as("the first is a pointer that was printed extended by its sign")
                .containsPattern("\n0xc0000000,not-(present|held),,,\n0x1c0000000,non-canonical,,,\n");
    }

    @Test
    void couldNotRunWithoutAnImage() {
        for (String[] command : new String[][] {
            {"walk", "--memory", folder + "/none", "--arch", "x86_64", "--root", "0", "0x1"},
            {"walk", "--memory", "/dev/zero", "--arch", "x86_64", "--root", "0", "0x1"},
            {"walk", "--capture", folder + "/none.zip", "0x1"},
            {"walk", "--memory", image, "--registers", folder + "/none", "--arch", "x86_64", "0x1"}
        }) {
            CommandRun run = CommandRun.of(command);
            assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).hasLineCount(1);
        }
    }

    @Test
    void saysOnceWhatACutImageLacks() throws IOException {
        byte[] lime = ByteBuffer.allocate(32 + 0x2000)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x4c694d45)
                .putInt(1)
                .putLong(0)
                .putLong(0x5fff)
                .putLong(0)
                .put(Files.readAllBytes(Path.of(image)), 0, 0x2000)
                .array();
        image = Files.write(folder.resolve("lime"), lime).toString();
        CommandRun run = walk("--csv", "0x1000", "0x2000");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).hasLineCount(1).contains("lime ends at 8224 bytes", "0x2000-0x5fff lies behind its end");
        assertThat(run.out()).contains("0x1000,not-held,,,\n0x2000,not-held,,,\n");
    }

    @Test
    void saysWhereTheRootIsNotInTheImage() {
        CommandRun run = CommandRun.of("walk", "--memory", image, "--arch", "x86_64", "--root", "0x41000000", "0x1");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .contains("does not hold the root table at 0x41000000: ram (raw image: 0x0-0x5fff)")
                .hasLineCount(1);
        assertThat(CommandRun.of(
                                "walk",
                                "--memory",
                                image,
                                "--base",
                                "0x40000000",
                                "--arch",
                                "x86_64",
                                "--root",
                                "0x40001000",
                                "--csv",
                                "0x1000")
                        .out())
                .as("the tables' own addresses stay what they are")
                .contains("0x1000,not-held");
    }

    @Test
    void anImageThatIsCutWhileItIsReadEndsTheRunAndNotTheJvm() throws IOException {
        String[] command = command("--json", "-");
        try (RandomAccessFile file = new RandomAccessFile(image, "rw")) {
            file.setLength(1 << 20);
        }
        CommandRun run = CommandRun.reading(new CuttingStream(Path.of(image), "0x1000\n".repeat(200_000)), command);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains("was cut, or its disk failed, while it was read")
                .hasLineCount(1);
    }

    @Test
    void listsWhatItsHelpNames() {
        CommandRun list = CommandRun.of("walk", "--list-arch");
        assertThat(list.exitCode()).isZero();
        assertThat(list.out().lines())
                .contains("i386-pae", "aarch64-64k-52", "riscv32-sv32")
                .hasSize(20);
        CommandRun help = CommandRun.of("walk", "--help");
        assertThat(help.out().lines()).allMatch(l -> l.codePointCount(0, l.length()) <= 80);
        assertThat(help.out()).contains("--no-registers", "--kernel-root", "0   the addresses were looked up");
    }
}
