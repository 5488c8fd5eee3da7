package dev.plumbline.inspector.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which of some processes come from each other by fork: one is an ancestor of the other, or both execute the same file in
 * the same session, as workers do whose common parent has gone.
 */
final class ForkFamilies {

    private final Map<Integer, ProcessSummary> byPid = new TreeMap<>();

    /** @param all every process that is known, for chains of ancestors */
    ForkFamilies(List<ProcessSummary> all) {
        all.forEach(p -> byPid.put(p.pid(), p));
    }

    /** Who of the group this process is related to, directly or through others of the group; the first found. */
    Optional<ProcessSummary> relative(ProcessSummary process, List<ProcessSummary> group) {
        return group.stream()
                .filter(other -> other.pid() != process.pid())
                .filter(other ->
                        descends(process, other) || descends(other, process) || sameProgramAndSession(process, other))
                .findFirst();
    }

    /** How many of the group, itself included, a process is connected with through relatives. */
    int familySize(ProcessSummary process, List<ProcessSummary> group) {
        Map<Integer, ProcessSummary> left = new HashMap<>();
        group.forEach(p -> left.put(p.pid(), p));
        left.remove(process.pid());
        Set<ProcessSummary> open = new HashSet<>(Set.of(process));
        int size = 0;
        while (!open.isEmpty()) {
            ProcessSummary next = open.iterator().next();
            open.remove(next);
            size++;
            for (ProcessSummary other : List.copyOf(left.values())) {
                if (relative(next, List.of(other)).isPresent()) {
                    left.remove(other.pid());
                    open.add(other);
                }
            }
        }
        return size;
    }

    private boolean descends(ProcessSummary process, ProcessSummary ancestor) {
        Set<Integer> seen = new HashSet<>();
        int parent = process.stat().ppid();
        while (seen.add(parent)) {
            if (parent == ancestor.pid()) {
                return true;
            }
            ProcessSummary known = byPid.get(parent);
            if (known == null) {
                return false;
            }
            parent = known.stat().ppid();
        }
        return false;
    }

    private static boolean sameProgramAndSession(ProcessSummary a, ProcessSummary b) {
        return a.stat().session() == b.stat().session()
                && a.imageFile().isPresent()
                && a.imageFile().equals(b.imageFile());
    }
}
