package dev.plumbline.inspector.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.PagemapCoverage;
import dev.plumbline.bridge.Reading;
import dev.plumbline.bridge.Span;
import dev.plumbline.fixtures.Captures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CaptureTest {

    static List<Path> captures() {
        return Captures.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyCaptureOpensAndShowsItsProcessesAndZones(Path zip) throws NotACaptureException {
        try (Capture capture = Capture.open(zip)) {
            assertThat(text(capture.read("proc/zoneinfo"))).startsWith("Node 0, zone");
            assertThat(text(capture.readAgain("proc/buddyinfo"))).startsWith("Node 0, zone");
            assertThat(text(capture.kernelLog())).startsWith("[    0.000000] ").contains("Linux version");
            assertThat(capture.list("proc").content().orElseThrow())
                    .startsWith("1", "2")
                    .contains("zoneinfo");
            assertThat(capture.origin().takenAt())
                    .isBetween(Instant.parse("2026-11-22T00:00:00Z"), Instant.parse("2026-11-23T00:00:00Z"));
        }
    }

    @Test
    void theInstantIsWhatTheReadmeStates() throws NotACaptureException {
        try (Capture capture = Capture.open(Captures.named("x86_64-4level"))) {
            assertThat(capture.origin().takenAt()).isEqualTo(Instant.parse("2026-11-22T12:03:00Z"));
            assertThat(capture.origin().name()).isEqualTo("x86_64-4level.zip");
        }
    }

    @Test
    void processesAreListedByValue() throws NotACaptureException {
        try (Capture capture = Capture.open(Captures.named("x86_64-4level"))) {
            List<Integer> pids = capture.list("proc").content().orElseThrow().stream()
                    .filter(n -> n.matches("\\d+"))
                    .map(Integer::valueOf)
                    .toList();
            assertThat(pids).hasSizeGreaterThan(5).isSorted().contains(138);
        }
    }

    @Test
    void linksAndKcoreHeadersAreFoundUnderTheirStoredNames() throws NotACaptureException {
        try (Capture capture = Capture.open(Captures.named("x86_64-4level"))) {
            assertThat(capture.link("proc/1/exe").content())
                    .hasValueSatisfying(t -> assertThat(t).startsWith("/"));
            assertThat(capture.kcoreHeaders().content().orElseThrow())
                    .hasSize(64 << 10)
                    .startsWith(0x7f, 'E', 'L', 'F');
        }
        try (Capture capture = Capture.open(Captures.named("armhf-6.1-armmp"))) {
            assertThat(capture.kcoreHeaders()).isInstanceOf(Reading.Absent.class);
        }
    }

    @Test
    void whatTheCaptureDoesNotHoldIsAbsentByName() throws NotACaptureException {
        try (Capture capture = Capture.open(Captures.named("x86_64-4level"))) {
            assertThat(capture.read("proc/4711/maps")).isInstanceOfSatisfying(Reading.Absent.class, a -> assertThat(
                            a.provenance().path())
                    .isEqualTo("proc/4711/maps"));
        }
    }

    @Test
    void streamsKpageflagsWhole() throws NotACaptureException {
        try (Capture capture = Capture.open(Captures.named("x86_64-numa-6g"))) {
            Optional<Long> bytes = capture.stream(
                            "proc/kpageflags", in -> in.transferTo(java.io.OutputStream.nullOutputStream()))
                    .content();
            assertThat(bytes).hasValue(14_680_064L);
        }
    }

    @Test
    void pagemapDeliversTheRangesAskedAndNamesWhatItDoesNotHold() throws NotACaptureException {
        try (Capture capture = Capture.open(Captures.named("x86_64-4level"))) {
            String firstLine =
                    text(capture.read("proc/138/maps")).lines().findFirst().orElseThrow();
            long start = Long.parseUnsignedLong(firstLine, 0, firstLine.indexOf('-'), 16);
            Span beyond = new Span(0x7fff_ffff_e000L, 0x7fff_ffff_f000L);
            List<Long> seen = new ArrayList<>();
            Reading<PagemapCoverage> coverage =
                    capture.pagemap(138, 4096, List.of(new Span(start, start + 4096), beyond), 1000, (a, e, n) -> {
                        for (int i = 0; i < n; i++) {
                            seen.add(a[i]);
                        }
                    });
            assertThat(seen).containsExactly(start);
            assertThat(coverage.content()).hasValue(new PagemapCoverage("pagemap.pairs", 1, List.of(beyond)));
        }
    }

    private static String text(Reading<byte[]> reading) {
        return new String(reading.content().orElseThrow(), StandardCharsets.ISO_8859_1);
    }
}
