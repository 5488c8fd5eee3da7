package dev.plumbline.inspector.check.map;

import dev.plumbline.bridge.LiveHost;
import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.ProcessView;
import java.nio.file.Path;

/** Reads maps of processes of this machine. */
final class LiveMaps {

    private LiveMaps() {}

    static MapAnswer read(long pid, MapOptions options) throws NotAHostException {
        return read(LiveHost.open(Path.of("/")), pid, options);
    }

    static MapAnswer read(LiveHost live, long pid, MapOptions options) {
        HostView host = new HostView(live);
        ProcessView process = new ProcessView(
                ProcessView.readStat((int) pid, host).intact().flatMap(s -> s).orElseThrow(), host);
        return ProcessMapReader.read(process, options);
    }

    static ProcessMap mapped(long pid, MapOptions options) throws NotAHostException {
        MapAnswer answer = read(pid, options);
        if (answer instanceof MapAnswer.Mapped mapped) {
            return mapped.map();
        }
        throw new AssertionError(answer.toString());
    }
}
