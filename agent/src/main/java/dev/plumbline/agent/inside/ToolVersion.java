package dev.plumbline.agent.inside;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The version that the build wrote beside the command line's classes, which the agent's JAR does not have. */
final class ToolVersion {

    private static final String FILE = "dev/plumbline/inspector/cli/version.txt";

    private ToolVersion() {}

    /** @throws IOException if the JAR cannot be read, or was packed without it */
    static String number() throws IOException {
        try (InputStream in = ToolVersion.class.getClassLoader().getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IOException("the agent's JAR has no " + FILE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
