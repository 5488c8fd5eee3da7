package dev.plumbline.inspector.mutation;

import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes to numbers that are derived exactly, or within bounds: then by as much as leaves them. */
final class DerivationMutations {

    private static final String ZONEINFO = "proc/zoneinfo";
    private static final String LOG = "dmesg.txt";
    private static final Pattern BOUNDS = Pattern.compile("(\\d+)(?: to (\\d+))?(?: .*)?");
    private static final Pattern ZONE = Pattern.compile("node (\\d+) (\\w+) (.*)");
    private static final Pattern PROTECTION = Pattern.compile("protection\\[(\\d+)]");
    private static final Pattern LISTS = Pattern.compile("cpu (\\d+) (\\w+)");
    private static final Pattern FALLBACK = Pattern.compile("node (\\d+) fallback order.*");

    private DerivationMutations() {}

    /** Of zone.derivation. */
    static List<Mutation> derivation(Finding claimed) {
        if (claimed.subject().equals("min_free_kbytes")) {
            return beyond(claimed, "proc/sys/vm/min_free_kbytes", change -> t -> KernelText.first(t, "(\\d+)", change));
        }
        if (claimed.subject().equals("all zones managed")) {
            return List.of(
                    mutation(
                            claimed,
                            "64 KiB more reserved",
                            LOG,
                            t -> KernelText.first(t, "(\\d+)K reserved", v -> v + 64)),
                    mutation(
                            claimed,
                            "a page less in a zone",
                            ZONEINFO,
                            t -> KernelText.first(t, "managed +([1-9]\\d*)", v -> v - 1)));
        }
        Matcher zone = ZONE.matcher(claimed.subject());
        if (!zone.matches()) {
            return List.of();
        }
        int node = Integer.parseInt(zone.group(1));
        Matcher entry = PROTECTION.matcher(zone.group(3));
        return entry.matches()
                ? beyond(
                        claimed,
                        ZONEINFO,
                        change -> t ->
                                KernelText.protection(t, node, zone.group(2), Integer.parseInt(entry.group(1)), change))
                : beyond(
                        claimed,
                        ZONEINFO,
                        change -> t -> KernelText.zoneField(t, node, zone.group(2), zone.group(3), change));
    }

    /** Of zone.pcp. */
    static List<Mutation> pcp(Finding claimed) {
        Matcher zone = ZONE.matcher(claimed.subject());
        Matcher lists = LISTS.matcher(zone.matches() ? zone.group(3) : "");
        if (!lists.matches()) {
            return List.of();
        }
        String line = "^Node " + zone.group(1) + ", zone\\s+" + zone.group(2) + "$(?s:.*?)^\\s+cpu: " + lists.group(1)
                + "$(?s:.*?)^\\s+" + lists.group(2).replace("stat_threshold", "vm stats threshold") + ":\\s+(\\d+)";
        return beyond(claimed, ZONEINFO, change -> t -> KernelText.first(t, line, change));
    }

    /** Of zone.zonelist-order. */
    static List<Mutation> zonelists(Finding claimed) {
        Matcher fallback = FALLBACK.matcher(claimed.subject());
        if (fallback.matches()) {
            String order = "(Fallback order for Node " + fallback.group(1) + ": )([0-9 ]*)";
            return List.of(Mutation.ofHost(
                    claimed.check(),
                    claimed.subject(),
                    "a node more",
                    Edit.text(LOG, t -> t.replaceAll(order, "$1$29 "))));
        }
        return switch (claimed.subject()) {
            case "zonelists" ->
                beyond(claimed, LOG, change -> t -> KernelText.first(t, "Built (\\d+) zonelists", change));
            case "total pages" ->
                beyond(claimed, LOG, change -> t -> KernelText.first(t, "Total pages: (\\d+)", change));
            case "mobility grouping" ->
                List.of(Mutation.ofHost(
                        claimed.check(),
                        claimed.subject(),
                        "the other word",
                        Edit.text(LOG, t -> t.replace("mobility grouping on", "mobility grouping off"))));
            default -> List.of();
        };
    }

    private interface Place {
        UnaryOperator<String> with(LongUnaryOperator change);
    }

    /** One more than the upper bound, and one less than the lower one where that leaves a number. */
    private static List<Mutation> beyond(Finding claimed, String path, Place place) {
        String expected = expected(claimed.verdict());
        Matcher bounds = BOUNDS.matcher(expected);
        if (!bounds.matches()) {
            throw new AssertionError("no bounds in " + expected);
        }
        long least = Long.parseLong(bounds.group(1));
        long most = bounds.group(2) == null ? observed(claimed.verdict(), least) : Long.parseLong(bounds.group(2));
        List<Mutation> mutations = new ArrayList<>();
        mutations.add(mutation(claimed, "above " + most, path, place.with(v -> most + 1)));
        if (least > 0 && bounds.group(2) != null) {
            mutations.add(mutation(claimed, "below " + least, path, place.with(v -> least - 1)));
        } else if (bounds.group(2) == null && most > 1) {
            mutations.add(mutation(claimed, "below " + most, path, place.with(v -> most - 1)));
        }
        return mutations;
    }

    private static Mutation mutation(Finding claimed, String what, String path, UnaryOperator<String> change) {
        return Mutation.ofHost(claimed.check(), claimed.subject(), what, Edit.text(path, change));
    }

    private static String expected(Verdict verdict) {
        return verdict instanceof Verdict.Holds holds
                ? holds.expected()
                : Long.toString(((Verdict.Explained) verdict).expected());
    }

    /** An explained number is right, and today's managed pages give another. */
    private static long observed(Verdict verdict, long expected) {
        return verdict instanceof Verdict.Explained explained ? explained.observed() : expected;
    }
}
