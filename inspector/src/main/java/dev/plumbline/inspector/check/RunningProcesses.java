package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.ProcessStat;
import dev.plumbline.inspector.reference.mmu.Regime;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The processes that a stopped machine's processors ran.
 *
 * @param captured all processes whose pages are known
 * @param found what every root leads to, where it is the root of one of them
 * @param unread why the pages of a process are not known; empty where all are
 */
record RunningProcesses(List<ProcessPages> captured, List<Found> found, Optional<Verdict.NotObservable> unread) {

    /** Copies the lists. */
    RunningProcesses {
        captured = List.copyOf(captured);
        found = List.copyOf(found);
    }

    /**
     * A root and its process.
     *
     * @param second whether it is the other root of a process that has two
     */
    record Found(StoppedMachine.Stop stop, PhysAddr table, boolean second, Regime regime, RunningProcess process) {

        private boolean repeats(Found other) {
            return process.pages() == other.process().pages() && second == other.second();
        }
    }

    /** The processes, found once a run. */
    static RunningProcesses of(HostView host, StoppedMachine machine) {
        return host.once("running processes", () -> find(host, machine));
    }

    private static RunningProcesses find(HostView host, StoppedMachine machine) {
        List<ProcessPages> captured = new ArrayList<>();
        Optional<Verdict.NotObservable> unread = Optional.empty();
        for (String pid : KernelEvidence.pids(host)) {
            Optional<ProcessStat> stat =
                    ProcessView.readStat(Integer.parseInt(pid), host).intact().flatMap(s -> s);
            if (stat.isEmpty() || stat.get().withoutUserMemory()) {
                continue;
            }
            ProcessPages.Outcome pages = ProcessPages.of(new ProcessView(stat.get(), host), HostMemory.of(host));
            if (pages instanceof ProcessPages.Read read) {
                captured.add(read.pages());
            } else if (pages instanceof ProcessPages.Unread not) {
                unread = unread.or(() -> Optional.of(not.why()));
            }
        }
        List<Found> found = new ArrayList<>();
        for (Candidate root : roots(machine)) {
            RunningProcess.of(machine, root.regime(), captured)
                    .map(p -> new Found(root.stop(), root.table(), root.second(), root.regime(), p))
                    .filter(f -> found.stream().noneMatch(f::repeats))
                    .ifPresent(found::add);
        }
        return new RunningProcesses(captured, found, unread);
    }

    private record Candidate(StoppedMachine.Stop stop, PhysAddr table, boolean second, Regime regime) {}

    /** Every root that translates programs' addresses, once. */
    private static List<Candidate> roots(StoppedMachine machine) {
        Map<PhysAddr, Candidate> roots = new LinkedHashMap<>();
        for (StoppedMachine.Stop stop : machine.stops()) {
            boolean isolated = stop.told().regime() != stop.told().kernel();
            for (RunningRegime.Root root : stop.told().roots()) {
                boolean kernels = isolated && root.reach() == RunningRegime.Reach.ALL;
                Regime regime = kernels ? stop.told().kernel() : stop.told().regime();
                if (root.reach() != RunningRegime.Reach.KERNEL) {
                    roots.putIfAbsent(root.table(), new Candidate(stop, root.table(), kernels, regime));
                }
            }
        }
        return List.copyOf(roots.values());
    }

    /** How many captured processes no root leads to. */
    int others() {
        return captured.size()
                - (int) found.stream().map(f -> f.process().pages()).distinct().count();
    }
}
