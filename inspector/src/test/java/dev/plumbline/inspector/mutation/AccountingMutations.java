package dev.plumbline.inspector.mutation;

import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.HostView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes to the counters that page flags bear out. */
final class AccountingMutations {

    private static final String ZONEINFO = "proc/zoneinfo";

    /** More than any node has; how far a counter may be off by less is the test's beside the check. */
    private static final long MANY = 1L << 30;

    private static final Map<String, String> COUNTERS = Map.ofEntries(
            Map.entry("pages on anonymous LRU lists", "nr_zone_inactive_anon"),
            Map.entry("pages on file LRU lists", "nr_zone_active_file"),
            Map.entry("unevictable pages", "nr_zone_unevictable"),
            Map.entry("mlocked pages", "nr_mlock"),
            Map.entry("slab pages", "nr_slab_unreclaimable"),
            Map.entry("page-table pages", "nr_page_table_pages"),
            Map.entry("mapped anonymous pages", "nr_anon_pages"),
            Map.entry("mapped file pages", "nr_mapped"),
            Map.entry("shared memory pages", "nr_shmem"),
            Map.entry("dirty pages", "nr_dirty"),
            Map.entry("pages under writeback", "nr_writeback"),
            Map.entry("pages in the swap cache", "nr_swapcached"));
    private static final Pattern SUBJECT = Pattern.compile("node (\\d+)(?: ([A-Z]\\w+))? (.+)");

    private AccountingMutations() {}

    static List<Mutation> of(Finding claimed, HostView host) {
        if (claimed.subject().equals("hugetlb pages")) {
            return List.of(Mutation.ofHost(
                    claimed.check(),
                    claimed.subject(),
                    "one page of 2 MiB more",
                    Edit.text("proc/meminfo", t -> KernelText.field(t, "Hugetlb", v -> v + 2048))));
        }
        MatchResult subject =
                SUBJECT.matcher(claimed.subject()).results().findFirst().orElseThrow();
        int node = Integer.parseInt(subject.group(1));
        String zone = subject.group(2) == null ? firstZone(node, host) : subject.group(2);
        String quantity = subject.group(3);
        return switch (quantity) {
            case "managed" ->
                List.of(
                        field(claimed, node, zone, quantity, "one more", v -> v + 1),
                        field(claimed, node, zone, quantity, "one less", v -> v - 1));
            case "present" ->
                List.of(
                        field(claimed, node, zone, quantity, "more than the zone spans", v -> v + MANY),
                        field(claimed, node, zone, quantity, "fewer than are in use", v -> 1));
            default ->
                COUNTERS.containsKey(quantity)
                        ? List.of(field(claimed, node, zone, COUNTERS.get(quantity), "many more", v -> v + MANY))
                        : List.of();
        };
    }

    /** The node's counters stand in its first populated zone, behind the heading of the first. */
    private static String firstZone(int node, HostView host) {
        String text = new String(host.files().read(ZONEINFO).content().orElseThrow(), StandardCharsets.US_ASCII);
        return Pattern.compile("(?m)^Node " + node + ", zone +(\\w+)$")
                .matcher(text)
                .results()
                .map(m -> m.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static Mutation field(
            Finding claimed, int node, String zone, String field, String what, LongUnaryOperator change) {
        return Mutation.ofHost(
                claimed.check(),
                claimed.subject(),
                what,
                Edit.text(ZONEINFO, t -> KernelText.zoneField(t, node, zone, field, change)));
    }
}
