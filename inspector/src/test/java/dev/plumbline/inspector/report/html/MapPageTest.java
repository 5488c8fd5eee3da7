package dev.plumbline.inspector.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.inspector.check.map.MapSamples;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MapPageTest {

    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"map-data\">(.*?)</script>", Pattern.DOTALL);

    private static final int UNIT_BYTES = 4096;

    @Test
    void theDataTellEveryRangeOfTheMap() throws IOException {
        ProcessMap map = MapSamples.jvm()
                .anonymous(0x00fffffffffde000L, 132, "rw-p", Owner.MAIN_STACK, "", 16)
                .anonymous(0xffffffffff600000L, 4, "--xp", Owner.VSYSCALL, "", 0)
                .map();

        JsonNode data = data(PageSamples.page(map));

        JsonNode columns = data.get("columns");
        long at = 0;
        int i = 0;
        for (OwnedRange range : map.ranges()) {
            long start = at + columns.at("/gap/" + i).asLong() * UNIT_BYTES;
            at = start + columns.at("/units/" + i).asLong() * UNIT_BYTES;
            assertThat(start)
                    .as(range.toString())
                    .isEqualTo(range.range().start().value());
            assertThat(at).as(range.toString()).isEqualTo(range.range().end().value());
            assertThat(columns.at("/resident/" + i).asLong())
                    .isEqualTo(range.usage().residentBytes());
            assertThat(columns.at("/pss/" + i).asLong()).isEqualTo(range.usage().pssBytes());
            assertThat(text(data, "owner", i)).isEqualTo(range.owner().word());
            assertThat(text(data, "permissions", i)).isEqualTo(range.permissions());
            i++;
        }
        assertThat(columns.get("units")).hasSize(i);
        assertThat(text(data, "file", indexOf(map, "db"))).isEqualTo("/srv/a\\x1b[2J.db");
    }

    @Test
    void namesStayText() throws IOException {
        String page = PageSamples.page(PageSamples.hostile());

        assertThat(page.split("<script", -1)).hasSize(3);
        assertThat(page).doesNotContain("<img").doesNotContain("<!--").doesNotContain("\u202e");
        assertThat(page).contains("&lt;img src=x onerror=alert(2)&gt;\\u202e&amp;amp;{{data}}");
        JsonNode data = data(page);
        assertThat(data.get("texts").toString()).contains("</script><!--<script>alert(1)</script>");
    }

    @Test
    void nothingIsAskedOfAnybody() {
        String page = PageSamples.page(MapSamples.jvm().map());

        String markup = page.replaceAll("(?s)<script>.*</script>", "");
        List<String> references = Pattern.compile("(?:src|href|action|url)\\s*[=(]\\s*[\"']?([^\"')\\s>]*)")
                .matcher(markup)
                .results()
                .map(m -> m.group(1))
                .toList();
        assertThat(references).isNotEmpty().allSatisfy(r -> assertThat(r).matches("#[a-z-]+|data:,"));
        assertThat(page.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("@import")
                .doesNotContain("://");
        assertThat(page)
                .containsPattern("Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-[^']+';"
                        + " script-src 'sha256-[^']+'; img-src data:;");
    }

    @Test
    void withoutScriptOwnersGapsAndNotesAreThere() {
        String page = PageSamples.page(MapSamples.jvm().map());

        assertThat(page).contains("<noscript>");
        assertThat(page).contains("<tr data-owner=\"java-heap\"><th scope=\"row\">java-heap</th>");
        assertThat(page).contains("OpenJDK 64-Bit Server VM 17.0.15+6, collector g1");
        assertThat(page).contains("would need CAP_SYS_PTRACE</li>");
        assertThat(page).contains("<td class=\"address\">100000000-555555554000</td>");
        assertThat(page).contains("2026-03-01 10:00:00 UTC");
    }

    @Test
    void whatIsNotKnownIsNotZero() throws IOException {
        String page = PageSamples.page(MapSamples.jvm().withoutUsage().map());

        assertThat(data(page).get("usageKnown").asBoolean()).isFalse();
        assertThat(page).contains("<td class=\"number\">not known</td>").doesNotContain("<span>resident</span>");
    }

    @Test
    void aProcessWithoutMappingsHasAPage() throws IOException {
        String page = PageSamples.page(MapSamples.empty().map());

        assertThat(data(page).get("columns").get("units")).isEmpty();
        assertThat(page).contains("0</strong> <span>mappings</span>");
    }

    @Test
    void twentyThousandMappingsStaySmall() {
        String page = PageSamples.page(PageSamples.many(20_000).map());

        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(6_000_000);
    }

    private static int indexOf(ProcessMap map, String end) {
        int i = 0;
        while (!map.ranges().get(i).file().orElse("").endsWith(end)) {
            i++;
        }
        return i;
    }

    private static String text(JsonNode data, String column, int row) {
        return data.at("/texts/" + data.at("/columns/" + column + "/" + row).asInt())
                .asText();
    }

    private static JsonNode data(String page) throws IOException {
        List<MatchResult> found = DATA.matcher(page).results().toList();
        assertThat(found).hasSize(1);
        return new ObjectMapper().readTree(found.get(0).group(1));
    }
}
