package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.observed.PerCpuPages;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.reference.zone.StatThreshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The frames of every zone add up to its page counts, and the kernel's counters are what the flags of the frames give.
 *
 * <p>Source: {@link AccountedCounter}, {@link ManagedFrames}; mm/vmstat.c, zoneinfo_show_print.
 */
final class ZoneAccounting implements HostCheck {

    @Override
    public String id() {
        return "zone.accounting";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of(
                FreeListPass.BUDDYINFO, FreeListPass.ZONEINFO, FreeListPass.KPAGEFLAGS, ManagedHistories.MEMINFO);
    }

    @Override
    public boolean undisturbed() {
        return true;
    }

    @Override
    public void examine(HostView host, Findings findings) {
        FramePasses frames = FramePasses.of(host);
        if (frames.whyNot().isPresent()) {
            findings.add(this, "all zones", frames.whyNot().get(), List.of());
            return;
        }
        List<ZoneFrames> countable = new ArrayList<>();
        for (ZoneFrames zone : frames.zones()) {
            Optional<Verdict> obstacle = frames.obstacle(zone);
            if (obstacle.isPresent()) {
                findings.add(this, zone.subject(), obstacle.get(), List.of());
            } else {
                countable.add(zone);
            }
        }
        ManagedFrames managed = new ManagedFrames(host, frames.passes().get(0).totals());
        for (ZoneFrames zone : countable) {
            managed.verdicts(zone)
                    .forEach((field, verdict) ->
                            findings.add(this, zone.subject() + " " + field, verdict, managed.evidence(zone, field)));
            counters(zone.subject(), zone.node(), List.of(zone), true, frames, host, findings);
        }
        for (int node : countable.stream().mapToInt(ZoneFrames::node).distinct().toArray()) {
            List<ZoneFrames> own =
                    countable.stream().filter(z -> z.node() == node).toList();
            boolean all = frames.zones().stream().filter(z -> z.node() == node).count() == own.size();
            if (all) {
                counters("node " + node, node, own, false, frames, host, findings);
            }
        }
        if (countable.size() == frames.zones().size()) {
            managed.hugetlb(countable).ifPresent(v -> findings.add(this, "hugetlb pages", v, List.of()));
        }
    }

    private void counters(
            String subject,
            int node,
            List<ZoneFrames> zones,
            boolean ofZone,
            FramePasses frames,
            HostView host,
            Findings findings) {
        for (AccountedCounter counter : AccountedCounter.ALL) {
            if (counter.ofZone() == ofZone) {
                List<Accounted> passes = frames.passes().stream()
                        .flatMap(p -> accounted(counter, node, zones, p, host).stream())
                        .toList();
                if (!passes.isEmpty()) {
                    Zone zone = zones.get(0).zone();
                    findings.add(
                            this,
                            subject + " " + counter.title(),
                            verdict(passes, host, threshold(zone, passes.get(0).unseen())),
                            evidence(counter, zone, passes.get(0)));
                }
            }
        }
    }

    /** The first pass that settles it; of a live host that kept moving, none may. */
    private static Verdict verdict(List<Accounted> passes, HostView host, Evidence threshold) {
        List<Verdict> verdicts = passes.stream().map(p -> p.verdict(threshold)).toList();
        Optional<Verdict> settled = verdicts.stream()
                .filter(v -> !(v instanceof Verdict.Violated) && !(v instanceof Verdict.NotObservable))
                .findFirst();
        Verdict last = verdicts.get(verdicts.size() - 1);
        boolean live = host.files().origin() instanceof Origin.Live;
        if (settled.isEmpty() && live && passes.stream().anyMatch(p -> p.moved() > 0)) {
            Accounted pass = passes.get(passes.size() - 1);
            String when =
                    passes.size() == 1 ? "while its frames were read" : "in each of %d passes".formatted(passes.size());
            return new Verdict.NotObservable(
                    "the node was at work %s: printed %s pages, frames give %s"
                            .formatted(when, pass.readings(), pass.expected()),
                    "a quieter moment");
        }
        return settled.orElse(last);
    }

