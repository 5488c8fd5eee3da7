package dev.plumbline.agent;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * Entry points of {@code -javaagent:} and of dynamic attach. The agent has no observation of its own: it states so on
 * the JVM's log once and leaves the application untouched.
 */
public final class PlumbAgent {

    private static final System.Logger LOG = System.getLogger(PlumbAgent.class.getName());

    private PlumbAgent() {}

    /** Called by the JVM before {@code main}. */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        announce();
    }

    /** Called by the JVM when the agent is attached to a running process. */
    public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
        announce();
    }

    private static void announce() {
        LOG.log(
                System.Logger.Level.DEBUG,
                "plumbline agent loaded; it observes nothing in-process, use `plumb check --pid {0}` from outside",
                Long.toString(ProcessHandle.current().pid()));
    }
}
