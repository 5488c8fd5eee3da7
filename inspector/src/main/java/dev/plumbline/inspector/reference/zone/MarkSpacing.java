package dev.plumbline.inspector.reference.zone;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The watermarks of a zone lie at equal distances, whatever they were computed from, and a boost moves them alike
 * (__setup_per_zone_wmarks, mm/page_alloc.c).
 */
public final class MarkSpacing {

    private MarkSpacing() {}

    /**
     * The watermark that breaks the spacing.
     *
     * @param printed the watermarks of one zone that were printed
     * @param near what they should be nearly: tells which one is wrong where the spacing alone leaves a choice
     * @return empty if the distances are equal, or fewer than three were printed
     */
    public static Optional<Watermark> outlier(Map<Watermark, Long> printed, Map<Watermark, Long> near) {
        if (isEven(printed)) {
            return Optional.empty();
        }
        Watermark farthest = Watermark.MIN;
        long distance = -1;
        for (Watermark mark : printed.keySet().stream().sorted().toList()) {
            Map<Watermark, Long> others = new EnumMap<>(Watermark.class);
            others.putAll(printed);
            others.remove(mark);
            long away = Math.abs(printed.getOrDefault(mark, 0L) - near.getOrDefault(mark, 0L));
            if (isEven(others) && away > distance) {
                farthest = mark;
                distance = away;
            }
        }
        return distance < 0 ? Optional.empty() : Optional.of(farthest);
    }

    private static boolean isEven(Map<Watermark, Long> marks) {
        List<Watermark> order = marks.keySet().stream().sorted().toList();
        if (order.size() < 3) {
            return true;
        }
        Watermark first = order.get(0);
        Watermark last = order.get(order.size() - 1);
        long steps = steps(first, last);
        long rise = marks.getOrDefault(last, 0L) - marks.getOrDefault(first, 0L);
        return order.stream()
                .allMatch(m ->
                        (marks.getOrDefault(m, 0L) - marks.getOrDefault(first, 0L)) * steps == rise * steps(first, m));
    }

    private static long steps(Watermark from, Watermark to) {
        List<Watermark> all = List.of(Watermark.values());
        return (long) all.indexOf(to) - all.indexOf(from);
    }
}
