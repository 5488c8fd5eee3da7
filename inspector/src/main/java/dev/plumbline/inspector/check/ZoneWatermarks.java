package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.reference.zone.Contradiction;
import dev.plumbline.inspector.reference.zone.Quantity;
import java.util.List;

/**
 * The watermarks of every zone, as one set of managed pages gives them all.
 *
 * <p>Source: __setup_per_zone_wmarks, mm/page_alloc.c; zoneinfo_show_print, mm/vmstat.c.
 */
final class ZoneWatermarks implements HostCheck {

    @Override
    public String id() {
        return "zone.watermarks";
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
        ManagedHistory history = ManagedHistories.of(host);
        if (history instanceof ManagedHistory.Unsolved unsolved) {
            findings.add(this, "all zones", unsolved.reason(), List.of());
        } else if (history instanceof ManagedHistory.Solved solved) {
            HistoryVerdict verdicts = new HistoryVerdict(solved);
            for (Quantity quantity : solved.problem().published().quantities()) {
                if (quantity instanceof Quantity.Mark mark && !isShifted(solved, mark)) {
                    report(solved, mark, verdicts, findings);
                }
            }
            solved.solution().contradictions().stream()
                    .map(Contradiction::quantity)
                    .forEach(q -> {
                        if (q instanceof Quantity.Boost boost) {
                            report(solved, boost, verdicts, findings);
                        }
                    });
        }
    }

    /** A wrong boost speaks for all watermarks of its zone. */
    private static boolean isShifted(ManagedHistory.Solved solved, Quantity.Mark mark) {
        return solved.solution().contradictions().stream()
                .anyMatch(c -> c.quantity().equals(new Quantity.Boost(mark.zone())));
    }

    private void report(
            ManagedHistory.Solved solved, Quantity.Mark quantity, HistoryVerdict verdicts, Findings findings) {
        report(solved.zones().get(quantity.zone()), quantity.mark().label(), quantity, verdicts, findings);
    }

    private void report(
            ManagedHistory.Solved solved, Quantity.Boost quantity, HistoryVerdict verdicts, Findings findings) {
        report(solved.zones().get(quantity.zone()), "boost", quantity, verdicts, findings);
    }

    private void report(Zone zone, String field, Quantity quantity, HistoryVerdict verdicts, Findings findings) {
        Evidence where = Evidence.at(
                ManagedHistories.ZONEINFO,
                zone.lineOf(field),
                field + " " + zone.pages().get(field));
        findings.add(
                this, zone.subject() + " " + field, verdicts.of(quantity, "pages", where), verdicts.evidence(where));
    }
}
