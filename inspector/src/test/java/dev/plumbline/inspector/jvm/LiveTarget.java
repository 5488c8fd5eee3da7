package dev.plumbline.inspector.jvm;

import dev.plumbline.bridge.LiveHost;
import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.bridge.ProcessMemory;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.observed.MapsParser;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.observed.Vma;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A running process as the readers see it. */
final class LiveTarget implements AutoCloseable {

    private static final long PAGE_BYTES = 4096;
    private final LiveHost host;
    private final int pid;

    LiveTarget(int pid) throws NotAHostException {
        this.host = LiveHost.open(Path.of("/"));
        this.pid = pid;
    }

    List<Vma> maps() {
        String path = "proc/" + pid + "/maps";
        return MapsParser.parse(SourceText.of(path, host.read(path).content().orElseThrow()))
                .value();
    }

    Map<Long, String> threadNames() {
        Map<Long, String> names = new HashMap<>();
        for (String tid : host.list("proc/" + pid + "/task").content().orElse(List.of())) {
            host.read("proc/" + pid + "/task/" + tid + "/comm")
                    .content()
                    .ifPresent(b -> names.put(Long.valueOf(tid), new String(b, StandardCharsets.UTF_8).strip()));
        }
        return names;
    }

    Reading<ProcessMemory> memory() {
        return host.memory(pid);
    }

    HotspotAnswer read() {
        Reading<ProcessMemory> memory = memory();
        try {
            return read(maps(), memory);
        } finally {
            memory.content().ifPresent(ProcessMemory::close);
        }
    }

    HotspotAnswer read(List<Vma> maps, Reading<ProcessMemory> memory) {
        return Hotspot.read(new HotspotTarget(maps, memory, threadNames(), PAGE_BYTES));
    }

    @Override
    public void close() {
        host.close();
    }
}
