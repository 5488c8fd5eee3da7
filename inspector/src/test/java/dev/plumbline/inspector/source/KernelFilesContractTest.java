package dev.plumbline.inspector.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.PagemapCoverage;
import dev.plumbline.bridge.Reading;
import dev.plumbline.bridge.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link KernelFiles} does, live or captured; each implementation's own test supplies the same tree. */
abstract class KernelFilesContractTest {

    private static final Span PAGES =
            new Span(KernelTree.FIRST, KernelTree.FIRST + (long) KernelTree.ENTRIES.length * KernelTree.PAGE);
    private static final long LAST = KernelTree.FIRST + 4L * KernelTree.PAGE;

    private @Nullable KernelFiles opened;

    /** Opens a {@link KernelTree} made below the given folder. */
    abstract KernelFiles open(Path folder) throws Exception;

    @BeforeEach
    void openTree(@TempDir Path folder) throws Exception {
        opened = open(folder);
    }

    @AfterEach
    void closeTree() {
        files().close();
    }

    private KernelFiles files() {
        if (opened == null) {
            throw new IllegalStateException("the tree was not opened");
        }
        return opened;
    }

    @Test
    void aFileIsReadWholeAndNamesWhereItCameFrom() {
        Reading<byte[]> reading = files().read("proc/zoneinfo");
        assertThat(text(reading)).isEqualTo("Node 0, zone      DMA\n");
        assertThat(reading.provenance().path()).isEqualTo("proc/zoneinfo");
    }

    @Test
    void theSecondReadingOfABracketIsThere() {
        assertThat(text(files().readAgain("proc/zoneinfo"))).isEqualTo("Node 0, zone      DMA\n");
    }

    @Test
    void anEmptyFileIsContentAndAMissingOneIsAbsent() {
        assertThat(files().read("proc/empty").content())
                .hasValueSatisfying(b -> assertThat(b).isEmpty());
        assertThat(files().read("proc/missing")).isInstanceOf(Reading.Absent.class);
        assertThat(files().readAgain("proc/missing")).isInstanceOf(Reading.Absent.class);
        assertThat(files().list("proc/missing")).isInstanceOf(Reading.Absent.class);
        assertThat(files().link("proc/missing")).isInstanceOf(Reading.Absent.class);
        assertThat(files().stream("proc/missing", in -> 1)).isInstanceOf(Reading.Absent.class);
        assertThat(files().pagemap(1, 4096, List.of(PAGES), 10, (a, e, n) -> {}))
                .isInstanceOf(Reading.Absent.class);
    }

    @Test
    void aFileOverItsLimitFailsWithTheLimit() {
        assertThat(files().read("proc/iomem")).isInstanceOfSatisfying(Reading.Failed.class, f -> assertThat(f.reason())
                .contains(Integer.toString(8 << 20)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/etc/passwd", "proc/../../outside", "", "proc\\zoneinfo"})
    void noPathLeavesTheRoot(String path) {
        assertThat(files().read(path)).isInstanceOf(Reading.Failed.class);
        assertThat(files().list(path)).isInstanceOf(Reading.Failed.class);
        assertThat(files().stream(path, in -> 1)).isInstanceOf(Reading.Failed.class);
    }

    @Test
    void aFolderIsNoFileAndAFileIsNoFolder() {
        assertThat(files().read("proc/4711")).isInstanceOf(Reading.Failed.class);
        assertThat(files().list("proc/zoneinfo")).isInstanceOf(Reading.Failed.class);
    }

    @Test
    void namesAreOrderedAndNumbersByValue() {
        assertThat(files().list("proc").content().orElseThrow())
                .startsWith("9", "10", "4711")
                .contains("version", "zoneinfo");
    }

    @Test
    void aLinkShowsItsTarget() {
        assertThat(files().link("proc/4711/exe").content()).hasValue("/bin/x");
    }

    @Test
    void aStreamMayBeLeftEarlyAndItsReaderMayFail() {
        assertThat(files().stream("proc/kpageflags", in -> in.readNBytes(3)).content())
                .hasValue("123".getBytes(StandardCharsets.US_ASCII));
        assertThat(files().stream("proc/kpageflags", in -> in.readAllBytes().length)
                        .content())
                .hasValue(320_000);
        Reading<Object> failed = files().stream("proc/kpageflags", in -> {
            throw new IOException("no flags in sight");
        });
        assertThat(failed).isInstanceOfSatisfying(Reading.Failed.class, f -> assertThat(f.reason())
                .contains("no flags in sight"));
    }

    @Test
    void theKernelLogAndTheHeadersOfKcoreAreFound() {
        assertThat(text(files().kernelLog())).isEqualTo("[    0.000000] Linux version 6.1.0\n");
        assertThat(files().kcoreHeaders().content().orElseThrow())
                .hasSize(64 << 10)
                .startsWith(0x7f, 'E', 'L', 'F');
    }

    @Test
    void pagemapDeliversWhatIsThereAndLeavesOutWhatIsNot() {
        Map<Long, Long> seen = new TreeMap<>();
        PagemapCoverage coverage = pagemap(List.of(PAGES), 100, seen);
        assertThat(seen)
                .isEqualTo(Map.of(
                        KernelTree.FIRST,
                        KernelTree.ENTRIES[0],
                        KernelTree.FIRST + 3L * KernelTree.PAGE,
                        KernelTree.ENTRIES[3],
                        LAST,
                        KernelTree.ENTRIES[4]));
        assertThat(coverage.entriesRead()).isEqualTo(5);
        assertThat(coverage.notRead()).isEmpty();
    }

    @Test
    void pagemapNamesWhatItDidNotRead() {
        Span beyond = new Span(PAGES.end() + 0x10000, PAGES.end() + 0x20000);
        assertThat(pagemap(List.of(PAGES, beyond), 100, new TreeMap<>()).notRead())
                .containsExactly(beyond);
        assertThat(pagemap(List.of(PAGES, beyond), 4, new TreeMap<>()).notRead())
                .containsExactly(new Span(LAST, PAGES.end()), beyond);
    }

    private PagemapCoverage pagemap(List<Span> ranges, long most, Map<Long, Long> into) {
        Reading<PagemapCoverage> reading = files().pagemap(4711, KernelTree.PAGE, ranges, most, (a, e, n) -> {
            for (int i = 0; i < n; i++) {
                into.put(a[i], e[i]);
            }
        });
        return reading.content().orElseThrow(() -> new AssertionError(reading));
    }

    private static String text(Reading<byte[]> reading) {
        return new String(reading.content().orElseThrow(), StandardCharsets.US_ASCII);
    }
}
