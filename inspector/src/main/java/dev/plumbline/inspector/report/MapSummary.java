package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.map.MapGroup;
import dev.plumbline.inspector.check.map.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The table that says who has what: a line a group, largest resident first, and one of them all. */
final class MapSummary {

    private static final int NAME = 14;
    private static final List<Column> COLUMNS = List.of(
            new Column("reserved", 9, Totals::reservedBytes),
            new Column("committed", 10, Totals::committedBytes),
            new Column("resident", 9, t -> t.usage().residentBytes()),
            new Column("PSS", 8, t -> t.usage().pssBytes()),
            new Column("swap", 8, t -> t.usage().swapBytes()),
            new Column("huge", 8, t -> t.usage().largePageBytes()));
    private static final int RANGES = 8;

    private record Column(String heading, int width, ToLongFunction<Totals> bytes) {}

    private final TextStyle style;

    MapSummary(TextStyle style) {
        this.style = style;
    }

    List<String> lines(String of, List<MapGroup> groups, int listed) {
        List<String> lines = new ArrayList<>();
        StringBuilder headings = new StringBuilder(Lines.pad(of, NAME));
        COLUMNS.forEach(c -> headings.append(right(c.heading(), c.width())));
        lines.add(Paint.DIM.over(headings.append(right("ranges", RANGES)).toString(), style));
        groups.stream().limit(listed).forEach(g -> lines.add(line(g)));
        if (groups.size() > listed) {
            Totals rest = groups.stream().skip(listed).map(MapGroup::totals).reduce(Totals.NONE, Totals::plus);
            lines.add(line(new MapGroup("%,d more".formatted(groups.size() - listed), "", rest)));
        }
        Totals all = groups.stream().map(MapGroup::totals).reduce(Totals.NONE, Totals::plus);
        lines.add(line(new MapGroup("total", "", all)));
        return lines;
    }

    private String line(MapGroup group) {
        StringBuilder line = new StringBuilder(Lines.pad(Printable.of(group.name()), NAME));
        COLUMNS.forEach(c -> line.append(right(ByteText.brief(c.bytes().applyAsLong(group.totals())), c.width())));
        line.append(right(Integer.toString(group.totals().mappings()), RANGES));
        if (!group.detail().isEmpty()) {
            line.append("  ").append(Printable.of(group.detail()));
        }
        return style.columns().isPresent()
                ? Lines.shortened(line.toString(), style.columns().getAsInt())
                : line.toString();
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }
}
