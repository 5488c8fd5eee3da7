package dev.plumbline.inspector.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.inspector.check.map.MapSamples;
import dev.plumbline.inspector.check.map.ProcessMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser: what it shows, how keys work it, and that it keeps to itself. */
@Timeout(120)
class MapPageInChromiumTest {

    private static final int SHIFT = 8;

    /** On the element itself, or on the active row of the table. */
    private static final String FOCUS_IS_SEEN = """
            [document.activeElement, document.querySelector('#mappings:focus tr.active')]
                .some(e => e && getComputedStyle(e).outlineStyle !== 'none' && parseFloat(getComputedStyle(e).outlineWidth) >= 2)
            """;

    private static @Nullable Chromium browser;

    private static Path folder = Path.of("");

    private ChromiumPage page;

    @BeforeAll
    static void start(@TempDir Path temporary) throws IOException, InterruptedException {
        Optional<Path> installed = Chromium.installed();
        assumeTrue(installed.isPresent(), "no chromium on the PATH; Debian's package is chromium");
        folder = temporary;
        browser = Chromium.start(installed.get(), folder.resolve("profile"));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void emptyPage() throws IOException, InterruptedException {
        page = Objects.requireNonNull(browser).page();
        page.viewport(1280, 900);
    }

    @Test
    void itAsksForNothingAndComplainsOfNothing() throws IOException, InterruptedException {
        Path file = show(PageSamples.hostile());

        assertThat(page.requests().get(0)).isEqualTo(file.toUri().toString());
        assertThat(page.requests()).allSatisfy(url -> assertThat(url).matches("file:.*|data:,"));
        assertThat(page.complaints()).isEmpty();
        assertThat(page.number("document.images.length")).isZero();
        assertThat(page.text("document.querySelector('h1').textContent"))
                .contains("<img src=x onerror=alert(2)>\\u202e");

        assertThat(page.text("fetch('data:,x').then(() => 'let through', () => 'refused')"))
                .isEqualTo("refused");
        page.evaluate(
                "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }))");
        assertThat(page.text("typeof window.ran")).isEqualTo("undefined");
    }

    @Test
    void tabGoesThroughTheControlsInTheirOrder() throws IOException, InterruptedException {
        show(MapSamples.jvm().map());
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 60 && !order.contains("mappings"); i++) {
            page.press("Tab");
            String id = page.text("document.activeElement.id || document.activeElement.className");
            if (!id.isEmpty()) {
                order.add(id);
            }
            assertThat(page.evaluate(FOCUS_IS_SEEN).asBoolean())
                    .as("focus is seen on " + id)
                    .isTrue();
        }

        assertThat(order)
                .containsSubsequence(
                        "skip",
                        "theme",
                        "zoom-in",
                        "zoom-out",
                        "zoom-all",
                        "pan-left",
                        "pan-right",
                        "scale",
                        "picture",
                        "owner",
                        "filter",
                        "filter-owner",
                        "filter-resident",
                        "with-gaps",
                        "filter-reset",
                        "mappings");
    }

