package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.reference.mmu.tlb.PageMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run's counts by mapping of a process. */
final class TlbByMapping {

    private TlbByMapping() {}

    /**
     * The counts of a mapping.
     *
     * @param vma empty for the addresses that none holds
     */
    record Row(Optional<Vma> vma, TlbRun.Sum sum) {}

    /** Mappings with references, ascending; what lies outside of all stands first. */
    static List<Row> of(TlbRun run, List<Vma> vmas) {
        List<TlbRun.Sum> sums = new ArrayList<>();
        TlbRun.Sum none = TlbRun.Sum.of(new long[run.levels() + 1]);
        vmas.forEach(vma -> sums.add(none));
        for (int range = 1; range < run.map().size(); range++) {
            int owner = run.ranges().get(range - 1).owner();
            sums.set(owner, sums.get(owner).plus(run.of(range)));
        }
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(Optional.empty(), run.of(PageMap.ELSEWHERE)));
        for (int i = 0; i < vmas.size(); i++) {
            rows.add(new Row(Optional.of(vmas.get(i)), sums.get(i)));
        }
        return rows.stream().filter(r -> r.sum().references() > 0).toList();
    }
}
