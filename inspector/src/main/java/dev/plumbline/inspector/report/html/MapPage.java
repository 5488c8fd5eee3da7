package dev.plumbline.inspector.report.html;

import dev.plumbline.inspector.check.map.ProcessMap;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A process's map as one HTML file: an address-space picture, the owners, a table of all mappings. It holds all that it shows, loads
 * nothing, and says so to the browser by a content security policy.
 */
public final class MapPage {

    private final String toolVersion;
    private final PageAssets assets;

    /** Writes in the name of a version of this tool. */
    public MapPage(String toolVersion) {
        this(toolVersion, PageAssets.load());
    }

    MapPage(String toolVersion, PageAssets assets) {
        this.toolVersion = toolVersion;
        this.assets = assets;
    }

    /**
     * Writes one page as UTF-8. The stream stays open.
     *
     * @throws IOException if the stream does
     */
    public void write(ProcessMap map, OutputStream out) throws IOException {
        PageHeader header = new PageHeader(map);
        PageWindows windows = new PageWindows(map);
        PageSections sections = new PageSections(map, windows);
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        new Template(assets.template())
                .write(
                        Map.ofEntries(
                                place("policy", assets.policy()),
                                place("version", Html.text(toolVersion)),
                                place("title", header.title()),
                                place("style", assets.style()),
                                place("heading", header.heading()),
                                place("facts", header.facts()),
                                place("links", sections.links()),
                                place("notes", sections.notes()),
                                place("owners", new OwnerTable(map).html()),
                                place("gaps", sections.largestGaps()),
                                place("windows", windows.html()),
                                place("footer", "Plumbline " + Html.text(toolVersion)),
                                Map.entry("data", new PageData(map, windows)::write),
                                place("script", assets.script())),
                        writer);
        writer.flush();
    }

    private static Map.Entry<String, Template.Content> place(String name, String markup) {
        return Map.entry(name, Template.Content.of(markup));
    }
}
