package dev.plumbline.inspector.check.map;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.jvm.JvmIdentity;
import dev.plumbline.inspector.observed.ProcessStat;
import dev.plumbline.inspector.owner.OwnedRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A process's address space, every mapping with its owner.
 *
 * @param origin live host or capture
 * @param stat the process, held together with its start time
 * @param startTime when it started; empty where the boot time is not known
 * @param command its command line, arguments separated by blanks, or {@code [comm]} of a process without one
 * @param jvm the JVM it runs; empty where it runs none
 * @param basis what the usage of every range rests on
 * @param ranges ascending, without overlap, covering every mapping; a mapping has several where owners share it
 * @param gaps the free address space between neighbouring mappings, ascending
 * @param windows where the reference lets the kernel put each mapping
 * @param nodes on which memory node each range's pages stand
 * @param tables what the page tables cost, and whose pages need them
 * @param times what reading took
 * @param notes what could not be known and what would show it, a sentence each
 */
public record ProcessMap(
        Origin origin,
        ProcessStat stat,
        Optional<Instant> startTime,
        String command,
        Optional<JvmIdentity> jvm,
        UsageBasis basis,
        List<OwnedRange> ranges,
        List<Gap> gaps,
        Windows windows,
        NodeBytes nodes,
        TableBytes tables,
        ReadTimes times,
        List<String> notes) {

    /** Copies the lists. */
    public ProcessMap {
        ranges = List.copyOf(ranges);
        gaps = List.copyOf(gaps);
        notes = List.copyOf(notes);
    }

    /** As /proc names it. */
    public int pid() {
        return stat.pid();
    }

    /** The kernel's name of the first thread. */
    public String comm() {
        return stat.comm();
    }

    /** Clock ticks after boot; with the pid, what tells the process from all others of this boot. */
    public long startTimeTicks() {
        return stat.startTimeTicks();
    }

    /** How many threads it has. */
    public int threads() {
        return stat.numThreads();
    }

    /** How many mappings there are; ranges that share one count once. */
    public int vmas() {
        return (int) ranges.stream().filter(OwnedRange::beginsMapping).count();
    }
}
