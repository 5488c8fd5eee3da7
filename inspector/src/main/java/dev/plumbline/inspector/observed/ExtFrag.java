package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An index of external fragmentation, by zone and order.
 *
 * <p>Source: mm/vmstat.c, unusable_show_print and extfrag_show_print: {@code "%d.%03d "} an order, of the index divided by 1000
 * and of the remainder. C gives the remainder the sign too, so that an index between −1000 and 0 reads {@code 0.-23}.
 *
 * @param zones in the file's order
 */
public record ExtFrag(List<ExtFragZone> zones) {

    private static final Pattern INDEX = Pattern.compile("(-?)([0-9]{1,3})\\.([0-9]{3}|-[0-9]{2,3})");

    /** Copies the list. */
    public ExtFrag {
        zones = List.copyOf(zones);
    }

    /** Reads the file. */
    public static Parsed<ExtFrag> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "\"Node 0, zone …\" lines");
        List<ExtFragZone> zones = new ArrayList<>();
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            Optional<ZoneHeading> heading = ZoneHeading.parse(lines.get(i));
            Optional<List<Integer>> indices = heading.flatMap(h -> indices(h.rest()));
            int orders = zones.isEmpty() ? 0 : zones.get(0).thousandthsByOrder().size();
            if (indices.isEmpty() || (orders != 0 && indices.get().size() != orders)) {
                notes.damage(i + 1, lines.get(i), "\"Node <n>, zone <name>\" and an index for every order");
                continue;
            }
            ZoneHeading zone = heading.orElseThrow();
            zones.add(new ExtFragZone(zone.node(), zone.zone(), indices.get(), i + 1));
        }
        return notes.with(new ExtFrag(zones));
    }

    /** One zone. */
    public Optional<ExtFragZone> zone(int node, String name) {
        return zones.stream()
                .filter(z -> z.node() == node && z.zone().equals(name))
                .findFirst();
    }

    private static Optional<List<Integer>> indices(String text) {
        List<Integer> indices = new ArrayList<>();
        for (String word : text.strip().split(" +", -1)) {
            Matcher m = INDEX.matcher(word);
            if (!m.matches()) {
                return Optional.empty();
            }
            int magnitude = Integer.parseInt(m.group(2)) * 1000 + Math.abs(Integer.parseInt(m.group(3)));
            boolean negative = !m.group(1).isEmpty() || m.group(3).startsWith("-");
            indices.add(negative ? -magnitude : magnitude);
        }
        return Optional.of(indices);
    }
}
