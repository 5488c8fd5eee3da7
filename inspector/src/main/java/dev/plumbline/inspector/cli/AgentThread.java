package dev.plumbline.inspector.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The agent's thread as the kernel shows it: a JVM gives a thread's first 15 characters to prctl(PR_SET_NAME). */
final class AgentThread {

    private static final String NAME = "plumbline-agent";

    private AgentThread() {}

    /**
     * Whether it runs in a process.
     *
     * @throws Failure if the process's threads cannot be listed
     */
    static boolean runsIn(Path process) throws Failure {
        List<Path> threads;
        try (Stream<Path> all = Files.list(process.resolve("task"))) {
            threads = all.toList();
        } catch (IOException e) {
            throw Failure.couldNotRun("cannot list the threads of " + process + ": " + IoText.why(e));
        }
        return threads.stream().anyMatch(AgentThread::isAgent);
    }

    private static boolean isAgent(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip().equals(NAME);
        } catch (IOException e) {
            // A thread may end between its listing and its reading; one that ended is not the agent's.
            return false;
        }
    }
}
