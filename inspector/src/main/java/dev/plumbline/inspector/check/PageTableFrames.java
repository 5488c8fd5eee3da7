package dev.plumbline.inspector.check;

import dev.plumbline.inspector.check.TableFrameJudge.Answer;
import dev.plumbline.inspector.observed.KpageFlag;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Every frame that the running roots lead to as a page table is one that the kernel flags as such, or one that it makes
 * without the flag: roots, tables made at boot, and levels that have no constructor.
 *
 * <p>Source: KPF_PGTABLE, fs/proc/page.c stable_page_flags; __SetPageTable in the constructors of include/linux/mm.h.
 */
final class PageTableFrames implements HostCheck {

    private static final String SUBJECT = "page-table frames";
    private static final int SHOWN = 8;

    @Override
    public String id() {
        return "mmu.page-table-frames";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of("mmu/physmem.idx", "mmu/physmem.bin", "mmu/registers.txt", FlagsOfFrames.PATH);
    }

    @Override
    public void examine(HostView host, Findings findings) {
        StoppedMachine.Outcome outcome = StoppedMachine.of(host);
        if (outcome instanceof StoppedMachine.NotHeld missing) {
            findings.add(this, SUBJECT, missing.why(), List.of());
        } else if (outcome instanceof StoppedMachine.Held held) {
            judge(host, held.machine(), findings);
        }
    }

    private void judge(HostView host, StoppedMachine machine, Findings findings) {
        TableFrames tables = TableFrames.of(machine);
        TreeSet<Long> pfns = new TreeSet<>();
        tables.frames().forEach(f -> pfns.add(f.pfn()));
        Observation<FlagsOfFrames> observed = FlagsOfFrames.read(host, pfns);
        if (observed.intact().isEmpty()) {
            findings.add(this, SUBJECT, observed.whyNot(), List.of());
            return;
        }
        FlagsOfFrames flags = observed.intact().get();
        TableFrameJudge judge = new TableFrameJudge(
                machine.architecture(), flags, tables.frames(), frame -> populated(host, machine, frame));
        Map<Answer, List<TableFrame>> answers = new EnumMap<>(Answer.class);
        for (TableFrame frame : tables.frames()) {
            answers.computeIfAbsent(judge.judge(frame), a -> new ArrayList<>()).add(frame);
        }
        List<Evidence> evidence = new ArrayList<>();
        for (StoppedMachine.Stop stop : machine.stops()) {
            stop.told().roots().forEach(r -> evidence.add(stop.evidence(r)));
        }
        answers.forEach((answer, frames) -> {
            if (answer.refused()) {
                frames.stream().limit(SHOWN).forEach(f -> evidence.add(named(f, flags)));
            }
        });
        findings.add(this, SUBJECT, verdict(machine, tables, answers, flags), evidence);
    }

    /** Without a pagemap to tell, a table is taken to have been there. */
    private static boolean populated(HostView host, StoppedMachine machine, TableFrame frame) {
        List<RunningProcesses.Found> running =
                RunningProcesses.of(host, machine).found();
        return running.isEmpty()
                || running.stream()
                        .map(f -> f.process().pages())
                        .anyMatch(p ->
                                p.populates(frame.first().value(), frame.last().value()));
    }

    private static Verdict verdict(
            StoppedMachine machine, TableFrames tables, Map<Answer, List<TableFrame>> answers, FlagsOfFrames flags) {
        List<TableFrame> refused = answers.entrySet().stream()
                .filter(e -> e.getKey().refused())
                .flatMap(e -> e.getValue().stream())
                .toList();
        int frames = tables.frames().size();
        if (!refused.isEmpty()) {
            return new Verdict.Violated(
                    "%d of %d frames are not flagged as page tables".formatted(refused.size(), frames),
                    "all, save roots, boot memory and levels without a constructor",
                    named(refused.get(0), flags).text());
        }
        if (tables.notHeld().isPresent() || !tables.whole()) {
            return new Verdict.NotObservable(
                    tables.notHeld()
                            .map(machine.image()::whyNotHeld)
                            .orElse("the tables lead to each other without end"),
                    "an image with all page tables");
        }
        int flagged = answers.getOrDefault(Answer.FLAGGED, List.of()).size();
        if (flagged == frames) {
            return Verdict.Holds.equal(frames);
        }
        List<Verdict.Term> terms = new ArrayList<>();
        answers.forEach((answer, found) -> {
            if (answer != Answer.FLAGGED) {
                terms.add(new Verdict.Term(-found.size(), term(answer, found)));
            }
        });
        return new Verdict.Explained(
                flagged, frames, "frames", terms, "roots, boot memory, levels without constructor");
    }

    private static Evidence term(Answer answer, List<TableFrame> frames) {
        TableFrame first = frames.get(0);
        return Evidence.in(
                FlagsOfFrames.PATH,
                "%s; the first is frame %#x, %s for %s".formatted(answer, first.pfn(), first.kind(), first.first()));
    }

    private static Evidence named(TableFrame frame, FlagsOfFrames flags) {
        String set = flags.of(frame.pfn()).isPresent()
                ? KpageFlag.of(flags.of(frame.pfn()).getAsLong()).toString()
                : "nothing: the file ends before it";
        return Evidence.in(
                FlagsOfFrames.PATH,
                "frame %#x holds the %s for %s-%s, and is flagged %s"
                        .formatted(frame.pfn(), frame.kind(), frame.first(), frame.last(), set));
    }
}