    @Test
    void keysWalkAndZoomThePicture() throws IOException, InterruptedException {
        show(MapSamples.jvm().map());
        page.evaluate("document.getElementById('picture').focus()");
        assertThat(details())
                .contains("java-heap")
                .contains("e0000000-e4000000")
                .contains("29.3 MiB resident");
        page.press("ArrowRight");
        page.press("ArrowRight");
        assertThat(details()).contains("gap of 85.3 TiB").contains("between java-heap and java text");

        double all = seen();
        page.press("+");
        page.press("+");
        assertThat(seen()).isCloseTo(all / (1.6 * 1.6), withPercentage(2));
        double left = number("x");
        page.press("ArrowRight", SHIFT);
        assertThat(number("x")).isGreaterThan(left);
        page.press("0");
        assertThat(seen()).isEqualTo(all);

        page.press("End");
        assertThat(details()).contains("mapped-file").contains("/srv/a\\x1b[2J.db");
        page.press("Enter");
        assertThat(page.text("document.activeElement.id")).isEqualTo("mappings");
        assertThat(activeRow()).contains("7f0000400000-7f0000410000");
        page.press("ArrowUp");
        assertThat(details()).contains("libc.so.6 data");
        page.press("Enter");
        assertThat(page.text("document.activeElement.id")).isEqualTo("picture");
        assertThat(seen()).as("the mapping fills the picture").isLessThan(all / 4);
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void theTableFiltersAndSorts() throws IOException, InterruptedException {
        show(MapSamples.jvm().map());
        assertThat(rows()).hasSize(9);

        page.evaluate("document.getElementById('filter').focus()");
        page.type("0x7f0000004fff");
        assertThat(rows()).singleElement().asString().contains("thread 4712");
        page.evaluate("document.getElementById('filter-reset').click()");
        page.evaluate("document.getElementById('filter').focus()");
        page.type("LIBC text");
        assertThat(rows()).singleElement().asString().contains("libc.so.6 text");
        assertThat(page.text("document.getElementById('filter-count').textContent"))
                .isEqualTo("1 of 9 ranges, 940 KiB resident");

        page.evaluate("document.querySelector('#owners [data-owner=library] button').click()");
        assertThat(rows()).hasSize(2).allSatisfy(row -> assertThat(row).contains("library"));
        page.evaluate("document.getElementById('filter-reset').click()");
        page.evaluate("document.querySelector('#mappings [data-column=resident] button').click()");
        page.settle();
        assertThat(rows().get(0)).contains("java-heap").contains("29.3 MiB");
        assertThat(page.text("document.querySelector('#mappings [data-column=resident]').ariaSort"))
                .isEqualTo("descending");
    }

    @Test
    void twentyThousandMappingsStayUsable() throws IOException, InterruptedException {
        page.countOwnTime();
        show(PageSamples.many(20_000).map());

        assertThat(page.secondsOfOwnTime()).as("seconds until it is drawn").isLessThan(2);
        assertThat(page.number("document.querySelectorAll('#mappings tbody tr').length"))
                .isLessThan(100);
        assertThat(page.number("document.querySelectorAll('#picture svg *').length"))
                .isLessThan(500);

        page.evaluate("document.getElementById('mappings').focus()");
        page.press("End");
        assertThat(activeRow()).contains("7f000ea5d000");
        assertThat(page.text("document.querySelector('#mappings tr.active').getAttribute('aria-rowindex')"))
                .isEqualTo("20001");
        page.evaluate("document.getElementById('filter').focus()");
        double took = page.number(
                "(() => { const t = performance.now(); const f = document.getElementById('filter');"
                        + " f.value = 'segment-12345'; f.dispatchEvent(new Event('input')); return performance.now() - t; })()");
        page.settle();
        assertThat(rows()).singleElement().asString().contains("/srv/data/segment-12345.bin");
        assertThat(took).as("milliseconds to filter").isLessThan(500);
    }

    @Test
    void coloursFollowTheSystemAndTheSwitch() throws IOException, InterruptedException {
        show(MapSamples.jvm().map());
        page.preferColours("dark");
        assertThat(ground()).isEqualTo("rgb(20, 23, 28)");
        page.evaluate(
                "(s => { s.value = 'light'; s.dispatchEvent(new Event('change')); })(document.getElementById('theme'))");
        assertThat(ground()).isEqualTo("rgb(255, 255, 255)");
    }

    @Test
    void paperHasEveryRow() throws IOException, InterruptedException {
        show(PageSamples.many(300).map());
        page.evaluate(
                "addEventListener('beforeprint', () => { window.printed = document.querySelectorAll('#mappings tbody tr').length; })");

        byte[] pdf = page.pdf();

        assertThat(page.number("window.printed")).isEqualTo(300 + 2);
        long pages = Pattern.compile("/Type\\s*/Page\\b")
                .matcher(new String(pdf, StandardCharsets.ISO_8859_1))
                .results()
                .count();
        assertThat(pages).isGreaterThan(6);
        page.until("document.querySelectorAll('#mappings tbody tr').length < 100");
        page.send("Emulation.setEmulatedMedia", Map.of("media", "print"));
        assertThat(page.number("document.querySelectorAll('.controls').length")).isPositive();
        assertThat(page.evaluate(
                                "[...document.querySelectorAll('button, select, input')].every(e => !e.checkVisibility()"
                                        + " || e.classList.contains('owner'))")
                        .asBoolean())
                .isTrue();
        assertThat(page.text("getComputedStyle(document.querySelector('#mappings th'), '::before').content"))
                .isEqualTo("\"Range\"");
    }

    @Test
    void paperHasTheLargestOfManyRowsAndSaysHowManyItLeavesOut() throws IOException, InterruptedException {
        show(PageSamples.many(5_000).map());
        page.evaluate(
                "addEventListener('beforeprint', () => { window.printed = { rows: document.querySelectorAll("
                        + "'#mappings tbody tr[data-position]').length, said: document.getElementById('left-out').innerText }; })");

        long start = System.nanoTime();
        page.pdf();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
        assertThat(page.number("window.printed.rows")).isEqualTo(500);
        assertThat(page.text("window.printed.said"))
                .startsWith("The 500 rows with the most resident memory; 4,500 rows with ")
                .contains(" resident are left out.");
        assertThat(page.text("document.getElementById('left-out').textContent")).isEmpty();

        page.evaluate("document.getElementById('print-all').click()");
        page.evaluate("dispatchEvent(new Event('beforeprint'))");
        assertThat(page.number("window.printed.rows")).isEqualTo(5_000);
        assertThat(page.text("document.getElementById('left-out').textContent")).isEmpty();
        page.evaluate("dispatchEvent(new Event('afterprint'))");
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void withoutScriptsTheSummaryIsThere() throws IOException, InterruptedException {
        page.send("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        page.open(file(MapSamples.jvm().map()).toUri());

        String text = page.text("document.body.innerText");
        assertThat(text)
                .contains("Scripts are off")
                .contains("java-heap")
                .contains("would need CAP_SYS_PTRACE")
                .contains("85.3 TiB");
        assertThat(text).doesNotContain("Zoom in").doesNotContain("Filter");
    }

    @Test
    void aNarrowWindowScrollsNothingButTables() throws IOException, InterruptedException {
        page.viewport(400, 800);
        show(MapSamples.jvm().map());

        assertThat(page.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(400);
    }

    private Path show(ProcessMap map) throws IOException, InterruptedException {
        Path file = file(map);
        page.open(file.toUri());
        page.settle();
        return file;
    }

    private static Path file(ProcessMap map) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "map", ".html"), PageSamples.page(map));
    }

    private String details() throws IOException, InterruptedException {
        return page.text("document.getElementById('details').innerText");
    }

    private String activeRow() throws IOException, InterruptedException {
        return page.text(
                "document.getElementById(document.getElementById('mappings').getAttribute('aria-activedescendant')).innerText");
    }

    private List<String> rows() throws IOException, InterruptedException {
        List<String> rows = new ArrayList<>();
        page.evaluate("[...document.querySelectorAll('#mappings tbody tr[data-position]')].map(row => row.innerText)")
                .forEach(row -> rows.add(row.asText()));
        return rows;
    }

    /** How much of the overview its frame covers. */
    private double seen() throws IOException, InterruptedException {
        return number("width");
    }

    private double number(String ofFrame) throws IOException, InterruptedException {
        return page.number("Number(document.querySelector('#overview .view').getAttribute('%s'))".formatted(ofFrame));
    }

    private String ground() throws IOException, InterruptedException {
        return page.text("getComputedStyle(document.body).backgroundColor");
    }
}
