package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.map.Gap;
import dev.plumbline.inspector.check.map.OwnerTotals;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.check.map.Totals;
import dev.plumbline.inspector.check.map.UsageBasis;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.owner.Usage;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The mappings in address order, a line each; on a terminal, what is alike stands in one line. */
final class MapRows {

    private static final String FORM = "%-12s %-5s %8s %8s  %-14s ";
    private static final int MARGIN = 13;

    private final TextStyle style;
    private final boolean withGaps;
    private final List<String> lines = new ArrayList<>();
    private final Map<VirtAddr, Gap> gaps = new HashMap<>();
    private String window = "";
    private boolean known;

    MapRows(TextStyle style, boolean withGaps) {
        this.style = style;
        this.withGaps = withGaps;
    }

    List<String> lines(ProcessMap map) {
        map.gaps().forEach(g -> gaps.put(g.range().start(), g));
        known = map.basis() != UsageBasis.NONE;
        boolean fold = style.columns().isPresent() && !style.verbose();
        lines.add(Paint.DIM.over(FORM.formatted("start", "perm", "size", "resident", "owner") + "what", style));
        for (MapRow row : fold ? MapFolding.of(map.ranges()) : MapFolding.none(map.ranges())) {
            window(map, row.first());
            if (row.isFolded()) {
                folded(row);
            } else {
                single(row.first());
            }
            Gap behind = gaps.get(row.last().range().end());
            if (withGaps && behind != null) {
                lines.add(Paint.DIM.over(
                        FORM.formatted("", "", ByteText.brief(behind.sizeBytes()), "", "")
                                        .stripTrailing() + "  sparse region",
                        style));
            }
        }
        return lines;
    }

    /** A heading where another window of the reference begins. */
    private void window(ProcessMap map, OwnedRange range) {
        String heading = map.windows()
                .window(range)
                .map(w -> w.title() + (w.randomBits() == 0 ? "" : ", up to %d random bits".formatted(w.randomBits())))
                .orElse("");
        if (!heading.equals(window)) {
            window = heading;
            lines.add(Paint.CYAN.over("- " + (heading.isEmpty() ? "window not known" : heading), style));
        }
    }

    private void single(OwnedRange range) {
        String line = FORM.formatted(
                "%08x".formatted(range.range().start().value()),
                range.permissions(),
                ByteText.brief(range.reservedBytes()),
                resident(range.usage()),
                range.owner().word());
        add(line, Printable.of(range.label()), range);
        if (style.verbose() && !range.evidence().isEmpty()) {
            Lines.wrap(" ".repeat(MARGIN) + "by " + Printable.of(range.evidence()), MARGIN + 2, style.columns())
                    .forEach(l -> lines.add(Paint.DIM.over(l, style)));
        }
    }

    private void folded(MapRow row) {
        Totals totals = Totals.of(row.ranges());
        boolean image = row.times() == 1;
        Owner owner = OwnerTotals.of(row.ranges()).get(0).owner();
        String line = FORM.formatted(
                "%08x".formatted(row.first().range().start().value()),
                "x" + (image ? row.ranges().size() : row.times()),
                ByteText.brief(totals.reservedBytes()),
                resident(totals.usage()),
                owner.word());
        add(line, Printable.of(image ? segments(row) : repeated(row, owner)), row.first());
    }

    private String resident(Usage usage) {
        return known ? ByteText.brief(usage.residentBytes()) : "?";
    }

    private static String segments(MapRow row) {
        return MapFolding.imageName(row.first())
                + row.ranges().stream()
                        .map(MapFolding::segmentName)
                        .distinct()
                        .collect(Collectors.joining(", ", " ", ""));
    }

    /** The first and the last of the owner who has most of it, and what else is repeated with each. */
    private static String repeated(MapRow row, Owner owner) {
        List<OwnedRange> its =
                row.ranges().stream().filter(r -> r.owner() == owner).toList();
        String first = its.get(0).label();
        String last = its.get(its.size() - 1).label();
        String others = row.ranges().stream()
                .limit(row.period())
                .filter(r -> r.owner() != owner)
                .map(r -> r.owner().word())
                .distinct()
                .collect(Collectors.joining(", "));
        String ends = first.equals(last) ? first : first + " .. " + last;
        String with = others.isEmpty() ? "" : "each with " + others;
        return ends.isEmpty() || with.isEmpty() ? ends + with : ends + ", " + with;
    }

    private void add(String start, String what, OwnedRange of) {
        String line = Lines.fitting(start, what, style.columns());
        boolean writableCode = of.permissions().startsWith("rwx");
        if (writableCode) {
            lines.add(Paint.RED.over(line, style));
        } else if (of.owner() == Owner.GUARD) {
            lines.add(Paint.DIM.over(line, style));
        } else {
            lines.add(of.owner() == Owner.UNKNOWN ? Paint.YELLOW.over(line, style) : line);
        }
    }
}
