package dev.plumbline.inspector.report.html;

import dev.plumbline.inspector.check.map.MapWindow;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.owner.OwnedRange;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/** The reference's windows that a process's mappings lie in, each once, by address. */
final class PageWindows {

    /** The program named the address: what the kernel would have allowed bounds nothing. */
    private static final String ASKED = "asked";

    private final IdentityHashMap<OwnedRange, MapWindow> byRange = new IdentityHashMap<>();
    private final List<MapWindow> windows;

    PageWindows(ProcessMap map) {
        for (OwnedRange range : map.ranges()) {
            map.windows().window(range).ifPresent(window -> byRange.put(range, window));
        }
        windows = byRange.values().stream()
                .distinct()
                .sorted(Comparator.comparing((MapWindow w) -> w.range().start())
                        .thenComparing(w -> w.range().end()))
                .toList();
    }

    List<MapWindow> all() {
        return windows;
    }

    static boolean bounds(MapWindow window) {
        return !window.name().equals(ASKED);
    }

    /** Its place in {@link #all}; -1 of a range without a reference. */
    int indexOf(OwnedRange range) {
        MapWindow window = byRange.get(range);
        return window == null ? -1 : windows.indexOf(window);
    }

    private long rangesIn(MapWindow window) {
        return byRange.values().stream().filter(window::equals).count();
    }

    /** As a section; empty where there are none. */
    String html() {
        if (windows.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("""
                <section aria-labelledby="windows-title">
                <h2 id="windows-title">Reference windows</h2>
                <p class="remark">Where the kernel's rules let it put mappings of each kind, and of how many random bits it chose the
                place, at most.</p>
                <div class="scroll" role="region" tabindex="0" aria-labelledby="windows-title">
                <table>
                <thead><tr><th scope="col">Window</th><th scope="col">Range</th><th scope="col" class="number">Size</th>\
                <th scope="col" class="number">Random bits</th><th scope="col" class="number">Ranges in it</th>\
                <th scope="col">Rule</th></tr></thead>
                <tbody>
                """);
        for (MapWindow window : windows) {
            out.append("<tr><th scope=\"row\">")
                    .append(Html.text(window.name()))
                    .append("</th>");
            if (bounds(window)) {
                out.append("<td class=\"address\">").append(window.range()).append("</td>");
                out.append(Amount.cell(window.range().sizeBytes()));
                out.append("<td class=\"number\">").append(window.randomBits()).append("</td>");
            } else {
                out.append("<td></td><td></td><td></td>");
            }
            out.append("<td class=\"number\">%,d</td>".formatted(rangesIn(window)));
            out.append("<td class=\"wide\">").append(Html.text(window.rule())).append("</td></tr>\n");
        }
        return out.append("</tbody>\n</table>\n</div>\n</section>\n").toString();
    }
}
