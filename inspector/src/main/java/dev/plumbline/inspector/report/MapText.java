package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.map.Grouping;
import dev.plumbline.inspector.check.map.ProcessMap;
import java.util.List;

/** A process's map for people: who has what, what could not be known, and the mappings in address order. */
public final class MapText {

    private static final int LISTED = 20;

    private final TextStyle style;
    private final Grouping by;
    private final boolean gaps;

    /**
     * How it is set.
     *
     * @param by what the summary adds up
     * @param gaps whether to show where nothing is mapped
     */
    public MapText(TextStyle style, Grouping by, boolean gaps) {
        this.style = style;
        this.by = by;
        this.gaps = gaps;
    }

    /** The whole text. */
    public String of(ProcessMap map) {
        StringBuilder text = new StringBuilder();
        lines(text, MapHeader.lines(map, style));
        text.append('\n');
        boolean all = by != Grouping.VMA || style.columns().isEmpty() || style.verbose();
        lines(text, new MapSummary(style, by, map).lines(by.groups(map), all ? Integer.MAX_VALUE : LISTED));
        notes(text, map);
        text.append('\n');
        lines(text, new MapRows(style, gaps).lines(map));
        return text.toString();
    }

    private void notes(StringBuilder text, ProcessMap map) {
        if (!map.notes().isEmpty()) {
            text.append('\n');
        }
        map.notes().forEach(n -> lines(text, Lines.wrap("note: " + Printable.of(n), 6, style.columns())));
    }

    private static void lines(StringBuilder text, List<String> lines) {
        lines.forEach(l -> text.append(l).append('\n'));
    }
}
