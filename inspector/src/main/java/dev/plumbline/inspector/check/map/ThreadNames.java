package dev.plumbline.inspector.check.map;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.ProcessStatus;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.observed.StatusParser;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of a process's threads, by the ids that the process itself knows: those of its own pid namespace. */
final class ThreadNames {

    /** A process has at most kernel.threads-max threads; what lies behind keeps its number alone. */
    private static final int MOST_THREADS = 1 << 16;

    private ThreadNames() {}

    static Map<Long, String> of(ProcessView process) {
        KernelFiles files = process.host().files();
        boolean nested = process.status()
                .intact()
                .filter(status -> status.nsPid().size() > 1)
                .isPresent();
        Map<Long, String> names = new HashMap<>();
        files.list(process.path("task")).content().orElse(List.of()).stream()
                .filter(tid -> tid.matches("[1-9][0-9]{0,9}"))
                .limit(MOST_THREADS)
                .forEach(tid -> names.put(nested ? inner(process, tid) : Long.parseLong(tid), comm(process, tid)));
        return names;
    }

    /** The last number of NSpid; proc_pid_status(5). */
    private static long inner(ProcessView process, String tid) {
        String path = process.path("task/" + tid + "/status");
        return process.host().files().read(path).content().stream()
                .map(bytes -> StatusParser.parse(SourceText.of(path, bytes)))
                .map(Parsed::value)
                .map(ProcessStatus::nsPid)
                .filter(ids -> !ids.isEmpty())
                .findFirst()
                .map(ids -> ids.get(ids.size() - 1))
                .orElse(Long.parseLong(tid));
    }

    private static String comm(ProcessView process, String tid) {
        return process.host()
                .files()
                .read(process.path("task/" + tid + "/comm"))
                .content()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                .orElse("");
    }
}
