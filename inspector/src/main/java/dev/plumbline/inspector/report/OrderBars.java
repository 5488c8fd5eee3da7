package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.zones.FreeLists;
import dev.plumbline.inspector.check.zones.TypeCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A zone's free blocks by order, a line each, with a bar as long as the order's share of the zone's free pages. Its letters are
 * the migrate types; {@code #} where these are not known.
 */
final class OrderBars {

    private static final int WIDTH = 28;
    private static final char UNKNOWN = '#';

    private OrderBars() {}

    static List<String> of(FreeLists free) {
        List<String> lines = new ArrayList<>();
        lines.add("order    blocks      pages unusable   fragm.  free pages by migrate type");
        long most = 1;
        for (int order = 0; order < free.orders(); order++) {
            most = Math.max(most, free.pages(order));
        }
        for (int order = 0; order < free.orders(); order++) {
            lines.add("%5d %9d %10d %8s %8s  %s"
                    .formatted(
                            order,
                            free.count(order),
                            free.pages(order),
                            thousandths(free.unusable(order)),
                            thousandths(free.fragmentation(order)),
                            bar(free, order, most)));
        }
        return lines;
    }

    static String thousandths(int index) {
        return String.format(Locale.ROOT, "%.3f", index / 1000.0);
    }

    private static String bar(FreeLists free, int order, long most) {
        long pages = free.pages(order);
        int length = (int) ((pages * WIDTH + most - 1) / most);
        long known = free.byType().values().stream()
                .mapToLong(counts -> count(counts, order))
                .sum();
        if (known == 0) {
            return String.valueOf(UNKNOWN).repeat(length);
        }
        return letters(free.byType(), order, known, length);
    }

    /** So many letters of each type as its share gives, the rest to those whose share was cut most. */
    private static String letters(Map<String, List<TypeCount>> byType, int order, long known, int length) {
        List<String> types = List.copyOf(byType.keySet());
        long[] letters = new long[types.size()];
        long[] cut = new long[types.size()];
        long left = length;
        for (int i = 0; i < letters.length; i++) {
            long share = count(byType.getOrDefault(types.get(i), List.of()), order) * length;
            letters[i] = share / known;
            cut[i] = share % known;
            left -= letters[i];
        }
        for (; left > 0; left--) {
            int most = 0;
            for (int i = 1; i < cut.length; i++) {
                most = cut[i] > cut[most] ? i : most;
            }
            letters[most]++;
            cut[most] = -1;
        }
        StringBuilder bar = new StringBuilder();
        for (int i = 0; i < letters.length; i++) {
            bar.append(types.get(i).substring(0, 1).repeat((int) letters[i]));
        }
        return bar.toString();
    }

    private static long count(List<TypeCount> counts, int order) {
        return order < counts.size() ? counts.get(order).blocks() : 0;
    }
}
