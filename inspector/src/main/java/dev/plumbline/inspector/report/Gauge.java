package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.zones.Compared;
import dev.plumbline.inspector.check.zones.ZoneView;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a zone's free pages stand among its watermarks: {@code |#######m##l##h------>|}. The scale goes from nothing to a
 * quarter more than the highest watermark; what is above ends in {@code >}.
 */
final class Gauge {

    private static final int WIDTH = 50;

    private Gauge() {}

    static String of(ZoneView zone) {
        long top = Math.max(zone.value("high"), zone.value("promo"));
        long scale = Math.max(1, top + top / 4);
        long free = zone.pages().free().orElse(0);
        char[] bar = new char[WIDTH];
        Arrays.fill(bar, '-');
        int filled = (int) Math.min(WIDTH, free * WIDTH / scale);
        Arrays.fill(bar, 0, filled, '#');
        if (free > scale) {
            bar[WIDTH - 1] = '>';
        }
        mark(bar, zone.number("promo"), 'p', scale);
        mark(bar, zone.number("high"), 'h', scale);
        mark(bar, zone.number("low"), 'l', scale);
        mark(bar, zone.number("min"), 'm', scale);
        return "|" + new String(bar) + "|";
    }

    /** What the place of free pages means: kswapd sleeps, works, or has been overtaken. */
    static String words(ZoneView zone) {
        long free = zone.pages().free().orElse(0);
        if (free <= zone.value("min")) {
            return "below min: only reserves are left";
        }
        if (free <= zone.value("low")) {
            return "below low: kswapd works";
        }
        if (free <= zone.value("high")) {
            return "between low and high";
        }
        long high = Math.max(1, zone.value("high"));
        return free / high > 1 ? "%d times high".formatted(free / high) : "above high";
    }

    private static void mark(char[] bar, Optional<Compared> mark, char letter, long scale) {
        if (mark.isPresent()) {
            bar[(int) Math.min(WIDTH - 1L, mark.get().value() * WIDTH / scale)] = letter;
        }
    }
}
