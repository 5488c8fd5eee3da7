package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.PagemapEntry;
import dev.plumbline.inspector.reference.mmu.Regime;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.reference.mmu.Walker;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which process a root belongs to. No file says; but pages that one process alone has mapped (bit 56 of pagemap,
 * {@code PM_MMAP_EXCLUSIVE}) can be reached from its root and from no other, so the process whose exclusive pages the walk
 * finds is the one.
 *
 * @param pages the process's
 * @param found how many of its exclusive pages the walk finds at their frames
 * @param exclusive how many it has
 * @param next the process that comes next, in words
 */
record RunningProcess(ProcessPages pages, long found, long exclusive, String next) {

    private record Candidate(ProcessPages pages, long found, long exclusive) {}

    static Optional<RunningProcess> of(StoppedMachine machine, Regime regime, List<ProcessPages> processes) {
        Walker walker = new Walker(regime, machine.image().memory());
        List<Candidate> ranked = new ArrayList<>();
        for (ProcessPages pages : processes) {
            ranked.add(candidate(walker, machine.architecture().format().pageShift(), pages));
        }
        ranked.sort(Comparator.comparingLong(Candidate::found).reversed());
        if (ranked.isEmpty() || ranked.get(0).found() == 0) {
            return Optional.empty();
        }
        Candidate best = ranked.get(0);
        String next = ranked.size() < 2 ? "no other process was captured" : words(ranked.get(1));
        return Optional.of(new RunningProcess(best.pages(), best.found(), best.exclusive(), next));
    }

    /** The evidence, for people. */
    String evidence() {
        return "%d of %d pages that %s alone has mapped; %s"
                .formatted(found, exclusive, pages.process().subject(), next);
    }

    private static String words(Candidate candidate) {
        return "%s comes next with %d of %d"
                .formatted(candidate.pages().process().subject(), candidate.found(), candidate.exclusive());
    }

    private static Candidate candidate(Walker walker, int pageShift, ProcessPages pages) {
        long found = 0;
        long exclusive = 0;
        for (int i = 0; i < pages.size(); i++) {
            long entry = pages.entry(i);
            if (PagemapEntry.present(entry) && PagemapEntry.exclusive(entry)) {
                exclusive++;
                found += walker.translate(new VirtAddr(pages.address(i))) instanceof Walk.Translated there
                                && there.address().value() >>> pageShift == PagemapEntry.pfnField(entry)
                        ? 1
                        : 0;
            }
        }
        return new Candidate(pages, found, exclusive);
    }
}
