package dev.plumbline.inspector.reference.zone.buddy;

import java.util.List;

/**
 * The numbers that decide whether a zone gives a page: all in pages.
 *
 * @param min watermark that only privileged requests go below
 * @param low watermark of the first attempt
 * @param high watermark up to which kswapd works
 * @param lowmemReserve what is kept back from requests that could have used a higher zone, by {@link ZoneClass} of the highest zone
 *     the request allows: "protection" of /proc/zoneinfo; missing entries are 0
 */
public record ZoneMarks(long min, long low, long high, List<Long> lowmemReserve) {

    /** Gives everything to everybody. */
    public static final ZoneMarks NONE = new ZoneMarks(0, 0, 0, List.of());

    /** @throws IllegalArgumentException if a mark is negative or the marks do not rise */
    public ZoneMarks {
        if (min < 0 || low < min || high < low) {
            throw new IllegalArgumentException(
                    "watermarks " + min + ", " + low + ", " + high + ": not negative, rising");
        }
        lowmemReserve = List.copyOf(lowmemReserve);
    }

    long[] reserves() {
        long[] pages = new long[ZoneClass.COUNT];
        for (int i = 0; i < pages.length && i < lowmemReserve.size(); i++) {
            pages[i] = lowmemReserve.get(i);
        }
        return pages;
    }
}
