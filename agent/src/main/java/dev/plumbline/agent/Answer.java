package dev.plumbline.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The answer to whoever attached: a file that appears whole, whose first line is {@code running}, {@code stopped},
 * {@code absent} or {@code failed} and whose other lines are for people.
 *
 * @param file where to; empty where nobody waits for an answer
 */
record Answer(String file) {

    static Answer to(String file) {
        return new Answer(file);
    }

    void failed(String why) {
        write("failed\n" + why + "\n");
    }

    /** @param wasRunning whether there was anything to stop */
    void stopped(boolean wasRunning) {
        write(wasRunning ? "stopped\n" : "absent\n");
    }

    private void write(String text) {
        if (file.isEmpty()) {
            return;
        }
        Path target = Path.of(file);
        Path temporary = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.writeString(temporary, text);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Thrown on the agent's own thread, where it ends unseen: whoever waits is told by the answer's absence.
            throw new UncheckedIOException(e);
        }
    }
}
