package dev.plumbline.inspector.report.html;

import dev.plumbline.inspector.check.map.OwnerTotals;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.check.map.Totals;
import dev.plumbline.inspector.check.map.UsageBasis;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Usage;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who has how much: a row an owner, complete without any script. */
final class OwnerTable {

    private static final int USAGE_COLUMNS = 4;

    private final ProcessMap map;
    private final List<OwnerTotals> owners;
    private final Totals all;
    private final boolean usageKnown;

    OwnerTable(ProcessMap map) {
        this.map = map;
        owners = OwnerTotals.of(map.ranges());
        all = Totals.of(map.ranges());
        usageKnown = map.basis() != UsageBasis.NONE;
    }

    String html() {
        StringBuilder out = new StringBuilder("""
                <div class="scroll" role="region" tabindex="0" aria-labelledby="owners-title">
                <table id="owners" class="owners">
                <thead><tr><th scope="col">Owner</th><th scope="col">Share</th><th scope="col" class="number">Resident</th>\
                <th scope="col" class="number">PSS</th><th scope="col" class="number">Swap</th>\
                <th scope="col" class="number">Huge</th>\
                """);
        if (tables()) {
            out.append("<th scope=\"col\" class=\"number\">Page tables</th>");
        }
        for (int node : nodes()) {
            out.append("<th scope=\"col\" class=\"number\">Node ").append(node).append("</th>");
        }
        out.append("""
                <th scope="col" class="number">Committed</th>\
                <th scope="col" class="number">Reserved</th><th scope="col" class="number">Ranges</th>\
                <th scope="col">What it is</th></tr></thead>
                <tbody>
                """);
        for (OwnerTotals owner : owners) {
            String word = owner.owner().word();
            out.append("<tr data-owner=\"")
                    .append(word)
                    .append("\"><th scope=\"row\">")
                    .append(word)
                    .append("</th>");
            out.append("<td class=\"bar-cell\">").append(bar(owner.totals())).append("</td>");
            amounts(out, owner.totals(), owner.ranges());
            out.append("<td class=\"meaning wide\">")
                    .append(Html.text(owner.owner().meaning()))
                    .append("</td></tr>\n");
        }
        out.append("</tbody>\n<tfoot><tr><th scope=\"row\">total</th><td></td>");
        amounts(out, all, map.ranges());
        return out.append("<td></td></tr></tfoot>\n</table>\n</div>\n").toString();
    }

    /** The share of what is resident, or of what is reserved where usage is not known; the script draws it anew. */
    private String bar(Totals totals) {
        long whole = usageKnown ? all.usage().residentBytes() : all.reservedBytes();
        long part = usageKnown ? totals.usage().residentBytes() : totals.reservedBytes();
        double percent = whole == 0 ? 0 : 100.0 * part / whole;
        return String.format(
                Locale.ROOT,
                "<svg class=\"bar hue-grey\" role=\"img\" aria-label=\"%1$.1f %%\"><rect class=\"resident\" width=\"%1$.1f%%\" height=\"18\"/></svg>",
                percent);
    }

    /** What the tables of an owner cost is told where it is known, and nodes only where there is a choice. */
    private boolean tables() {
        return map.tables().known();
    }

    private SortedSet<Integer> nodes() {
        return map.nodes().nodes().size() > 1 ? map.nodes().nodes() : new TreeSet<>();
    }

    private void amounts(StringBuilder out, Totals totals, List<OwnedRange> ranges) {
        Usage usage = totals.usage();
        if (usageKnown) {
            out.append(Amount.cell(usage.residentBytes()))
                    .append(Amount.cell(usage.pssBytes()))
                    .append(Amount.cell(usage.swapBytes()))
                    .append(Amount.cell(usage.largePageBytes()));
        } else {
            out.append("<td class=\"number\">not known</td>".repeat(USAGE_COLUMNS));
        }
        if (tables()) {
            out.append(Amount.cell(ranges.stream().mapToLong(map.tables()::of).sum()));
        }
        for (int node : nodes()) {
            out.append(Amount.cell(ranges.stream()
                    .mapToLong(r -> map.nodes().of(r).getOrDefault(node, 0L))
                    .sum()));
        }
        out.append(Amount.cell(totals.committedBytes())).append(Amount.cell(totals.reservedBytes()));
        out.append("<td class=\"number\">%,d</td>".formatted(totals.mappings()));
    }
}
