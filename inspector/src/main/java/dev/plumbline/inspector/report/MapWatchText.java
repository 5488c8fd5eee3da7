package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.map.Change;
import dev.plumbline.inspector.check.map.MapDiff;
import dev.plumbline.inspector.check.map.MapDiff.OwnerChange;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.check.map.Totals;
import dev.plumbline.inspector.owner.Owner;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** One reading of a process that is watched: what each owner has, and what it gained since the last and the first reading. */
public final class MapWatchText {

    private static final String FORM = "%-14s %9s %9s %9s %9s %9s %9s";
    private static final int FEWEST_MAPPINGS = 3;

    private final TextStyle style;
    private final OptionalInt rows;

    /**
     * How it is set.
     *
     * @param rows how many lines a screen has; empty where there is no end to them
     */
    public MapWatchText(TextStyle style, OptionalInt rows) {
        this.style = style;
        this.rows = rows;
    }

    /**
     * The lines of one reading; of a screen no more than it has.
     *
     * @param map as it is now
     * @param sinceFirst compared with the first reading
     * @param sinceLast compared with the one before
     * @param readings how many there were, this one included
     */
    public List<String> lines(ProcessMap map, MapDiff sinceFirst, MapDiff sinceLast, int readings) {
        List<String> lines = new ArrayList<>(MapHeader.lines(map, style));
        Duration span = Duration.between(
                sinceFirst.earlier().takenAt(), sinceFirst.later().takenAt());
        lines.add("  %s · reading %d, %s after the first"
                .formatted(
                        sinceFirst.later().takenAt().truncatedTo(ChronoUnit.SECONDS), readings, DurationText.of(span)));
        lines.add("");
        owners(lines, sinceFirst, sinceLast);
        mappings(lines, sinceFirst);
        return rows.isPresent() && lines.size() > rows.getAsInt() ? lines.subList(0, rows.getAsInt()) : lines;
    }

    private void owners(List<String> lines, MapDiff sinceFirst, MapDiff sinceLast) {
        Map<Owner, Change> last =
                sinceLast.owners().stream().collect(Collectors.toMap(OwnerChange::owner, OwnerChange::change));
        lines.add(Paint.DIM.over(
                FORM.formatted("owner", "resident", "+last", "+first", "committed", "+first", "swap"), style));
        lines.add(owner("total", sinceFirst.total(), sinceLast.total()));
        Change none = new Change(Totals.NONE, Totals.NONE);
        sinceFirst.owners().stream()
                .sorted(Comparator.comparingLong(
                                (OwnerChange o) -> o.change().after().usage().residentBytes())
                        .reversed()
                        .thenComparing(OwnerChange::owner))
                .forEach(o -> lines.add(owner(o.owner().word(), o.change(), last.getOrDefault(o.owner(), none))));
    }

    private String owner(String name, Change first, Change last) {
        String line = FORM.formatted(
                name,
                ByteText.brief(first.after().usage().residentBytes()),
                ByteText.briefChange(last.residentBytes()),
                ByteText.briefChange(first.residentBytes()),
                ByteText.brief(first.after().committedBytes()),
                ByteText.briefChange(first.committedBytes()),
                ByteText.brief(first.after().usage().swapBytes()));
        long grew = last.residentBytes();
        return grew == 0 ? line : (grew > 0 ? Paint.YELLOW : Paint.GREEN).over(line, style);
    }

    private void mappings(List<String> lines, MapDiff sinceFirst) {
        int room = rows.orElse(Integer.MAX_VALUE) - lines.size() - 3;
        if (sinceFirst.mappings().isEmpty() || room < FEWEST_MAPPINGS) {
            return;
        }
        lines.add("");
        lines.addAll(new MapDiffTable(style).largest(sinceFirst.mappings(), Math.min(room, 10)));
    }
}
