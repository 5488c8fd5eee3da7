package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.observed.ProcessStat.ImageAddresses;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatParserTest {

    private static final String NUMBERS = " 0 -1 4194560 990 5303 0 0 17 324 43 285 20 0 3 0 130 2314240 456"
            + " 18446744073709551615 4198400 5785993 140729373935552 0 0 0 0 4 65538 1 0 0 17 0 0 0 0 0 0 6141704 6178576"
            + " 469848064 140729373941706 140729373941728 140729373941728 140729373941746 0\n";
    private static final String LINE = "4711 (a) S 1 -5 6" + NUMBERS;

    static List<Path> captures() {
        return Captures.all();
    }

    private static Parsed<Optional<ProcessStat>> parse(String text) {
        return StatParser.parse(new SourceText("proc/4711/stat", text));
    }

    private static ProcessStat value(String text) {
        Parsed<Optional<ProcessStat>> parsed = parse(text);
        assertThat(parsed.damage()).isEmpty();
        return parsed.value().orElseThrow();
    }

    @Test
    void fieldsStandWhereTheManualSays() {
        ProcessStat stat = value(LINE);
        assertThat(stat.pid()).isEqualTo(4711);
        assertThat(stat.comm()).isEqualTo("a");
        assertThat(stat.state()).isEqualTo('S');
        assertThat(stat.ppid()).isEqualTo(1);
        assertThat(stat.pgrp()).isEqualTo(-5);
        assertThat(stat.session()).isEqualTo(6);
        assertThat(stat.numThreads()).isEqualTo(3);
        assertThat(stat.startTimeTicks()).isEqualTo(130);
        assertThat(stat.vsizeBytes()).isEqualTo(2314240);
        assertThat(stat.rssPages()).isEqualTo(456);
        assertThat(stat.startCode()).hasValue(4198400);
        assertThat(stat.endCode()).hasValue(5785993);
        assertThat(stat.startStack()).hasValue(140729373935552L);
        assertThat(stat.startData()).hasValue(6141704);
        assertThat(stat.endData()).hasValue(6178576);
        assertThat(stat.startBrk()).hasValue(469848064);
        assertThat(stat.argStart()).hasValue(140729373941706L);
        assertThat(stat.argEnd()).hasValue(140729373941728L);
        assertThat(stat.envStart()).hasValue(140729373941728L);
        assertThat(stat.envEnd()).hasValue(140729373941746L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a) R 9 (b", "a b", "", ")", "(", "a\nb", "kworker/u8:1-events_unbound"})
    void theNameEndsAtTheLastParenthesis(String comm) {
        ProcessStat stat = value(LINE.replace("(a)", "(" + comm + ")"));
        assertThat(stat.comm()).isEqualTo(comm);
        assertThat(stat.state()).isEqualTo('S');
        assertThat(stat.ppid()).isEqualTo(1);
    }

    @Test
    void withheldAddressesAreNotZero() {
        ProcessStat stat = value("4711 (a) S 1 5 6" + hidden());
        assertThat(stat.addressesHidden()).isTrue();
        assertThat(stat.withoutUserMemory()).isFalse();
        assertThat(stat.startStack()).isEmpty();
        assertThat(stat.startBrk()).isEmpty();
        assertThat(stat.vsizeBytes()).isEqualTo(2314240);
    }

    private static String hidden() {
        return NUMBERS.replace("4198400 5785993 140729373935552", "1 1 0")
                .replace(
                        "6141704 6178576 469848064 140729373941706 140729373941728 140729373941728 140729373941746",
                        "0 0 0 0 0 0 0");
    }

    @Test
    void aKernelThreadHasNoAddressesToHide() {
        ProcessStat stat =
                value("2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 9 0 0 20 0 1 0 131 0 0 18446744073709551615"
                        + " 0 0 0 0 0 0 0 2147483647 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
        assertThat(stat.withoutUserMemory()).isTrue();
        assertThat(stat.addressesHidden()).isFalse();
        assertThat(stat.startCode()).isEmpty();
    }

    @Test
    void fieldsOfLaterKernelsAreKept() {
        Parsed<Optional<ProcessStat>> parsed = parse(LINE.replace("\n", " 7 8\n"));
        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.unknown()).containsExactly("7 8");
        assertThat(parsed.value()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "4711 (a S 1 5 6\n",
                "4711 a) S 1 5 6\n",
                ")( 1 2 3\n",
                "x (a) S 1 5 6\n",
                "4711 (a) 5 1 5 6\n",
                "4711 (a) S 1 5 6\n",
                "4711 (a) S 1 5 x\n",
                "99999999999 (a) S 1 5 6",
            })
    void whatIsNoStatIsDamageAndHasNoValue(String text) {
        Parsed<Optional<ProcessStat>> parsed = parse(text);
        assertThat(parsed.value()).isEmpty();
        assertThat(parsed.damage()).hasSize(1);
        assertThat(parsed.damage().get(0).path()).isEqualTo("proc/4711/stat");
    }

    @Test
    void everyWayToCutTheLineIsDamage() {
        for (int length = 0; length < LINE.length(); length++) {
            assertThat(parse(LINE.substring(0, length)).damage())
                    .as("cut at %d", length)
                    .isNotEmpty();
        }
    }

    @Test
    void pidsHave32Bits() {
        assertThat(parse(LINE.replace("4711 ", "4294967296 ")).damage()).hasSize(1);
        assertThat(parse(LINE.replace(" S 1 ", " S 4294967297 ")).damage()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("captures")
    void addressesAreThoseOfTheKernelsOwnMmStruct(Path zip) throws NotACaptureException {
        try (Capture capture = Capture.open(zip)) {
            int compared = 0;
            for (OracleMm mm : OracleMm.of(capture)) {
                Optional<byte[]> file =
                        capture.read("proc/" + mm.pid() + "/stat").content();
                if (file.isPresent()) {
                    ProcessStat stat = StatParser.parse(SourceText.of("stat", file.get()))
                            .value()
                            .orElseThrow();
                    ImageAddresses a = stat.addresses().orElseThrow();
                    assertThat(stat.comm()).isEqualTo(mm.text("comm"));
                    assertThat(stat.vsizeBytes()).isEqualTo(mm.number("total_vm") * pageSize(zip));
                    assertThat(List.of(a.startCode(), a.endCode(), a.startData(), a.endData(), a.startBrk()))
                            .isEqualTo(mm.numbers("start_code", "end_code", "start_data", "end_data", "start_brk"));
                    assertThat(List.of(a.startStack(), a.argStart(), a.argEnd(), a.envStart(), a.envEnd()))
                            .isEqualTo(mm.numbers("start_stack", "arg_start", "arg_end", "env_start", "env_end"));
                    compared++;
                }
            }
            assertThat(compared).isPositive();
        }
    }

    private static long pageSize(Path zip) {
        return zip.toString().contains("-16k-") ? 16384 : 4096;
    }
}
