package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Origin;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.observed.ProcessStat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * Examines every process once. The list of processes is taken when the scan is made; any number of threads may
 * {@link #work} on it. Kernel threads and zombies have no user memory and are passed over.
 */
final class ProcessScan {

    private static final Verdict ENDED =
            new Verdict.NotObservable("the process ended, or executed another program, while it was read", "");

    private final HostView host;
    private final List<ProcessCheck> checks;
    private final ProgressListener progress;
    private final Reading<List<String>> listing;
    private final List<Integer> pids;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReferenceArray<Examined> examined;

    /**
     * What came of one process.
     *
     * @param summary empty where it has no user memory or did not last
     * @param withoutJvm whether it surely runs none: its mappings were read, or it has none
     */
    private record Examined(List<Finding> findings, Optional<ProcessSummary> summary, boolean withoutJvm) {
        static final Examined NOTHING = new Examined(List.of(), Optional.empty(), true);
    }

    ProcessScan(HostView host, Selection selection, List<ProcessCheck> checks, ProgressListener progress) {
        this.host = host;
        this.checks = checks;
        this.progress = progress;
        this.listing = host.files().list("proc");
        this.pids = pids(selection);
        this.examined = new AtomicReferenceArray<>(pids.size());
    }

    /** Takes processes from the list until none is left. */
    void work() {
        int index;
        while ((index = next.getAndIncrement()) < pids.size()) {
            examined.set(index, examine(pids.get(index)));
            progress.examined(done.incrementAndGet(), pids.size());
        }
    }

    /** What the checks found, ascending by pid. */
    List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        for (int i = 0; i < pids.size(); i++) {
            all.addAll(examined(i).findings());
        }
        if (listing.content().isEmpty()) {
            Verdict verdict = new Observation<>("proc", listing.withoutContent()).whyNot();
            checks.forEach(c -> all.add(new Finding(c.id(), c.kind(), "processes", verdict, List.of())));
        }
        return all;
    }

    /** The processes that have user memory, ascending by pid. */
    List<ProcessSummary> summaries() {
        List<ProcessSummary> all = new ArrayList<>();
        for (int i = 0; i < pids.size(); i++) {
            examined(i).summary().ifPresent(all::add);
        }
        return all;
    }

    /** How many processes were examined, where surely none of them runs a JVM; empty otherwise. */
    OptionalInt withoutJvm() {
        boolean none = listing.content().isPresent()
                && IntStream.range(0, pids.size()).allMatch(i -> examined(i).withoutJvm());
        return none && !pids.isEmpty() ? OptionalInt.of(summaries().size()) : OptionalInt.empty();
    }

    private Examined examined(int index) {
        Examined one = examined.get(index);
        return one == null ? Examined.NOTHING : one;
    }

    private List<Integer> pids(Selection selection) {
        return listing.content().orElse(List.of()).stream()
                .filter(name -> name.matches("[1-9][0-9]{0,9}"))
                .map(Long::parseLong)
                .filter(pid -> pid <= Integer.MAX_VALUE)
                .map(Long::intValue)
                .filter(selection::wants)
                .sorted()
                .toList();
    }

    private Examined examine(int pid) {
        Observation<Optional<ProcessStat>> observed = ProcessView.readStat(pid, host);
        Optional<ProcessStat> stat = observed.intact().flatMap(s -> s);
        if (stat.isEmpty()) {
            return endedBefore(observed) ? Examined.NOTHING : everyCheck("pid " + pid, observed.whyNot());
        }
        if (stat.get().pid() != pid) {
            String because =
                    "proc/%d/stat is of pid %d".formatted(pid, stat.get().pid());
            return everyCheck("pid " + pid, new Verdict.NotObservable(because, ""));
        }
        if (stat.get().withoutUserMemory()) {
            return Examined.NOTHING;
        }
        ProcessView process = new ProcessView(stat.get(), host);
        List<Finding> findings = new ArrayList<>();
        for (ProcessCheck check : checks) {
            check.examine(process, host, findings::add);
        }
        ProcessSummary summary = ProcessSummary.of(process);
        if (!sameProcess(stat.get(), ProcessView.readStat(pid, host))) {
            return everyCheck(process.subject(), ENDED);
        }
        return new Examined(findings, Optional.of(summary), JvmAnswer.surelyNone(process));
    }

    /** On a live host a process that is listed and has no stat ended in between; in a capture its stat is missing. */
    private boolean endedBefore(Observation<Optional<ProcessStat>> observed) {
        return host.files().origin() instanceof Origin.Live
                && (observed.reading() instanceof Reading.Absent || observed.reading() instanceof Reading.Failed);
    }

    private static boolean sameProcess(ProcessStat before, Observation<Optional<ProcessStat>> observed) {
        return observed.intact()
                .flatMap(s -> s)
                .filter(after -> after.startTimeTicks() == before.startTimeTicks())
                .filter(after -> after.startStack().equals(before.startStack()))
                .filter(after -> after.startCode().equals(before.startCode()))
                .isPresent();
    }

    private Examined everyCheck(String subject, Verdict verdict) {
        return new Examined(
                checks.stream()
                        .map(c -> new Finding(c.id(), c.kind(), subject, verdict, List.of()))
                        .toList(),
                Optional.empty(),
                false);
    }
}