    private static Optional<Accounted> accounted(
            AccountedCounter counter, int node, List<ZoneFrames> zones, FreeListPass pass, HostView host) {
        List<Long> readings = Stream.of(pass.zoneinfo(), pass.zoneinfoAfter())
                .flatMap(z -> z.intact().stream())
                .flatMap(z -> printed(counter, node, zones, z).stream())
                .toList();
        if (readings.isEmpty()) {
            return Optional.empty();
        }
        long surely = 0;
        long perhaps = 0;
        for (ZoneFrames zone : zones) {
            surely += pass.totals().count(zone.span(), counter.surely());
            perhaps += pass.totals().count(zone.span(), counter.perhaps()) + holes(zone, pass.totals());
        }
        long moved = NodeMovement.of(
                node,
                pass.zoneinfo().intact().orElseThrow(),
                pass.zoneinfoAfter().intact());
        return Optional.of(new Accounted(readings, surely, perhaps, unseen(counter, zones, host), moved));
    }

    /** Where it is not known which frames are holes, their struct pages may have been counted for anything. */
    private static long holes(ZoneFrames zone, FrameTotals totals) {
        Zone z = zone.zone();
        return totals.isRamKnown()
                ? 0
                : Math.max(0, z.spanned().orElse(0) - z.present().orElse(0) - totals.withoutStructPage(zone.span()));
    }

    /** The sum of the counter's parts, of the zone, of the node, or where older kernels keep them by zone, of its zones. */
    private static Optional<Long> printed(
            AccountedCounter counter, int node, List<ZoneFrames> zones, Zoneinfo zoneinfo) {
        long sum = 0;
        for (String name : counter.counters()) {
            Long ofNode = zoneinfo.nodeCounters().getOrDefault(node, Map.of()).get(name);
            if (!counter.ofZone() && ofNode != null) {
                sum += ofNode;
                continue;
            }
            for (ZoneFrames zone : zones) {
                Long ofZone = zoneinfo.zone(node, zone.name())
                        .map(z -> z.counters().get(name))
                        .orElse(null);
                if (ofZone == null) {
                    return Optional.empty();
                }
                sum += ofZone;
            }
        }
        return Optional.of(sum);
    }

    /** Each CPU's part of each counter; of a node's counters, a node's threshold is the largest of its zones'. */
    private static long unseen(AccountedCounter counter, List<ZoneFrames> zones, HostView host) {
        OptionalInt pageKib = BasePage.sizeKib(host);
        int pageShift = pageKib.isPresent() ? 10 + Integer.numberOfTrailingZeros(pageKib.getAsInt()) : 12;
        long most = 0;
        for (ZoneFrames zone : zones) {
            List<PerCpuPages> cpus = zone.zone().pagesets();
            long normal = StatThreshold.normal(zone.zone().managed().orElse(0), pageShift, cpus.size());
            most = Math.max(
                    most,
                    cpus.stream()
                            .map(PerCpuPages::statThreshold)
                            .filter(t -> t.isPresent())
                            .mapToLong(t -> Math.max(normal, t.getAsLong()))
                            .sum());
        }
        return most * counter.counters().size();
    }

    private static Evidence threshold(Zone zone, long unseen) {
        int cpus = zone.pagesets().size();
        int line = cpus == 0 ? zone.line() : zone.pagesets().get(0).line();
        return Evidence.at(
                FreeListPass.ZONEINFO,
                line,
                "vm stats threshold: up to %d pages not yet added by %d %s"
                        .formatted(unseen, cpus, cpus == 1 ? "CPU" : "CPUs"));
    }

    private static List<Evidence> evidence(AccountedCounter counter, Zone zone, Accounted pass) {
        String names = String.join(" + ", counter.counters());
        return List.of(
                Evidence.at(
                        FreeListPass.ZONEINFO,
                        zone.lineOf(counter.counters().get(0)),
                        names + ": " + pass.readings().get(0)),
                Evidence.in(
                        FreeListPass.KPAGEFLAGS,
                        "%d frames%s"
                                .formatted(
                                        pass.surely(),
                                        pass.surely() == pass.perhaps() ? "" : " to " + pass.perhaps())));
    }
}
