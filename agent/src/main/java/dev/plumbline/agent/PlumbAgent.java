package dev.plumbline.agent;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * Entry points of {@code -javaagent:} and of dynamic attach. Both return at once; what they start runs on a thread of its own,
 * so that nothing is ever thrown into the application. Nothing is written to its standard streams.
 */
public final class PlumbAgent {

    private PlumbAgent() {}

    /** Called by the JVM before {@code main}. */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        Errand.start(Arguments.parse(arguments));
    }

    /** Called by the JVM when the agent is attached to a running process. */
    public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
        Errand.start(Arguments.parse(arguments));
    }
}
