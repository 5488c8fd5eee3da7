package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.map.Change;
import dev.plumbline.inspector.check.map.MapDiff.MappingChange;
import dev.plumbline.inspector.check.map.MapDiff.OwnerChange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What changed, as tables: by owner, then by mapping. */
final class MapDiffTable {

    private static final String OWNER = "%-14s %9s %9s %9s %8s %10s %9s";
    private static final String MAPPING = "%-12s %-8s %9s %9s  %-14s ";

    private final TextStyle style;

    MapDiffTable(TextStyle style) {
        this.style = style;
    }

    /** What each owner has now and by how much it has more; owners of which nothing changed are one line. */
    List<String> owners(List<OwnerChange> changes, Change total) {
        List<String> lines = new ArrayList<>();
        lines.add(Paint.DIM.over(
                OWNER.formatted("owner", "resident", "+resident", "+PSS", "+swap", "+committed", "+reserved"), style));
        changes.stream()
                .filter(c -> !c.change().isNothing())
                .forEach(c -> lines.add(owner(c.owner().word(), c.change())));
        lines.add(owner("total", total));
        String same = changes.stream()
                .filter(c -> c.change().isNothing())
                .map(c -> c.owner().word())
                .collect(Collectors.joining(", "));
        if (!same.isEmpty()) {
            lines.addAll(Lines.wrap("unchanged: " + same, 2, style.columns()));
        }
        return lines;
    }

    private String owner(String name, Change change) {
        String line = OWNER.formatted(
                name,
                ByteText.brief(change.after().usage().residentBytes()),
                ByteText.briefChange(change.residentBytes()),
                ByteText.briefChange(change.pssBytes()),
                ByteText.briefChange(change.swapBytes()),
                ByteText.briefChange(change.committedBytes()),
                ByteText.briefChange(change.reservedBytes()));
        return paint(line.stripTrailing(), change);
    }

    /** The largest changes, and how many there are more. */
    List<String> mappings(List<MappingChange> changes, int listed) {
        List<String> lines = largest(changes, listed);
        if (changes.size() > listed) {
            lines.add("and %d more; --verbose lists them".formatted(changes.size() - listed));
        }
        return lines;
    }

    /** The largest changes. */
    List<String> largest(List<MappingChange> changes, int listed) {
        List<String> lines = new ArrayList<>();
        lines.add(Paint.DIM.over(MAPPING.formatted("start", "", "+resident", "+reserved", "owner") + "what", style));
        changes.stream().limit(listed).forEach(c -> lines.add(mapping(c)));
        return lines;
    }

    private String mapping(MappingChange change) {
        String line = MAPPING.formatted(
                        "%08x".formatted(change.range().start().value()),
                        what(change),
                        ByteText.briefChange(change.change().residentBytes()),
                        ByteText.briefChange(change.change().reservedBytes()),
                        change.owner().word())
                + change.label();
        String cut = style.columns().isPresent()
                ? Lines.shortened(line.stripTrailing(), style.columns().getAsInt())
                : line.stripTrailing();
        return paint(cut, change.change());
    }

    private static String what(MappingChange change) {
        if (change.appeared()) {
            return "appeared";
        }
        if (change.vanished()) {
            return "vanished";
        }
        long grew = change.change().residentBytes() != 0
                ? change.change().residentBytes()
                : change.change().reservedBytes();
        return grew > 0 ? "grew" : grew < 0 ? "shrank" : "changed";
    }

    private String paint(String line, Change change) {
        if (change.residentBytes() == 0) {
            return line;
        }
        return (change.residentBytes() > 0 ? Paint.YELLOW : Paint.GREEN).over(line, style);
    }
}
