package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads /proc/buddyinfo.
 *
 * <p>Source: mm/vmstat.c, frag_show_print: {@code "Node %d, zone %8s "} and {@code "%6lu "} for every order, of every
 * populated zone, so that all lines have the same number of orders. A line of headings above them is kept as unknown.
 */
public final class BuddyInfoParser {

    /** Far above any kernel's MAX_ORDER (14 on arm64 with 64K pages); a longer line is not what a kernel prints. */
    private static final int MAX_ORDERS = 48;

    private BuddyInfoParser() {}

    /** Reads the file. */
    public static Parsed<BuddyInfo> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "\"Node 0, zone …\" lines");
        List<BuddyZone> zones = new ArrayList<>();
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            int line = i + 1;
            String text = lines.get(i);
            Optional<ZoneHeading> heading = ZoneHeading.parse(text);
            if (zones.isEmpty() && !ZoneHeading.isMeant(text)) {
                notes.unknown(text);
                continue;
            }
            Optional<List<Long>> blocks =
                    heading.flatMap(h -> counts(h.rest())).filter(b -> !b.isEmpty() && b.size() <= MAX_ORDERS);
            if (heading.isEmpty() || blocks.isEmpty()) {
                notes.damage(line, text, "\"Node <n>, zone <name>\" and a number of free blocks for every order");
            } else {
                zones.add(new BuddyZone(heading.get().node(), heading.get().zone(), blocks.get(), line));
            }
        }
        if (zones.isEmpty() && !file.text().isEmpty()) {
            notes.damage(0, "no zone", "a line for every zone with memory");
        }
        requireSameOrders(zones, notes);
        return notes.with(new BuddyInfo(zones));
    }

    private static void requireSameOrders(List<BuddyZone> zones, ParseNotes notes) {
        int most =
                zones.stream().mapToInt(z -> z.freeBlocksByOrder().size()).max().orElse(0);
        for (BuddyZone zone : zones) {
            if (zone.freeBlocksByOrder().size() != most) {
                notes.damage(
                        zone.line(),
                        "%s with %d orders"
                                .formatted(
                                        zone.subject(), zone.freeBlocksByOrder().size()),
                        most + " orders as in other lines");
            }
        }
    }

    /** Numbers separated by spaces; empty if one of them is none, or counts more pages than 63 bits can. */
    static Optional<List<Long>> counts(String text) {
        List<Long> counts = new ArrayList<>();
        for (String word : text.strip().split(" +", -1)) {
            OptionalLong count = KernelNumber.count(word);
            if (count.isEmpty() || count.getAsLong() >> 32 != 0) {
                return Optional.empty();
            }
            counts.add(count.getAsLong());
        }
        return Optional.of(counts);
    }
}
