package dev.plumbline.inspector.check;

import dev.plumbline.inspector.reference.zone.Quantity;
import java.util.List;

/**
 * {@code vm.min_free_kbytes}, as the managed pages of the time give it.
 *
 * <p>Source: calculate_min_free_kbytes, mm/page_alloc.c; set_recommended_min_free_kbytes, mm/khugepaged.c.
 */
final class ZoneMinFreeKbytes implements HostCheck {

    @Override
    public String id() {
        return "zone.min-free-kbytes";
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
            findings.add(this, "min_free_kbytes", unsolved.reason(), List.of());
        } else if (history instanceof ManagedHistory.Solved solved) {
            HistoryVerdict verdicts = new HistoryVerdict(solved);
            long published = solved.problem().published().minFreeKib();
            Evidence where = Evidence.at(ManagedHistories.MIN_FREE, 1, Long.toString(published));
            findings.add(
                    this,
                    "min_free_kbytes",
                    verdicts.of(new Quantity.MinFree(), "KiB", where),
                    verdicts.evidence(where));
        }
    }
}
