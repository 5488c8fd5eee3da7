package dev.plumbline.inspector.report.html;

import dev.plumbline.inspector.check.map.Gap;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sections that need no script: notes, and the largest gaps. Each is left out where it has nothing to say. */
final class PageSections {

    private static final int GAPS_LISTED = 12;

    private final ProcessMap map;
    private final PageWindows windows;

    PageSections(ProcessMap map, PageWindows windows) {
        this.map = map;
        this.windows = windows;
    }

    String notes() {
        if (map.notes().isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder(
                "<section aria-labelledby=\"notes-title\">\n<h2 id=\"notes-title\">Notes</h2>\n<ul class=\"notes\">\n");
        map.notes().forEach(note -> out.append("<li>").append(Html.text(note)).append("</li>\n"));
        return out.append("</ul>\n</section>\n").toString();
    }

    /** To the sections that are there. */
    String links() {
        String notes = map.notes().isEmpty() ? "" : "<a href=\"#notes-title\">Notes</a> ";
        String gaps = map.gaps().isEmpty() ? "" : "<a href=\"#gaps-title\">Gaps</a> ";
        return notes + gaps + (windows.all().isEmpty() ? "" : "<a href=\"#windows-title\">Windows</a>");
    }

    String largestGaps() {
        List<Gap> gaps = map.gaps();
        if (gaps.isEmpty()) {
            return "";
        }
        List<Gap> largest = gaps.stream()
                .sorted(Comparator.comparing(Gap::sizeBytes, Long::compareUnsigned)
                        .reversed())
                .limit(GAPS_LISTED)
                .toList();
        StringBuilder out = new StringBuilder();
        out.append("<section aria-labelledby=\"gaps-title\">\n<h2 id=\"gaps-title\">Gaps</h2>\n");
        out.append("<p class=\"remark\">")
                .append(gapsText(gaps.size(), largest.size()))
                .append("</p>\n");
        out.append(
                "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"gaps-title\">\n<table>\n<thead><tr>"
                        + "<th scope=\"col\" class=\"number\">Size</th><th scope=\"col\">Range</th><th scope=\"col\">Below it</th>"
                        + "<th scope=\"col\">Above it</th></tr></thead>\n<tbody>\n");
        Map<VirtAddr, OwnedRange> byEnd = new HashMap<>();
        Map<VirtAddr, OwnedRange> byStart = new HashMap<>();
        for (OwnedRange range : map.ranges()) {
            byEnd.put(range.range().end(), range);
            byStart.put(range.range().start(), range);
        }
        for (Gap gap : largest) {
            out.append("<tr>").append(Amount.cell(gap.sizeBytes()));
            out.append("<td class=\"address\">").append(gap.range()).append("</td>");
            out.append(neighbour(byEnd.get(gap.range().start())));
            out.append(neighbour(byStart.get(gap.range().end()))).append("</tr>\n");
        }
        return out.append("</tbody>\n</table>\n</div>\n</section>\n").toString();
    }

    private static String gapsText(int all, int listed) {
        String count = all == 1 ? "1 gap lies" : "%,d gaps lie".formatted(all);
        return count + " between mappings" + (listed < all ? "; these are the largest." : ".");
    }

    private static String neighbour(@Nullable OwnedRange range) {
        if (range == null) {
            return "<td></td>";
        }
        String name = range.file().or(range::name).orElse(range.label());
        String text = name.isEmpty() ? range.owner().word() : range.owner().word() + " · " + name;
        return "<td class=\"wide\">" + Html.text(text) + "</td>";
    }
}
