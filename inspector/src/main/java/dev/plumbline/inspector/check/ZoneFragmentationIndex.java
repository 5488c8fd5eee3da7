package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.observed.BuddyInfo;
import dev.plumbline.inspector.observed.BuddyInfoParser;
import dev.plumbline.inspector.observed.ExtFragZone;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import dev.plumbline.inspector.reference.zone.fragmentation.FreeBlocks;
import java.util.List;
import java.util.Optional;

/**
 * Both indices of fragmentation, of every zone and order, are what the zone's free blocks give.
 *
 * <p>Source: __fragmentation_index, unusable_free_index and fill_contig_page_info, mm/vmstat.c, read in 5.10, 6.1, 6.12 and 6.18.
 */
final class ZoneFragmentationIndex implements HostCheck {

    private static final int PASSES = 5;

    @Override
    public String id() {
        return "zone.fragmentation-index";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of(
                FreeListPass.BUDDYINFO,
                "again/early/" + FreeListPass.BUDDYINFO,
                "again/late/" + FreeListPass.BUDDYINFO,
                FragmentationPass.UNUSABLE,
                FragmentationPass.FRAGMENTATION);
    }

    @Override
    public boolean undisturbed() {
        return true;
    }

    @Override
    public void examine(HostView host, Findings findings) {
        FragmentationPass pass = FragmentationPass.over(host.files());
        Optional<Zoneinfo> zoneinfo =
                host.text(FreeListPass.ZONEINFO, ZoneinfoParser::parse).intact();
        for (int again = 1; again < PASSES && isLive(host) && !isSettled(pass, zoneinfo); again++) {
            pass = FragmentationPass.over(host.files());
        }
        for (FragmentationKind kind : FragmentationKind.values()) {
            report(kind, pass, host, zoneinfo, findings);
        }
    }

    private void report(
            FragmentationKind kind,
            FragmentationPass pass,
            HostView host,
            Optional<Zoneinfo> zoneinfo,
            Findings findings) {
        String everywhere = "all zones " + kind.title();
        if (kind.read(pass).intact().isEmpty()) {
            findings.add(this, everywhere, kind.read(pass).whyNot(), List.of());
            return;
        }
        if (pass.listed().isEmpty()) {
            Observation<BuddyInfo> buddyinfo = host.text(FreeListPass.BUDDYINFO, BuddyInfoParser::parse);
            Verdict why = buddyinfo.intact().isPresent()
                    ? new Verdict.NotObservable("buddyinfo could not be read beside it", "")
                    : buddyinfo.whyNot();
            findings.add(this, everywhere, why, List.of());
            return;
        }
        for (ExtFragZone zone : kind.read(pass).intact().orElseThrow().zones()) {
            String subject = "node %d %s".formatted(zone.node(), zone.zone());
            Optional<FragmentationLine> line = line(kind, zone, pass, zoneinfo);
            if (line.isEmpty()) {
                Verdict why = new Verdict.NotObservable("buddyinfo has no line of as many orders for this zone", "");
                findings.add(this, subject + " " + kind.title(), why, List.of());
            } else {
                report(subject, line.get(), findings);
            }
        }
    }

    private void report(String subject, FragmentationLine line, Findings findings) {
        List<Verdict> verdicts = line.verdicts();
        for (int order = 0; order < verdicts.size(); order++) {
            findings.add(
                    this,
                    "%s order %d %s".formatted(subject, order, line.kind().title()),
                    verdicts.get(order),
                    List.of(
                            Evidence.at(
                                    line.kind().path(),
                                    line.line().line(),
                                    FragmentationKind.text(
                                            line.line().thousandthsByOrder().get(order))),
                            Evidence.in(
                                    FreeListPass.BUDDYINFO,
                                    "free blocks by order " + line.free().get(0).byOrder())));
        }
    }

    private static boolean isSettled(FragmentationPass pass, Optional<Zoneinfo> zoneinfo) {
        for (FragmentationKind kind : FragmentationKind.values()) {
            for (ExtFragZone zone : kind.read(pass).intact().map(e -> e.zones()).orElse(List.of())) {
                if (line(kind, zone, pass, zoneinfo).filter(l -> !l.isSettled()).isPresent()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Optional<FragmentationLine> line(
            FragmentationKind kind, ExtFragZone zone, FragmentationPass pass, Optional<Zoneinfo> zoneinfo) {
        int orders = zone.thousandthsByOrder().size();
        List<FreeBlocks> free = pass.of(zone.node(), zone.zone()).stream()
                .filter(f -> f.orders() == orders)
                .toList();
        return free.isEmpty()
                ? Optional.empty()
                : Optional.of(new FragmentationLine(kind, zone, free, pass.bracketed(), mostPages(zone, zoneinfo)));
    }

    /** A zone has no more free pages than present ones; where they are not known, no more than any machine has. */
    private static long mostPages(ExtFragZone zone, Optional<Zoneinfo> zoneinfo) {
        return zoneinfo.flatMap(z -> z.zone(zone.node(), zone.zone()))
                .map(Zone::present)
                .filter(present -> present.isPresent() && present.getAsLong() > 0)
                .map(present -> present.getAsLong())
                .orElse(1L << 40);
    }

    private static boolean isLive(HostView host) {
        return host.files().origin() instanceof Origin.Live;
    }
}
