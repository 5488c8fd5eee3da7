package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.check.Environment;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.observed.ProcessStat;
import java.util.Optional;

/** The one process that a command is about. */
final class Target {

    private Target() {}

    /**
     * The process of a pid.
     *
     * @throws Failure if there is none, or its {@code stat} cannot be read
     */
    static ProcessView open(int pid, HostView host) throws Failure {
        Observation<Optional<ProcessStat>> stat = ProcessView.readStat(pid, host);
        Optional<ProcessStat> known = stat.intact().flatMap(s -> s).filter(s -> s.pid() == pid);
        if (known.isPresent()) {
            return new ProcessView(known.get(), host);
        }
        if (stat.reading() instanceof Reading.Absent || stat.intact().isPresent()) {
            throw Failure.couldNotRun(
                    "no process " + pid + " in " + host.files().origin().name() + hidden(host));
        }
        throw Failure.notObservable(stat.whyNot());
    }

    /** A process that hidepid hides looks like one that is not there (proc(5)). */
    private static String hidden(HostView host) {
        return Environment.of(host).stream()
                .filter(e -> e.name() == Environment.Name.HIDEPID)
                .map(e -> "; if there is one, it is hidden: /proc is mounted with %s, which %s"
                        .formatted(e.evidence().text(), e.consequence()))
                .findFirst()
                .orElse("");
    }

    /**
     * Sees that what was read is of one process: the pid may have passed to another, or the process have executed another
     * program.
     *
     * @throws Failure if so
     */
    static void requireAlive(ProcessView process) throws Failure {
        ProcessStat before = process.stat();
        boolean same = ProcessView.readStat(process.pid(), process.host())
                .intact()
                .flatMap(s -> s)
                .filter(after -> after.startTimeTicks() == before.startTimeTicks())
                .filter(after -> after.startStack().equals(before.startStack()))
                .isPresent();
        if (!same) {
            throw Failure.couldNotRun(
                    "process %d ended, or executed another program, while it was read".formatted(process.pid()));
        }
    }
}
