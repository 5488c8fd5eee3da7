package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.SourceText;
import java.util.function.Function;

/**
 * One process as the checks see it. The pid is held together with its start time; what a later process of the same pid
 * shows is never taken for this one.
 *
 * @param pid as /proc names it
 * @param startTimeTicks field 22 of {@code stat}: clock ticks after boot
 * @param comm field 2 of {@code stat}, without parentheses
 * @param host the host's files; a process's files are read through this and are forgotten with this view
 */
public record ProcessView(int pid, long startTimeTicks, String comm, HostView host) {

    /** The process's name in subjects: {@code pid 4711 java}. */
    public String subject() {
        return "pid " + pid + " " + comm;
    }

    /** A path below its /proc directory. */
    public String path(String name) {
        return "proc/" + pid + "/" + name;
    }

    /** One of its text files, parsed. */
    public <T> Observation<T> text(String name, Function<SourceText, Parsed<T>> parser) {
        String path = path(name);
        return HostView.observe(path, host.files().read(path), parser);
    }
}
