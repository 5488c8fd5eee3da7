package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.map.Grouping;
import dev.plumbline.inspector.check.map.MapGroup;
import dev.plumbline.inspector.check.map.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The table that says who has what: a line a group, largest resident first, and one of them all. */
final class MapSummary {

    private static final int NAME = 14;
    private static final Column RESIDENT = bytes("resident", 9, t -> t.usage().residentBytes());
    private static final Column PSS = bytes("PSS", 8, t -> t.usage().pssBytes());
    private static final Column SWAP = bytes("swap", 8, t -> t.usage().swapBytes());
    private static final Column HUGE = bytes("huge", 8, t -> t.usage().largePageBytes());
    private static final Column RESERVED = bytes("reserved", 9, Totals::reservedBytes);

    private static final List<Column> BY_OWNER = List.of(
            RESERVED,
            bytes("committed", 10, Totals::committedBytes),
            RESIDENT,
            PSS,
            SWAP,
            HUGE,
            new Column("ranges", 8, t -> Integer.toString(t.mappings())));
    private static final List<Column> BY_MAPPING = List.of(RESERVED, RESIDENT, PSS, SWAP, HUGE);
    private static final List<Column> BY_PAGE_SIZE = List.of(
            RESIDENT,
            bytes("base pages", 12, t -> t.usage().basePageBytes()),
            bytes("transparent", 13, t -> t.usage().hugeBytes()),
            bytes("hugetlb", 9, t -> t.usage().hugetlbBytes()),
            new Column("huge share", 12, MapSummary::hugeShare));

    private final TextStyle style;
    private final Grouping by;
    private final List<Column> columns;

    private record Column(String heading, int width, Function<Totals, String> value) {}

    MapSummary(TextStyle style, Grouping by) {
        this.style = style;
        this.by = by;
        this.columns = switch (by) {
            case OWNER -> BY_OWNER;
            case VMA -> BY_MAPPING;
            case PAGESIZE -> BY_PAGE_SIZE;
        };
    }

    private static Column bytes(String heading, int width, ToLongFunction<Totals> bytes) {
        return new Column(heading, width, t -> ByteText.brief(bytes.applyAsLong(t)));
    }

    /** Of all that stands in memory, hugetlb pages included. */
    private static String hugeShare(Totals totals) {
        long all = totals.usage().residentBytes() + totals.usage().hugetlbBytes();
        return all == 0
                ? "-"
                : String.format(Locale.ROOT, "%.1f%%", 100.0 * totals.usage().largePageBytes() / all);
    }

    /** The lines; groups beyond the first so many are one line. */
    List<String> lines(List<MapGroup> groups, int listed) {
        List<String> lines = new ArrayList<>();
        StringBuilder headings = new StringBuilder(Lines.pad(by == Grouping.VMA ? "mapping" : "owner", NAME));
        columns.forEach(c -> headings.append(right(c.heading(), c.width())));
        lines.add(Paint.DIM.over(headings.toString(), style));
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
        columns.forEach(c -> line.append(right(c.value().apply(group.totals()), c.width())));
        if (!group.detail().isEmpty()) {
            line.append("  ");
        }
        return Lines.fitting(line.toString(), Printable.of(group.detail()), style.columns());
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }
}
