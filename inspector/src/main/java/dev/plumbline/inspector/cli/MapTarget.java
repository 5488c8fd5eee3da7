package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.check.map.MapAnswer;
import dev.plumbline.inspector.check.map.MapOptions;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.check.map.ProcessMapReader;
import dev.plumbline.inspector.observed.ProcessStat;
import java.util.Optional;

/** The process whose address space is read, once or again and again. */
final class MapTarget {

    private final HostSource source;
    private final MapOptions options;
    private final int pid;

    MapTarget(HostSource source, int pid, MapOptions options) {
        this.source = source;
        this.pid = pid;
        this.options = options;
    }

    /**
     * Reads it.
     *
     * @throws Failure if there is no such process, it has no memory, may not be read, or ended meanwhile
     */
    ProcessMap read() throws Failure {
        try (KernelFiles files = source.open()) {
            ProcessView process = Target.open(pid, new HostView(files));
            return mapOf(ProcessMapReader.read(process, options));
        }
    }

    /** What became of a process that was read before; empty if it is there and executes the same program. */
    Optional<String> whatBecame(ProcessStat before) throws Failure {
        try (KernelFiles files = source.open()) {
            Optional<ProcessStat> now =
                    ProcessView.readStat(pid, new HostView(files)).intact().flatMap(s -> s);
            String process = "pid %d %s ".formatted(pid, before.comm());
            if (now.isEmpty()
                    || now.get().startTimeTicks() != before.startTimeTicks()
                    || now.get().withoutUserMemory()) {
                return Optional.of(process + "ended");
            }
            boolean same = now.get().startStack().equals(before.startStack())
                    && now.get().startCode().equals(before.startCode());
            return same ? Optional.empty() : Optional.of(process + "executed another program");
        }
    }

    private static ProcessMap mapOf(MapAnswer answer) throws Failure {
        if (answer instanceof MapAnswer.Mapped mapped) {
            return mapped.map();
        }
        if (answer instanceof MapAnswer.Unreadable unreadable) {
            throw Failure.notObservable(new Verdict.NotObservable(unreadable.because(), unreadable.remedy()));
        }
        throw Failure.couldNotRun(
                answer instanceof MapAnswer.Gone gone ? gone.because() : ((MapAnswer.NoUserMemory) answer).because());
    }
}
