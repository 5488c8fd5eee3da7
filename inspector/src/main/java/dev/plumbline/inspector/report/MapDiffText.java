package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.map.MapDiff;
import dev.plumbline.inspector.check.map.MapSnapshot;
import dev.plumbline.inspector.check.map.ProcessMap;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** How a process's memory changed since an earlier map, for people. */
public final class MapDiffText {

    private static final int LISTED = 20;

    private final TextStyle style;

    /** Set like this. */
    public MapDiffText(TextStyle style) {
        this.style = style;
    }

    /**
     * The whole text.
     *
     * @param map the later map
     * @param diff with what it is compared
     */
    public String of(ProcessMap map, MapDiff diff) {
        StringBuilder text = new StringBuilder();
        List<String> lines = new ArrayList<>(MapHeader.lines(map, style));
        lines.addAll(Lines.wrap(comparedWith(diff), 2, style.columns()));
        for (String note : map.notes()) {
            lines.addAll(Lines.wrap("note: " + Printable.of(note), 6, style.columns()));
        }
        lines.add("");
        MapDiffTable table = new MapDiffTable(style);
        lines.addAll(table.owners(diff.owners(), diff.total()));
        if (!diff.mappings().isEmpty()) {
            boolean all = style.columns().isEmpty() || style.verbose();
            lines.add("");
            lines.addAll(table.mappings(diff.mappings(), all ? Integer.MAX_VALUE : LISTED));
        }
        lines.forEach(l -> text.append(l).append('\n'));
        return text.toString();
    }

    private static String comparedWith(MapDiff diff) {
        MapSnapshot earlier = diff.earlier();
        MapSnapshot later = diff.later();
        Duration between = Duration.between(earlier.takenAt(), later.takenAt());
        String when = "of %s, %s".formatted(earlier.takenAt().truncatedTo(ChronoUnit.SECONDS), words(between));
        if (earlier.isOfSameProcess(later)) {
            String program = earlier.command().equals(later.command())
                    ? ""
                    : "; its command line was then: " + earlier.command();
            return "  compared with its map " + when + program;
        }
        return "  compared with the map of ANOTHER PROCESS %s: pid %d on %s, %s%s. Owners can be compared, addresses cannot."
                .formatted(
                        when,
                        earlier.pid(),
                        earlier.host(),
                        earlier.command(),
                        earlier.startTime()
                                .map(s -> ", started " + s.truncatedTo(ChronoUnit.SECONDS))
                                .orElse(""));
    }

    private static String words(Duration between) {
        String span = DurationText.of(between.abs());
        return between.isNegative() ? span + " AFTER this one" : span + " before";
    }
}
