package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.check.map.MapAnswer;
import dev.plumbline.inspector.check.map.MapOptions;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.check.map.ProcessMapReader;

/** The process whose address space is read, once or again and again. */
final class MapTarget {

    private final KernelFiles files;
    private final MapOptions options;
    private final int pid;

    MapTarget(KernelFiles files, int pid, MapOptions options) {
        this.files = files;
        this.pid = pid;
        this.options = options;
    }

    /**
     * Reads it.
     *
     * @throws Failure if there is no such process, it has no memory, may not be read, or ended meanwhile
     */
    ProcessMap read() throws Failure {
        return mapOf(answer());
    }

    /**
     * What comes of reading it now.
     *
     * @throws Failure if there is no such process
     */
    MapAnswer answer() throws Failure {
        ProcessView process = Target.open(pid, new HostView(files));
        return ProcessMapReader.read(process, options);
    }

    static ProcessMap mapOf(MapAnswer answer) throws Failure {
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
