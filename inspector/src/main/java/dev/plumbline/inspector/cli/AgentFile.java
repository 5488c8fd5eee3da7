package dev.plumbline.inspector.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** The agent's JAR: beside the JAR that these classes came from, or named. */
final class AgentFile {

    private static final String NAME = "plumb-agent.jar";

    private AgentFile() {}

    /**
     * Finds it.
     *
     * @throws Failure if it is not there
     */
    static Path beside(Class<?> type) throws Failure {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            Path jar = source == null
                    ? Path.of(NAME)
                    : Path.of(source.getLocation().toURI()).resolveSibling(NAME);
            return checked(jar);
        } catch (URISyntaxException e) {
            throw Failure.couldNotRun("the agent's JAR is not found: " + e.getMessage() + "; name it by --agent");
        }
    }

    /** @throws Failure if it cannot be read */
    static Path checked(Path jar) throws Failure {
        try {
            if (Files.isRegularFile(jar)) {
                return jar.toRealPath();
            }
        } catch (IOException e) {
            throw Failure.couldNotRun("cannot read " + jar + ": " + IoText.why(e));
        }
        throw Failure.couldNotRun("there is no " + jar + "; name the agent's JAR by --agent");
    }
}
