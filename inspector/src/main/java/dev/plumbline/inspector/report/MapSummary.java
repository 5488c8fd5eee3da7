package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.map.Grouping;
import dev.plumbline.inspector.check.map.MapGroup;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.check.map.Totals;
import dev.plumbline.inspector.check.map.UsageBasis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The table that says who has what: a line a group, largest resident first, and one of them all. */
final class MapSummary {

    private static final int NAME = 14;
    private static final Column RESIDENT = used("resident", 9, t -> t.usage().residentBytes());
    private static final Column PSS = used("PSS", 8, t -> t.usage().pssBytes());
    private static final Column SWAP = used("swap", 8, t -> t.usage().swapBytes());
    private static final Column HUGE = used("huge", 8, t -> t.usage().largePageBytes());
    private static final Column RESERVED = bytes("reserved", 9, Totals::reservedBytes);

    private static final List<Column> BY_OWNER = List.of(
            RESERVED,
            bytes("committed", 10, Totals::committedBytes),
            RESIDENT,
            PSS,
            SWAP,
            HUGE,
            new Column("ranges", 7, g -> Integer.toString(g.totals().mappings()), false));
    private static final List<Column> BY_MAPPING = List.of(RESERVED, RESIDENT, PSS, SWAP, HUGE);
    private static final List<Column> BY_PAGE_SIZE = List.of(
            RESIDENT,
            used("base pages", 12, t -> t.usage().basePageBytes()),
            used("transparent", 13, t -> t.usage().hugeBytes()),
            used("hugetlb", 9, t -> t.usage().hugetlbBytes()),
            new Column("huge share", 12, MapSummary::hugeShare, true));

    private final TextStyle style;
    private final Grouping by;
    private final List<Column> columns;
    private final boolean known;

    private record Column(String heading, int width, Function<MapGroup, String> value, boolean ofSmaps) {}

    MapSummary(TextStyle style, Grouping by, ProcessMap map) {
        this.style = style;
        this.by = by;
        this.known = map.basis() != UsageBasis.NONE;
        this.columns = switch (by) {
            case OWNER -> byOwner(map);
            case VMA -> BY_MAPPING;
            case PAGESIZE -> BY_PAGE_SIZE;
            case NODE -> byNode(map);
        };
    }

    private static Column bytes(String heading, int width, ToLongFunction<Totals> bytes) {
        return new Column(heading, width, g -> ByteText.brief(bytes.applyAsLong(g.totals())), false);
    }

    private static Column used(String heading, int width, ToLongFunction<Totals> bytes) {
        return new Column(heading, width, bytes(heading, width, bytes).value(), true);
    }

    /** Where it is known whose pages need which page tables, these too. */
    private static List<Column> byOwner(ProcessMap map) {
        Column tables = new Column("tables", 7, g -> ByteText.brief(tableBytes(map, g)), false);
        int last = BY_OWNER.size() - 1;
        return map.tables().known()
                ? Stream.of(BY_OWNER.subList(0, last), List.of(tables), BY_OWNER.subList(last, last + 1))
                        .flatMap(List::stream)
                        .toList()
                : BY_OWNER;
    }

    private static long tableBytes(ProcessMap map, MapGroup group) {
        return group.ranges().stream().mapToLong(map.tables()::of).sum();
    }

    private static List<Column> byNode(ProcessMap map) {
        return Stream.concat(
                        Stream.of(RESIDENT),
                        map.nodes().nodes().stream()
                                .map(n -> new Column("node " + n, 10, g -> ByteText.brief(nodeBytes(map, g, n)), true)))
                .toList();
    }

    private static long nodeBytes(ProcessMap map, MapGroup group, int node) {
        return group.ranges().stream()
                .mapToLong(r -> map.nodes().of(r).getOrDefault(node, 0L))
                .sum();
    }

    /** Of all that stands in memory, hugetlb pages included. */
    private static String hugeShare(MapGroup group) {
        Totals totals = group.totals();
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
            lines.add(line(MapGroup.joining(
                    "%,d more".formatted(groups.size() - listed),
                    groups.stream().skip(listed).toList())));
        }
        lines.add(line(MapGroup.joining("total", groups)));
        return lines;
    }

    private String line(MapGroup group) {
        StringBuilder line = new StringBuilder(Lines.pad(Printable.of(group.name()), NAME));
        columns.forEach(c -> line.append(right(known || !c.ofSmaps() ? c.value().apply(group) : "?", c.width())));
        if (!group.detail().isEmpty()) {
            line.append("  ");
        }
        return Lines.fitting(line.toString(), Printable.of(group.detail()), style.columns());
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }
}
