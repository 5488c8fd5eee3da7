package dev.plumbline.inspector.check;

import dev.plumbline.inspector.check.machine.Described;
import dev.plumbline.inspector.check.machine.MachineDescriptions;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.PerCpuPages;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import dev.plumbline.inspector.reference.zone.derive.PcpRule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How many pages the per-CPU lists of each zone move at a time, and how many they may hold.
 *
 * <p>Source: zone_batchsize, zone_highsize, nr_pcp_high, mm/page_alloc.c; {@code pagesets} of zoneinfo_show_print, mm/vmstat.c.
 */
final class ZonePcp implements HostCheck {

    @Override
    public String id() {
        return "zone.pcp";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public List<String> evidenceFiles() {
        return ManagedHistories.EVIDENCE_FILES;
    }

    @Override
    public void examine(HostView host, Findings findings) {
        Observation<Zoneinfo> zoneinfo = host.text(ManagedHistories.ZONEINFO, ZoneinfoParser::parse);
        Optional<Zoneinfo> printed = zoneinfo.reading().content().map(Parsed::value);
        OptionalInt pageKib = BasePage.sizeKib(host);
        if (printed.isEmpty() || pageKib.isEmpty()) {
            Verdict why = printed.isEmpty()
                    ? zoneinfo.whyNot()
                    : new Verdict.NotObservable("the base page size is not known", "");
            findings.add(this, "all zones", why, List.of());
            return;
        }
        List<PcpZone> zones = PcpZones.of(host, printed.get(), pageKib.getAsInt());
        Optional<PcpRule> rule = rule(zones, MachineDescriptions.of(host));
        for (PcpZone zone : zones) {
            for (PerCpuPages lists : zone.zone().pagesets()) {
                rule.ifPresent(r -> examine(zone, lists, r, findings));
            }
        }
    }

    /**
     * The rule of the version, unless what is printed speaks for another: distributions carry rules back. One number alone is
     * not enough for that: it may be the one that is wrong.
     */
    private static Optional<PcpRule> rule(List<PcpZone> zones, Described described) {
        List<PerCpuPages> all =
                zones.stream().flatMap(z -> z.zone().pagesets().stream()).toList();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<PcpRule> candidates = PcpRule.candidates(
                all.stream().anyMatch(lists -> lists.highMin().isPresent()));
        PcpRule best = Optional.of(described)
                .filter(Described.Machine.class::isInstance)
                .map(Described.Machine.class::cast)
                .map(machine -> PcpRule.of(machine.description().kernel().release()))
                .filter(candidates::contains)
                .orElse(candidates.get(0));
        for (PcpRule candidate : candidates) {
            best = agreeing(zones, candidate) > agreeing(zones, best) + 1 ? candidate : best;
        }
        return Optional.of(best);
    }

    /** A window that takes any number does not speak for itself. */
    private static long agreeing(List<PcpZone> zones, PcpRule rule) {
        return zones.stream()
                .mapToLong(zone -> zone.zone().pagesets().stream()
                        .mapToLong(lists -> zone.agreeing(lists, rule))
                        .sum())
                .sum();
    }

    private void examine(PcpZone zone, PerCpuPages lists, PcpRule rule, Findings findings) {
        String subject = "%s cpu %d ".formatted(zone.zone().subject(), lists.cpu());
        threshold(subject, zone, lists, findings);
        add(subject + "batch", lists, "batch", lists.batch(), v -> zone.batchVerdict(v, rule), zone, findings);
        if (rule.isWindow()) {
            add(
                    subject + "high_min",
                    lists,
                    "high_min",
                    lists.highMin(),
                    v -> zone.highMinVerdict(v, rule),
                    zone,
                    findings);
            add(
                    subject + "high_max",
                    lists,
                    "high_max",
                    lists.highMax(),
                    v -> zone.highMaxVerdict(v, rule),
                    zone,
                    findings);
            add(subject + "high", lists, "high", lists.high(), v -> zone.windowVerdict(v, lists, rule), zone, findings);
        } else {
            add(subject + "high", lists, "high", lists.high(), v -> zone.highMinVerdict(v, rule), zone, findings);
        }
    }

    /** Printed by kernels for several CPUs alone. */
    private void threshold(String subject, PcpZone zone, PerCpuPages lists, Findings findings) {
        add(
                subject + "stat_threshold",
                lists,
                "vm stats threshold",
                lists.statThreshold(),
                zone::thresholdVerdict,
                zone,
                findings);
    }

    @FunctionalInterface
    private interface Judge {
        Verdict of(long printed);
    }

    private void add(
            String subject,
            PerCpuPages lists,
            String field,
            OptionalLong printed,
            Judge judge,
            PcpZone zone,
            Findings findings) {
        if (printed.isPresent()) {
            long value = printed.getAsLong();
            Zone stanza = zone.zone();
            findings.add(
                    this,
                    subject,
                    judge.of(value),
                    List.of(
                            Evidence.at(
                                    ManagedHistories.ZONEINFO,
                                    lists.line(),
                                    "cpu: %d, %s: %d".formatted(lists.cpu(), field, value)),
                            Evidence.at(
                                    ManagedHistories.ZONEINFO,
                                    stanza.lineOf("managed"),
                                    "managed " + stanza.managed().orElse(0))));
        }
    }
}
