package dev.plumbline.agent;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Entry points of {@code -javaagent:} and of dynamic attach. Both return at once; what they start runs on a thread of its own,
 * so that nothing is ever thrown into the application. Nothing is written to its standard streams.
 *
 * <p>This class alone is compiled for Java 8, and knows the others by name: a JVM whose {@code -javaagent} cannot be loaded ends
 * before {@code main}, and none shall for want of a newer Java. There the agent does nothing.
 */
public final class PlumbAgent {

    private static final int OLDEST = 17;
    private static final String START = "dev.plumbline.agent.Start";
    private static final String ANSWER = "answer=";

    private PlumbAgent() {}

    /** Called by the JVM before {@code main}. */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        start(arguments == null ? "" : arguments);
    }

    /** Called by the JVM when the agent is attached to a running process. */
    public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
        start(arguments == null ? "" : arguments);
    }

    private static void start(String arguments) {
        String version = System.getProperty("java.specification.version", "");
        if (!isNewEnough(version)) {
            refuse(arguments, "the agent needs Java " + OLDEST + ", and this is Java " + version);
            return;
        }
        try {
            starter().accept(arguments);
        } catch (ReflectiveOperationException e) {
            refuse(arguments, "the agent's JAR is not whole: " + e);
        }
    }

    /** {@code 1.8}, {@code 11}, {@code 17}. */
    static boolean isNewEnough(String version) {
        return version.matches("[0-9]{2,4}") && Integer.parseInt(version) >= OLDEST;
    }

    @SuppressWarnings("unchecked") // the class is in the same JAR
    private static Consumer<String> starter() throws ReflectiveOperationException {
        return Class.forName(START)
                .asSubclass(Consumer.class)
                .getDeclaredConstructor()
                .newInstance();
    }

    /** Whoever attached and waits is told; nobody else could be but by the application's own streams. */
    private static void refuse(String arguments, String why) {
        for (String argument : arguments.split(",", -1)) {
            if (argument.startsWith(ANSWER)) {
                answer(argument.substring(ANSWER.length()), "failed\n" + why + "\n");
            }
        }
    }

    private static void answer(String file, String text) {
        try {
            Files.write(Paths.get(file), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Thrown from here it would end the application, which is worth more than an answer that has no place.
            return;
        }
    }
}
