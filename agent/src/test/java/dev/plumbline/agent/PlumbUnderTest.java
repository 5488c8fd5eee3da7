package dev.plumbline.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.sun.jna.Native;
import dev.plumbline.bridge.LiveHost;
import dev.plumbline.inspector.unit.TimeSpan;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** {@code plumb} in a JVM of its own, as a user starts it. */
record PlumbUnderTest(int exitCode, String output) {

    private static final long MOST_SECONDS = 120;

    /** Runs it to its end. */
    static PlumbUnderTest run(Path folder, String... arguments) throws IOException, InterruptedException {
        File output = folder.resolve("plumb-output").toFile();
        Process process = start(output, arguments);
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("plumb did not end within %d s".formatted(MOST_SECONDS));
            }
            return new PlumbUnderTest(process.exitValue(), Files.readString(output.toPath()));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Starts it, with both its streams going to a file. */
    static Process start(File output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath()));
        command.add("dev.plumbline.inspector.cli.Main");
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
    }

    private static String classPath() {
        return Stream.of(TimeSpan.class, LiveHost.class, CommandLine.class, JsonFactory.class, Native.class)
                .map(type -> Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString())))
                .map(Path::toString)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
