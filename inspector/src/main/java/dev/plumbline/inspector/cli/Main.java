package dev.plumbline.inspector.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The entry point. */
public final class Main {

    private Main() {}

    /**
     * Runs one command line and exits with its code. An error that nobody expected must not end in the JVM's own exit
     * code 1, which says that the host is at fault.
     */
    public static void main(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
            System.getLogger(Main.class.getName()).log(System.Logger.Level.ERROR, "plumb: " + thread.getName(), error);
            Runtime.getRuntime().halt(ExitCodes.COULD_NOT_RUN);
        });
        Locale.setDefault(Locale.ROOT);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(Plumb.run(Console.of(System.in, new StandardOutput(), err, System.getenv()), arguments));
    }
}
