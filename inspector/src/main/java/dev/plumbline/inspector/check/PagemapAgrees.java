package dev.plumbline.inspector.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The page tables of the process that ran when the machine was stopped map the pages that its pagemap shows: the same
 * frames, and no page more or less.
 *
 * <p>Source: pagemap_pmd_range and pte_to_pagemap_entry, fs/proc/task_mmu.c (6.1): pagemap goes by pte_present, which is
 * the kernel's view of an entry and not always the hardware's.
 */
final class PagemapAgrees implements HostCheck {

    private static final int SHOWN = 8;

    @Override
    public String id() {
        return "mmu.pagemap-agrees";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of(
                "mmu/physmem.idx",
                "mmu/physmem.bin",
                "mmu/registers.txt",
                "proc/PID/stat",
                "proc/PID/maps",
                "proc/PID/smaps",
                "proc/PID/pagemap");
    }

    @Override
    public void examine(HostView host, Findings findings) {
        StoppedMachine.Outcome outcome = StoppedMachine.of(host);
        if (outcome instanceof StoppedMachine.NotHeld missing) {
            findings.add(this, "running process", missing.why(), List.of());
        } else if (outcome instanceof StoppedMachine.Held held) {
            examine(host, held.machine(), findings);
        }
    }

    private void examine(HostView host, StoppedMachine machine, Findings findings) {
        RunningProcesses running = RunningProcesses.of(host, machine);
        running.found().forEach(f -> judge(host, machine, f, running.captured(), findings));
        if (running.found().isEmpty()) {
            Verdict why = running.unread().orElseGet(() -> noneMatches(machine, running.captured()));
            findings.add(this, "running process", why, List.of());
        } else if (running.others() > 0) {
            findings.add(this, "other processes", otherRoots(running.others()), List.of());
        }
    }

    private void judge(
            HostView host,
            StoppedMachine machine,
            RunningProcesses.Found found,
            List<ProcessPages> captured,
            Findings findings) {
        RunningProcess running = found.process();
        PageComparison pages = PageComparison.of(machine, found.regime(), running.pages());
        List<PageDifference> differences = LaterFaults.explain(host, running.pages(), captured, pages.differences());
        List<Evidence> evidence = new ArrayList<>();
        found.stop().told().roots().stream()
                .filter(r -> r.table().equals(found.table()))
                .map(found.stop()::evidence)
                .forEach(evidence::add);
        evidence.add(Evidence.in(running.pages().process().path("pagemap"), running.evidence()));
        differences.stream()
                .filter(d -> !d.explained())
                .limit(SHOWN)
                .map(d -> evidence(running, d))
                .forEach(evidence::add);
        String subject = running.pages().process().subject() + (found.second() ? ", the kernel's root" : "");
        findings.add(this, subject, verdict(machine, running, pages, differences), evidence);
    }

    private static Verdict verdict(
            StoppedMachine machine, RunningProcess running, PageComparison pages, List<PageDifference> differences) {
        long present = running.pages().present();
        List<PageDifference> unexplained =
                differences.stream().filter(d -> !d.explained()).toList();
        if (!running.pages().showsFrames()) {
            return new Verdict.NotObservable("pagemap shows no frame numbers", "CAP_SYS_ADMIN");
        }
        if (!unexplained.isEmpty()) {
            return new Verdict.Violated(
                    "%d of %d pages differ".formatted(unexplained.size(), Math.max(present, pages.mapped())),
                    "the page tables and pagemap say the same of every page",
                    "first %s: %s"
                            .formatted(
                                    unexplained.get(0).address(),
                                    unexplained.get(0).text()));
        }
        if (pages.notHeldPages() > 0) {
            return new Verdict.NotObservable(
                    "the tables of %d of %d present pages are missing: %s"
                            .formatted(
                                    pages.notHeldPages(),
                                    present,
                                    machine.image()
                                            .whyNotHeld(pages.firstNotHeld().orElseThrow())),
                    "an image with all page tables of the running process");
        }
        if (differences.isEmpty()) {
            return new Verdict.Holds(
                    "%d pages".formatted(pages.mapped()), "%d pages".formatted(present), running.evidence());
        }
        return explained(running, pages.mapped(), present, differences);
    }

    private static Verdict explained(
            RunningProcess running, long mapped, long present, List<PageDifference> differences) {
        Map<String, List<PageDifference>> byCause = new TreeMap<>();
        for (PageDifference difference : differences) {
            byCause.computeIfAbsent(difference.cause(), c -> new ArrayList<>()).add(difference);
        }
        List<Verdict.Term> terms = new ArrayList<>();
        byCause.forEach((cause, all) -> terms.add(
                new Verdict.Term(all.stream().mapToLong(PageDifference::surplus).sum(), term(running, cause, all))));
        return new Verdict.Explained(mapped, present, "pages", terms, String.join(", ", byCause.keySet()));
    }

    private static Evidence term(RunningProcess running, String cause, List<PageDifference> all) {
        PageDifference first = all.get(0);
        return running.pages()
                .mappingOf(first.address().value())
                .map(v -> Evidence.at(
                        running.pages().process().path("maps"),
                        v.line(),
                        "%s: %d pages, first %s in %s %s: %s"
                                .formatted(
                                        cause, all.size(), first.address(), v.permissions(), v.path(), first.text())))
                .orElseGet(() -> evidence(running, first));
    }

    private static Evidence evidence(RunningProcess running, PageDifference difference) {
        return Evidence.in(running.pages().process().path("pagemap"), difference.address() + ": " + difference.text());
    }

    private static Verdict.NotObservable noneMatches(StoppedMachine machine, List<ProcessPages> processes) {
        if (!machine.image().damage().isEmpty()) {
            return new Verdict.NotObservable(
                    "what the image holds of the running root's tables (%s) leads to no page that one process alone has mapped: %s"
                            .formatted(
                                    machine.stops().get(0).told().roots().get(0).table(),
                                    machine.image().damage().get(0)),
                    "an image with all page tables of the running process");
        }
        return new Verdict.NotObservable(
                "the running root (%s) is that of none of the %d processes captured: it leads to no page that one of them alone has mapped"
                        .formatted(machine.stops().get(0).told().roots().get(0).table(), processes.size()),
                "the machine stopped while a captured process runs");
    }

    private static Verdict.NotObservable otherRoots(int others) {
        return new Verdict.NotObservable(
                "where the page tables of %d other processes begin stands in no file and in no register"
                        .formatted(others),
                "a stop while another process runs");
    }
}
