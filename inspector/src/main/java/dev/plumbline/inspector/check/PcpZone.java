package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.PerCpuPages;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.reference.zone.derive.PcpRule;
import dev.plumbline.inspector.reference.zone.derive.StatThreshold;
import java.util.List;
import java.util.Optional;

/**
 * A zone, and what its per-CPU lists are computed from.
 *
 * @param zone as printed
 * @param managedStates its managed pages from the first computation to now; the last is today's
 * @param lowPages its low watermark without boost
 * @param cpus online CPUs of its node, or all if the node has none
 * @param allCpus online CPUs of the machine
 * @param highFraction the sysctl's divisor, 0 for none
 * @param undecided why numbers may rightly differ
 */
record PcpZone(
        Zone zone,
        int pageKib,
        List<State> managedStates,
        long lowPages,
        int cpus,
        int allCpus,
        long highFraction,
        Optional<Verdict.NotObservable> undecided) {

    PcpZone {
        managedStates = List.copyOf(managedStates);
    }

    /**
     * Managed pages at one moment.
     *
     * @param until what made them change then; empty for today's
     */
    record State(long managed, Optional<Evidence> until) {}

    private long today() {
        return managedStates.get(managedStates.size() - 1).managed();
    }

    /** How many numbers of a CPU's lists the rule gives. */
    int agreeing(PerCpuPages lists, PcpRule rule) {
        boolean batch = !(batchVerdict(lists.batch().orElse(-1), rule) instanceof Verdict.Violated);
        boolean high = rule.isWindow()
                ? !(windowVerdict(lists.high().orElse(-1), lists, rule) instanceof Verdict.Violated)
                : !(highMinVerdict(lists.high().orElse(-1), rule) instanceof Verdict.Violated);
        return (batch ? 1 : 0) + (high ? 1 : 0);
    }

    Verdict batchVerdict(long printed, PcpRule rule) {
        return verdict(printed, managed -> rule.batch(managed, pageKib, highFraction), rule.words());
    }

    /** {@code high}, or its lower bound. */
    Verdict highMinVerdict(long printed, PcpRule rule) {
        return verdict(printed, managed -> rule.highMin(managed, lowPages, cpus, pageKib, highFraction), because(rule));
    }

    Verdict highMaxVerdict(long printed, PcpRule rule) {
        return verdict(printed, managed -> rule.highMax(managed, lowPages, cpus, pageKib, highFraction), because(rule));
    }

    /** Where {@code high} moves it starts at 0, and no bound but the upper one holds it (nr_pcp_high, mm/page_alloc.c). */
    Verdict windowVerdict(long printed, PerCpuPages lists, PcpRule rule) {
        long most = Math.max(lists.highMax().orElse(0), rule.highMax(today(), lowPages, cpus, pageKib, highFraction));
        return printed <= most
                ? new Verdict.Holds(printed + " pages", "0 to " + most + " pages", "it moves with use, up to high_max")
                : otherwise(new Verdict.Violated(
                        printed + " pages", "0 to " + most + " pages", "it moves with use, up to high_max"));
    }

    /** Another while kswapd of the node is awake. */
    Verdict thresholdVerdict(long printed) {
        long pressed = StatThreshold.pressure(zone.min().orElse(0), zone.low().orElse(0), allCpus);
        Verdict verdict = verdict(
                printed,
                managed -> StatThreshold.normal(managed, allCpus, pageKib),
                "by the zone's size and " + allCpus + (allCpus == 1 ? " CPU" : " CPUs"));
        if (verdict instanceof Verdict.Violated && printed == pressed) {
            long usual = StatThreshold.normal(today(), allCpus, pageKib);
            return new Verdict.Explained(
                    printed,
                    usual,
                    "pages",
                    List.of(new Verdict.Term(
                            printed - usual,
                            Evidence.at(
                                    ManagedHistories.ZONEINFO,
                                    zone.lineOf("low"),
                                    "low less min, divided among the CPUs"))),
                    "kswapd of the node is awake");
        }
        return verdict;
    }

    private String because(PcpRule rule) {
        return rule.words() + ", low watermark " + lowPages + " pages, " + cpus + (cpus == 1 ? " CPU" : " CPUs");
    }

    private interface OfManaged {
        long value(long managed);
    }

    /** Numbers remember the managed pages of their time: what was freed since is the difference. */
    private Verdict verdict(long printed, OfManaged rule, String because) {
        long today = rule.value(today());
        if (printed == today) {
            return new Verdict.Holds(printed + " pages", today + " pages", because);
        }
        for (int i = managedStates.size() - 2; i >= 0; i--) {
            long then = rule.value(managedStates.get(i).managed());
            if (then == printed) {
                Evidence until = managedStates
                        .get(i)
                        .until()
                        .orElse(Evidence.in(
                                ManagedHistories.ZONEINFO,
                                "managed then " + managedStates.get(i).managed()));
                return new Verdict.Explained(
                        printed,
                        today,
                        "pages",
                        List.of(new Verdict.Term(printed - today, until)),
                        because
                                + "; computed while %d pages were managed"
                                        .formatted(managedStates.get(i).managed()));
            }
        }
        return otherwise(new Verdict.Violated(printed + " pages", today + " pages", because));
    }

    private Verdict otherwise(Verdict.Violated violated) {
        return undecided.<Verdict>map(v -> v).orElse(violated);
    }
}
