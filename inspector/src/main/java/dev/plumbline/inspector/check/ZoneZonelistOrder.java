package dev.plumbline.inspector.check;

import dev.plumbline.inspector.check.machine.Derived;
import dev.plumbline.inspector.check.machine.Part;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.LogLine;
import dev.plumbline.inspector.reference.zone.derive.DerivedMachine;
import dev.plumbline.inspector.reference.zone.derive.DerivedNode;
import dev.plumbline.inspector.reference.zone.derive.Interval;
import dev.plumbline.inspector.reference.zone.derive.PageTotal;
import dev.plumbline.inspector.reference.zone.derive.Zonelists;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * In which order each node's allocations try the nodes, and what the kernel counts when it builds its lists of zones.
 *
 * <p>Source: find_next_best_node, build_zonelists, build_all_zonelists, mm/page_alloc.c. {@code Fallback order for Node} is
 * printed from 5.16 on.
 */
final class ZoneZonelistOrder implements HostCheck {

    private static final Pattern FALLBACK = Pattern.compile("Fallback order for Node ([0-9]{1,4}): ([0-9 ]*)");
    private static final Pattern BUILT =
            Pattern.compile("Built ([0-9]{1,4}) zonelists, mobility grouping (on|off)\\. +Total pages: ([0-9]{1,18})");

    @Override
    public String id() {
        return "zone.zonelist-order";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of("dmesg.txt", MemoryMaps.IOMEM, "proc/cmdline", ManagedHistories.ZONEINFO);
    }

    @Override
    public void examine(HostView host, Findings findings) {
        Observation<KernelLog> log = host.kernelLog();
        if (log.intact().isEmpty()) {
            findings.add(this, "all nodes", log.whyNot(), List.of());
            return;
        }
        if (!(Derived.of(host) instanceof Derived.Zones derived)) {
            findings.add(this, "all nodes", ((Derived.Unknown) Derived.of(host)).why(), List.of());
            return;
        }
        boolean built = false;
        for (LogLine line : log.intact().get().lines()) {
            Evidence where = Evidence.at(log.path(), line.line(), line.text());
            Matcher fallback = FALLBACK.matcher(line.text());
            if (fallback.matches()) {
                fallback(fallback, built, where, derived, findings);
            }
            Matcher counts = BUILT.matcher(line.text());
            if (counts.matches() && !built) {
                built = true;
                counts(counts, where, derived, findings);
            }
        }
        if (!built) {
            findings.add(
                    this,
                    "all nodes",
                    new Verdict.NotObservable(
                            log.path() + " has no line \"Built … zonelists\": it was cut",
                            "the whole kernel log since boot"),
                    List.of());
        }
    }

    /**
     * When the lists are built first, no CPU is in a node's mask yet; when they are built again, all are. Memory added in between
     * brings nodes that the first lists do not have.
     */
    private void fallback(Matcher printed, boolean again, Evidence where, Derived.Zones derived, Findings findings) {
        DerivedMachine machine = derived.machine();
        int node = Integer.parseInt(printed.group(1));
        List<Integer> order = new ArrayList<>();
        for (String word : printed.group(2).strip().split(" +", -1)) {
            if (!word.isEmpty()) {
                order.add(Integer.valueOf(word));
            }
        }
        List<Integer> online = machine.nodes().stream().map(DerivedNode::id).toList();
        List<Integer> withMemory = machine.nodes().stream()
                .filter(n -> again
                        ? !n.zonelist().isEmpty() && n.fallback().contains(n.id())
                        : !n.memory().isEmpty())
                .map(DerivedNode::id)
                .toList();
        List<Integer> expected = Zonelists.fallback(
                        machine.description().topology(),
                        online,
                        withMemory,
                        again,
                        machine.description().kernel().release())
                .getOrDefault(node, List.of());
        String subject = "node " + node + " fallback order" + (again ? " built again" : "");
        Verdict verdict = order.equals(expected)
                ? new Verdict.Holds(
                        words(order), words(expected), "the nearest node first, then as the lists before it went")
                : otherwise(
                        derived,
                        again,
                        new Verdict.Violated(words(order), words(expected), "by the distances between nodes"));
        List<Evidence> evidence = new ArrayList<>(List.of(where));
        evidence.addAll(derived.described().evidence(Part.CPUS));
        findings.add(this, subject, verdict, evidence);
    }

    private static Verdict otherwise(Derived.Zones derived, boolean again, Verdict.Violated violated) {
        boolean moved = again && !derived.machine().description().added().isEmpty();
        return moved && derived.machine().nodes().size() > 1
                ? new Verdict.NotObservable(
                        "built while memory was being added; which nodes had any by then is not recorded", "")
                : derived.described().undecided().<Verdict>map(v -> v).orElse(violated);
    }

    private void counts(Matcher printed, Evidence where, Derived.Zones derived, Findings findings) {
        DerivedMachine machine = derived.machine();
        long nodes = machine.nodes().size();
        long count = Long.parseLong(printed.group(1));
        findings.add(
                this,
                "zonelists",
                count == nodes
                        ? Verdict.Holds.equal(count)
                        : otherwise(
                                derived,
                                false,
                                new Verdict.Violated(
                                        Long.toString(count), Long.toString(nodes), "one for each online node")),
                List.of(where));
        PageTotal total = PageTotal.of(machine);
        pages(Long.parseLong(printed.group(3)), total, where, derived, findings);
        grouping(printed.group(2), total, where, derived, findings);
    }

    private void pages(long printed, PageTotal total, Evidence where, Derived.Zones derived, Findings findings) {
        Interval bounds = total.pages();
        Verdict verdict = bounds.contains(printed)
                ? new Verdict.Holds(printed + " pages", bounds + " pages", total.because())
                : otherwise(
                        derived, false, new Verdict.Violated(printed + " pages", bounds + " pages", total.because()));
        findings.add(this, "total pages", verdict, List.of(where));
    }

    /** Off where memory is too small to give each migrate type a page block. */
    private void grouping(String printed, PageTotal total, Evidence where, Derived.Zones derived, Findings findings) {
        Optional<Boolean> expected = total.mobilityGrouping();
        if (expected.isEmpty()) {
            return; // the number of migrate types depends on the build, and RAM is so small that it matters
        }
        String word = expected.get() ? "on" : "off";
        Verdict verdict = word.equals(printed)
                ? Verdict.Holds.equal(printed)
                : otherwise(
                        derived,
                        false,
                        new Verdict.Violated(
                                printed,
                                word,
                                "RAM is %s than a page block of 2^%d pages for each migrate type"
                                        .formatted(
                                                expected.get() ? "more" : "less",
                                                derived.machine().pageblockOrder())));
        findings.add(this, "mobility grouping", verdict, List.of(where));
    }

    private static String words(List<Integer> nodes) {
        return nodes.stream().map(n -> Integer.toString(n)).collect(Collectors.joining(" "));
    }
}
