package dev.plumbline.inspector.check;

import java.util.List;

/** A rule about the HotSpot JVM of a process. Processes without one are none of its business. */
interface JvmCheck extends ProcessCheck {

    @Override
    default List<String> evidenceFiles() {
        return List.of("proc/PID/stat", "proc/PID/maps", "proc/PID/mem");
    }

    @Override
    default void examine(ProcessView process, HostView host, Findings findings) {
        JvmAnswer answer = JvmAnswer.of(process);
        if (answer instanceof JvmAnswer.Unreadable unreadable) {
            findings.add(this, process.subject(), unreadable.why(), List.of());
        } else if (answer instanceof JvmAnswer.Found found) {
            examine(new Jvm(process, found.facts()), findings);
        }
    }

    /** Examines one JVM and reports each quantity. */
    void examine(Jvm jvm, Findings findings);
}
