package dev.plumbline.inspector.check;

import dev.plumbline.fixtures.Captures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The processes of stored files that have user memory, and what checks say of them by subject. */
final class CapturedProcesses {

    private CapturedProcesses() {}

    /** The names of all captures. */
    static Stream<String> captures() {
        return Captures.all().stream().map(Path::getFileName).map(p -> p.toString()
                .replace(".zip", ""));
    }

    /** A capture's processes, and what tells its architecture. */
    static StoredFiles stored(String capture) {
        StoredFiles all = StoredFiles.ofCapture(capture, "proc/", "boot/");
        return all.without("proc/kpageflags").without("proc/kpagecount");
    }

    static List<ProcessView> views(StoredFiles files) {
        HostView host = new HostView(files);
        List<ProcessView> views = new ArrayList<>();
        for (String name : files.list("proc").content().orElse(List.of())) {
            if (name.matches("[0-9]+")) {
                ProcessView.readStat(Integer.parseInt(name), host)
                        .intact()
                        .flatMap(s -> s)
                        .filter(s -> !s.withoutUserMemory())
                        .map(s -> new ProcessView(s, host))
                        .ifPresent(views::add);
            }
        }
        return views;
    }

    static Map<String, Verdict> examine(ProcessCheck check, StoredFiles files) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        for (ProcessView view : views(files)) {
            check.examine(view, view.host(), f -> verdicts.put(f.subject(), f.verdict()));
        }
        return verdicts;
    }

    static Map<String, Verdict> examine(PopulationCheck check, StoredFiles files) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        List<ProcessSummary> summaries =
                views(files).stream().map(ProcessSummary::of).toList();
        check.examine(summaries, new HostView(files), f -> verdicts.put(f.subject(), f.verdict()));
        return verdicts;
    }

    /** A process of one's own making: {@code stat}, {@code maps} and {@code personality}. */
    static StoredFiles with(StoredFiles files, int pid, String comm, int ppid, int session, String maps) {
        String stat =
                "%d (%s) S %d %d %d 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 55 1000 10 184 4198400 5785993 140729373935552"
                                .formatted(pid, comm, ppid, pid, session)
                        + " 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 5793792 5795000 6000000 140729373936000 140729373936010"
                        + " 140729373936010 140729373936020 0\n";
        return files.with("proc/" + pid + "/stat", stat)
                .with("proc/" + pid + "/maps", maps)
                .with("proc/" + pid + "/personality", "00000000\n");
    }
}
