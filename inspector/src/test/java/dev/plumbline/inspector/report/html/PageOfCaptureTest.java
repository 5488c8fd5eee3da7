package dev.plumbline.inspector.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.check.map.MapAnswer;
import dev.plumbline.inspector.check.map.MapOptions;
import dev.plumbline.inspector.check.map.ProcessMapReader;
import dev.plumbline.inspector.report.ByteText;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pages of real processes: what is beside pages in them. */
class PageOfCaptureTest {

    private static final int PAGE_BYTES = 4096;

    @Test
    void nodesPageTablesAndWindowsAreTold() throws NotACaptureException {
        Capture capture = Capture.open(Captures.named("x86_64-numa-6g"));
        HostView host = new HostView(capture);
        ProcessView process = new ProcessView(
                ProcessView.readStat(128, host).intact().orElseThrow().orElseThrow(), host);
        MapAnswer answer = ProcessMapReader.read(process, MapOptions.OUTSIDE);

        String page = PageSamples.page(((MapAnswer.Mapped) answer).map());

        String total = page.substring(page.indexOf("<tfoot>"), page.indexOf("</tfoot>"));
        String numaMaps = text(capture, "proc/128/numa_maps");
        assertThat(page).contains(">Node 0</th>").contains(">Node 1</th>");
        assertThat(total)
                .contains(">" + Amount.of(pagesOn(0, numaMaps) * PAGE_BYTES) + "<")
                .contains(">" + Amount.of(pagesOn(1, numaMaps) * PAGE_BYTES) + "<");

        Matcher vmPte = Pattern.compile("VmPTE:\\s+(\\d+) kB").matcher(text(capture, "proc/128/status"));
        assertThat(vmPte.find()).isTrue();
        assertThat(page)
                .contains("<strong>" + ByteText.about(Long.parseLong(vmPte.group(1)) * 1024)
                        + "</strong> <span>page tables</span>");

        assertThat(page)
                .contains("<h2 id=\"windows-title\">")
                .contains("<th scope=\"row\">stack</th>")
                .contains("\"name\":\"stack\"");
    }

    private static long pagesOn(int node, String numaMaps) {
        return Pattern.compile(" N" + node + "=(\\d+)")
                .matcher(numaMaps)
                .results()
                .mapToLong(m -> Long.parseLong(m.group(1)))
                .sum();
    }

    private static String text(Capture capture, String path) {
        return new String(capture.read(path).content().orElseThrow(), StandardCharsets.ISO_8859_1);
    }
}
