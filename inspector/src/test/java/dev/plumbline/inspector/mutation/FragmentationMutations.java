package dev.plumbline.inspector.mutation;

import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.HostView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Changes to the indices of fragmentation. */
final class FragmentationMutations {

    private static final String FOLDER = "sys/kernel/debug/extfrag/";
    private static final String BUDDYINFO = "proc/buddyinfo";
    private static final Pattern QUANTITY = Pattern.compile("order (\\d+) (unusable|fragmentation) index");

    private FragmentationMutations() {}

    static List<Mutation> of(Finding claimed, int node, String zone, String quantity, HostView host) {
        Matcher asked = QUANTITY.matcher(quantity);
        if (!asked.matches()) {
            return List.of();
        }
        int order = Integer.parseInt(asked.group(1));
        String path = FOLDER + (asked.group(2).equals("unusable") ? "unusable_index" : "extfrag_index");
        List<Mutation> mutations = new ArrayList<>();
        mutations.add(mutation(claimed, "above 1, where no index can be", path, node, zone, order, "1.001"));
        if (isAtRest(host, line(node, zone))) {
            mutations.add(mutation(claimed, "another number", path, node, zone, order, "0.777"));
            mutations.add(mutation(claimed, "a thousandth more", path, node, zone, order, ""));
        }
        return mutations;
    }

    private static Mutation mutation(
            Finding claimed, String what, String path, int node, String zone, int order, String index) {
        return Mutation.ofHost(
                claimed.check(),
                claimed.subject(),
                what,
                Edit.text(path, text -> changed(text, line(node, zone) + "(?: *\\S+){" + order + "} +(\\S+)", index)));
    }

    private static String line(int node, String zone) {
        return "(?m)^Node " + node + ", zone +" + zone + "(?= )";
    }

    private static String changed(String text, String pattern, String index) {
        Matcher number = Pattern.compile(pattern).matcher(text);
        if (!number.find()) {
            throw new AssertionError("nothing matches " + pattern);
        }
        String more = String.format(Locale.ROOT, "%.3f", Double.parseDouble(number.group(1)) + 0.001);
        return text.substring(0, number.start(1)) + (index.isEmpty() ? more : index) + text.substring(number.end(1));
    }

    /** Whether a capture's readings of the zone's free lists from first to last are all the same. */
    private static boolean isAtRest(HostView host, String line) {
        List<Reading<byte[]>> readings = List.of(
                host.files().readEarly(BUDDYINFO),
                host.files().read(BUDDYINFO),
                host.files().readAgain(BUDDYINFO),
                host.files().readLate(BUDDYINFO));
        List<String> lines = readings.stream()
                .flatMap(r -> r.content().stream())
                .map(b -> new String(b, StandardCharsets.US_ASCII))
                .flatMap(t -> Pattern.compile(line + ".*").matcher(t).results().map(m -> m.group()))
                .toList();
        return lines.size() == readings.size()
                && Stream.of(lines).flatMap(List::stream).distinct().count() == 1;
    }
}
