package dev.plumbline.inspector.report;

import dev.plumbline.inspector.observed.Zone;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Where a zone's free pages stand among its watermarks: {@code |#######m##l##h------>|}. The scale goes from nothing to a
 * quarter more than the highest watermark; what is above ends in {@code >}.
 */
final class Gauge {

    private static final int WIDTH = 50;

    private Gauge() {}

    static String of(Zone zone) {
        long top = Math.max(zone.high().orElse(0), zone.promo().orElse(0));
        long scale = Math.max(1, top + top / 4);
        long free = zone.free().orElse(0);
        char[] bar = new char[WIDTH];
        Arrays.fill(bar, '-');
        int filled = (int) Math.min(WIDTH, free * WIDTH / scale);
        Arrays.fill(bar, 0, filled, '#');
        if (free > scale) {
            bar[WIDTH - 1] = '>';
        }
        mark(bar, zone.promo(), 'p', scale);
        mark(bar, zone.high(), 'h', scale);
        mark(bar, zone.low(), 'l', scale);
        mark(bar, zone.min(), 'm', scale);
        return "|" + new String(bar) + "|";
    }

    /** What the place of free pages means: kswapd sleeps, works, or has been overtaken. */
    static String words(Zone zone) {
        long free = zone.free().orElse(0);
        if (free <= zone.min().orElse(0)) {
            return "below min: only reserves are left";
        }
        if (free <= zone.low().orElse(0)) {
            return "below low: kswapd works";
        }
        if (free <= zone.high().orElse(0)) {
            return "between low and high";
        }
        long high = Math.max(1, zone.high().orElse(0));
        return free / high > 1 ? "%d times high".formatted(free / high) : "above high";
    }

    private static void mark(char[] bar, OptionalLong pages, char letter, long scale) {
        if (pages.isPresent()) {
            bar[(int) Math.min(WIDTH - 1L, pages.getAsLong() * WIDTH / scale)] = letter;
        }
    }
}
