package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.reference.zone.Quantity;
import java.util.List;

/**
 * What each zone holds back from requests that could use a higher one.
 *
 * <p>Source: setup_per_zone_lowmem_reserve, mm/page_alloc.c; {@code protection:} of zoneinfo_show_print, mm/vmstat.c.
 */
final class ZoneLowmemReserve implements HostCheck {

    @Override
    public String id() {
        return "zone.lowmem-reserve";
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
                if (quantity instanceof Quantity.Reserve reserve) {
                    Zone zone = solved.zones().get(reserve.zone());
                    Evidence where = Evidence.at(
                            ManagedHistories.ZONEINFO, zone.lineOf("protection"), "protection " + zone.protection());
                    findings.add(
                            this,
                            zone.subject() + " protection[" + reserve.upper() + "]",
                            verdicts.of(reserve, "pages", where),
                            verdicts.evidence(where));
                }
            }
        }
    }
}
