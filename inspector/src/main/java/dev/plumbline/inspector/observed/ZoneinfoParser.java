package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads /proc/zoneinfo.
 *
 * <p>Source: mm/vmstat.c, zoneinfo_show_print, 5.4 to 7.x. Every online node prints all its zones, populated or not, and
 * every zone's {@code protection} has one entry a zone: a file that was cut between two stanzas shows by that.
 */
public final class ZoneinfoParser {

    private ZoneinfoParser() {}

    /** Reads the file. */
    public static Parsed<Zoneinfo> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "\"Node 0, zone …\" stanzas");
        List<Zone> zones = new ArrayList<>();
        Map<Integer, Map<String, Long>> nodeCounters = new LinkedHashMap<>();
        Optional<ZoneStanza> open = Optional.empty();
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i);
            int line = i + 1;
            if (text.startsWith(" ") && open.isPresent()) {
                open.get().line(line, text);
            } else if (ZoneHeading.isMeant(text)) {
                open.ifPresent(stanza -> zones.add(stanza.close()));
                open = ZoneHeading.parse(text).map(heading -> new ZoneStanza(heading, line, notes, nodeCounters));
                if (open.isEmpty()) {
                    notes.damage(line, text, "\"Node <n>, zone <name>\"");
                }
            } else {
                notes.unknown(text);
            }
        }
        open.ifPresent(stanza -> zones.add(stanza.close()));
        if (zones.isEmpty() && !file.text().isEmpty()) {
            notes.damage(0, "no zone", "\"Node 0, zone …\" stanzas");
        }
        requireAllZonesOfEachNode(zones, notes);
        return notes.with(new Zoneinfo(zones, nodeCounters));
    }

    private static void requireAllZonesOfEachNode(List<Zone> zones, ParseNotes notes) {
        Set<String> seen = new HashSet<>();
        Map<Integer, List<Zone>> byNode = new LinkedHashMap<>();
        for (Zone zone : zones) {
            byNode.computeIfAbsent(zone.node(), n -> new ArrayList<>()).add(zone);
            if (!seen.add(zone.subject())) {
                notes.damage(zone.line(), zone.subject() + " a second time", "each zone once");
            }
        }
        for (List<Zone> ofNode : byNode.values()) {
            for (Zone zone : ofNode) {
                int entries = zone.protection().size();
                if (entries != 0 && entries != ofNode.size()) {
                    notes.damage(
                            zone.lineOf("protection"),
                            "%d protection entries where node %d has %d zones"
                                    .formatted(entries, zone.node(), ofNode.size()),
                            "one entry a zone of the node");
                }
            }
        }
    }
}
