package dev.plumbline.inspector.mutation;

import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.HostView;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes to zoneinfo, buddyinfo and the sysctls that zones depend on. */
final class ZoneMutations {

    private static final String ZONEINFO = "proc/zoneinfo";
    private static final String BUDDYINFO = "proc/buddyinfo";
    private static final String MIN_FREE = "proc/sys/vm/min_free_kbytes";

    private static final String PAGETYPEINFO = "proc/pagetypeinfo";

    private static final Pattern SUBJECT = Pattern.compile("node (\\d+) (\\w+) ?(.*)");
    private static final Pattern ORDER = Pattern.compile("order (\\d+)");
    private static final Pattern PROTECTION = Pattern.compile("protection\\[(\\d+)]");

    private ZoneMutations() {}

    static List<Mutation> of(Finding claimed, HostView host) {
        if (claimed.check().equals("zone.accounting")) {
            return AccountingMutations.of(claimed, host);
        }
        Optional<List<Mutation>> derived = ofDerivation(claimed);
        if (derived.isPresent()) {
            return derived.get();
        }
        Matcher subject = SUBJECT.matcher(claimed.subject());
        if (!subject.matches()) {
            return ofHost(claimed);
        }
        int node = Integer.parseInt(subject.group(1));
        String zone = subject.group(2);
        String quantity = subject.group(3);
        return switch (claimed.check()) {
            case "zone.free-lists" -> freeLists(claimed, node, zone, quantity);
            case "zone.fragmentation-index" -> FragmentationMutations.of(claimed, node, zone, quantity, host);
            case "zone.page-counts-nest" ->
                List.of(field(claimed, node, zone, quantity, "more than the count around it", v -> v + (1L << 40)));
            case "zone.pageblock-order" -> List.of(pageblocks(claimed, node, zone));
            case "zone.lowmem-reserve" -> reserve(claimed, node, zone, quantity);
            default ->
                List.of(
                        field(claimed, node, zone, quantity, "one more", v -> v + 1),
                        field(claimed, node, zone, quantity, "one less, or two for none", v -> v == 0 ? 2 : v - 1));
        };
    }

    private static Optional<List<Mutation>> ofDerivation(Finding claimed) {
        return switch (claimed.check()) {
            case "zone.derivation" -> Optional.of(DerivationMutations.derivation(claimed));
            case "zone.pcp" -> Optional.of(DerivationMutations.pcp(claimed));
            case "zone.zonelist-order" -> Optional.of(DerivationMutations.zonelists(claimed));
            default -> Optional.empty();
        };
    }

    private static List<Mutation> ofHost(Finding claimed) {
        return switch (claimed.subject()) {
            case "min_free_kbytes" ->
                List.of(
                        number(claimed, "one more", MIN_FREE, "(\\d+)", v -> v + 1),
                        number(claimed, "one less", MIN_FREE, "(\\d+)", v -> v - 1));
            case "MemTotal" ->
                List.of(number(claimed, "one page more", "proc/meminfo", "^MemTotal:\\s+(\\d+)", v -> v + 64));
            case "pageblock order" ->
                List.of(number(claimed, "one more", PAGETYPEINFO, "^Page block order: (\\d+)", v -> v + 1));
            case "highest order" ->
                List.of(Mutation.ofHost(
                        claimed.check(),
                        claimed.subject(),
                        "one order less",
                        Edit.text(BUDDYINFO, t -> t.replaceAll("(?m) +\\d+ *$", " "))));
            default -> claimed.subject().endsWith(" limit") ? List.of(zoneRange(claimed)) : List.of();
        };
    }

    /** The last digit but three of where the boot log says that the zone ends. */
    private static Mutation zoneRange(Finding claimed) {
        String zone = claimed.subject().split(" ", -1)[2];
        String end = "(?m)^(.*\\s" + zone + "\\s+\\[mem 0x[0-9a-f]+-0x[0-9a-f]*)[0-9a-f]fff\\]";
        return Mutation.ofHost(
                claimed.check(),
                claimed.subject(),
                "another end in the boot log",
                Edit.text("dmesg.txt", t -> t.replaceFirst(end, "$17fff]")));
    }

    private static Mutation number(
            Finding claimed, String what, String path, String pattern, LongUnaryOperator change) {
        return Mutation.ofHost(
                claimed.check(), claimed.subject(), what, Edit.text(path, t -> KernelText.first(t, pattern, change)));
    }

    /** In the second table of pagetypeinfo, which counts blocks. */
    private static Mutation pageblocks(Finding claimed, int node, String zone) {
        String line = "^Number of blocks type(?s:.*?)^Node " + node + ", zone\\s+" + zone + "\\s+(\\d+)";
        return number(claimed, "one block more", PAGETYPEINFO, line, v -> v + 1);
    }

    private static List<Mutation> freeLists(Finding claimed, int node, String zone, String quantity) {
        Matcher order = ORDER.matcher(quantity);
        if (order.matches()) {
            int k = Integer.parseInt(order.group(1));
            Mutation first = Mutation.ofHost(
                    claimed.check(),
                    claimed.subject(),
                    "+1 in the first reading",
                    Edit.text(BUDDYINFO, Edit.Reading.FIRST, t -> KernelText.buddyCount(t, node, zone, k, v -> v + 1)));
            return List.of(
                    Mutation.ofHost(
                            claimed.check(),
                            claimed.subject(),
                            "+1 in both readings",
                            Edit.text(BUDDYINFO, t -> KernelText.buddyCount(t, node, zone, k, v -> v + 1))),
                    new Mutation(
                            first.check(),
                            first.subject(),
                            first.what(),
                            first.edits(),
                            first.pids(),
                            Mutation.Notice.AT_LEAST_DRIFTED));
        }
        // Each CPU may hold back up to its threshold of this counter, so only a larger change is certain.
        return quantity.equals("free pages")
                ? List.of(Mutation.ofHost(
                        claimed.check(),
                        claimed.subject(),
                        "+5000 in both readings and both places",
                        Edit.text(ZONEINFO, t -> freePages(t, node, zone))))
                : List.of();
    }

    private static String freePages(String zoneinfo, int node, String zone) {
        String once = KernelText.zoneField(zoneinfo, node, zone, "free", v -> v + 5000);
        return KernelText.zoneField(once, node, zone, "nr_free_pages", v -> v + 5000);
    }

    private static List<Mutation> reserve(Finding claimed, int node, String zone, String quantity) {
        Matcher entry = PROTECTION.matcher(quantity);
        if (!entry.matches()) {
            return List.of();
        }
        int index = Integer.parseInt(entry.group(1));
        return List.of(Mutation.ofHost(
                claimed.check(),
                claimed.subject(),
                "+1",
                Edit.text(ZONEINFO, t -> KernelText.protection(t, node, zone, index, v -> v + 1))));
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
