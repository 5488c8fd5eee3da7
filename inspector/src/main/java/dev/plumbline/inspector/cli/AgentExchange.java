package dev.plumbline.inspector.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder in the target's /tmp, its owner's alone, for as long as one attach lasts: the agent answers into it, and finds its JAR
 * in it where the target has another root directory or may not read ours. A class loaded from a JAR needs the file no longer than it is
 * open, so that the folder is removed whole: when it is closed, or when this program is ended by a signal before.
 */
final class AgentExchange implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final long POLL_MILLIS = 20;
    private static final int ATTEMPTS_AT_EXIT = 3;
    private static final String ANSWER = "answer";
    private static final String JAR = "plumb-agent.jar";

    private final Path ours;
    private final Path theirs;
    private final Path jar;
    private final Thread atExit;

    private AgentExchange(Path ours, Path theirs, Path jar) {
        this.ours = ours;
        this.theirs = theirs;
        this.jar = jar;
        this.atExit = new Thread(() -> removeAtExit(ours), "remove " + ours);
    }

    /**
     * Makes the folder.
     *
     * @param process the target's folder below /proc
     * @param jar the agent's JAR as we name it
     */
    static AgentExchange open(Path process, Path jar) throws IOException {
        Path root = process.resolve("root");
        Object user = Files.getAttribute(process, "unix:uid");
        Path folder = Files.createTempDirectory(root.resolve("tmp"), ".plumbline-");
        Path inside = Path.of("/tmp").resolve(folder.getFileName());
        boolean visible = sameRoot(root) && user.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        AgentExchange exchange = new AgentExchange(folder, inside, visible ? jar : inside.resolve(JAR));
        boolean complete = false;
        try {
            Runtime.getRuntime().addShutdownHook(exchange.atExit);
            if (!visible) {
                Files.copy(jar, folder.resolve(JAR));
                give(folder.resolve(JAR), user);
            }
            give(folder, user);
            complete = true;
            return exchange;
        } finally {
            if (!complete) {
                exchange.close();
            }
        }
    }

    /** The JAR, as the target names it. */
    Path jar() {
        return jar;
    }

    /** Where the agent is to answer, as the target names it. */
    Path answer() {
        return theirs.resolve(ANSWER);
    }

    /** Waits for the agent's answer, a line an element; empty where none comes within 40 s. */
    Optional<List<String>> await() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                return Optional.of(Files.readAllLines(ours.resolve(ANSWER)));
            } catch (NoSuchFileException e) {
                pause();
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        remove(ours);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // This program is being ended, and the hook finds nothing to remove.
            return;
        }
    }

    /** The thread that works with the folder is not stopped meanwhile and may make one more file in it. */
    private static void removeAtExit(Path folder) {
        boolean removed = false;
        for (int i = 0; i < ATTEMPTS_AT_EXIT && !removed; i++) {
            try {
                remove(folder);
                removed = true;
            } catch (IOException e) {
                removed = Files.notExists(folder);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }

    private static boolean sameRoot(Path root) throws IOException {
        return Files.isSameFile(root.resolve("."), Path.of("/"))
                && Files.readSymbolicLink(root.resolveSibling("ns").resolve("mnt"))
                        .equals(Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")));
    }

    private static void give(Path file, Object user) throws IOException {
        if (!Files.getAttribute(file, "unix:uid").equals(user)) {
            Files.setAttribute(file, "unix:uid", user);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
