package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.observed.ProcessStatus;
import dev.plumbline.inspector.reference.mmu.TableCensus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * VmPTE of a process is what the tables add up to that its pages need.
 *
 * <p>Source: {@code mm_pgtables_bytes}, printed by task_mem, fs/proc/task_mmu.c (4.15 and later): PTE, PMD and PUD tables.
 */
final class PageTableBytes implements ProcessCheck {

    /** A live process may trade one table for another while its pagemap is read; three such readings in a row are no race. */
    private static final int LIVE_ATTEMPTS = 3;

    @Override
    public String id() {
        return "mmu.page-table-bytes";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of("proc/PID/maps", "proc/PID/smaps", "proc/PID/status", "proc/PID/pagemap");
    }

    @Override
    public void examine(ProcessView process, HostView host, Findings findings) {
        Judgement judgement = judge(process, host);
        boolean live = host.files().origin() instanceof Origin.Live;
        for (int i = 1; live && i < LIVE_ATTEMPTS && !judgement.settled(); i++) {
            judgement = judge(new ProcessView(process.stat(), host), host);
        }
        findings.add(this, process.subject(), judgement.verdict(), judgement.evidence());
    }

    /**
     * What one reading of a process gives.
     *
     * @param settled whether reading once more can change nothing
     */
    private record Judgement(Verdict verdict, List<Evidence> evidence, boolean settled) {}

    private static Judgement judge(ProcessView process, HostView host) {
        ProcessMemory.Outcome outcome = ProcessMemory.of(process);
        if (outcome instanceof ProcessMemory.Unread unread) {
            return new Judgement(unread.why(), List.of(), !tornReading(process));
        }
        ProcessMemory memory = ((ProcessMemory.Digested) outcome).memory();
        Optional<TableCensus> census = memory.census();
        if (census.isEmpty()) {
            return new Judgement(HostMemory.of(host).whyNoFormat(), List.of(), true);
        }
        ProcessStatus status = process.status().intact().orElseThrow();
        OptionalLong before = status.vmPteKib();
        if (before.isEmpty()) {
            return new Judgement(
                    new Verdict.NotObservable(process.path("status") + " has no VmPTE", ""), List.of(), true);
        }
        TablePrediction prediction = TablePrediction.of(process, memory, census.get());
        long expected = prediction.expectedKib();
        OptionalLong after =
                memory.statusAfter().intact().map(ProcessStatus::vmPteKib).orElse(OptionalLong.empty());
        Verdict verdict = after.isPresent() && after.getAsLong() != before.getAsLong()
                ? moved(before.getAsLong(), after.getAsLong(), expected)
                : steady(compare(before.getAsLong(), prediction), before.getAsLong(), prediction);
        return new Judgement(verdict, prediction.evidence(), verdict instanceof Verdict.Holds);
    }

    /** smaps is printed page by page; a mapping that grows in between stands in it twice. */
    private static boolean tornReading(ProcessView process) {
        return !process.maps().damage().isEmpty() || !process.smaps().damage().isEmpty();
    }

    private static Verdict moved(long before, long after, long expected) {
        if (expected >= Math.min(before, after) && expected <= Math.max(before, after)) {
            return new Verdict.Drifted(
                    kib(before), kib(after), kib(expected), "tables came or went while pagemap was read");
        }
        return new Verdict.NotObservable(
                "VmPTE went from %s to %s while pagemap, which gives %s, was read"
                        .formatted(kib(before), kib(after), kib(expected)),
                "");
    }

    /** What contradicts the reference is a violation only if the files are of one instant, as far as they show. */
    private static Verdict steady(Verdict verdict, long observed, TablePrediction prediction) {
        return verdict instanceof Verdict.Violated
                ? UnlistedMappings.in(prediction.process())
                        .or(() -> Unsteady.of(prediction.process(), prediction.memory()))
                        .<Verdict>map(proof -> new Verdict.NotObservable(
                                "VmPTE is %s, pagemap gives %s: %s"
                                        .formatted(kib(observed), kib(prediction.expectedKib()), proof),
                                ""))
                        .orElse(verdict)
                : verdict;
    }

    private static Verdict compare(long observed, TablePrediction prediction) {
        if (observed == prediction.expectedKib()) {
            return new Verdict.Holds(kib(observed), kib(observed), prediction.sum());
        }
        return observed > prediction.expectedKib()
                ? new TableSurplus(prediction).judge(observed)
                : prediction.judgeShortfall(observed);
    }

    static String kib(long kib) {
        return kib + " KiB";
    }
}
