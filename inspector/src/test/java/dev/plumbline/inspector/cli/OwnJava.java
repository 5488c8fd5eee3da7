package dev.plumbline.inspector.cli;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code plumb} in a Java of its own, out of a folder that every user may read. */
final class OwnJava {

    /** A class of each thing that a run may need. */
    private static final List<String> ONE_OF_EACH = List.of(
            "dev.plumbline.inspector.cli.Main",
            "dev.plumbline.bridge.LiveHost",
            "com.sun.jna.Native",
            "picocli.CommandLine",
            "com.fasterxml.jackson.core.JsonFactory");

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<String> places = new ArrayList<>();

    /**
     * Copies what is needed.
     *
     * @param folder which may be empty
     */
    OwnJava(Path folder) throws IOException, ClassNotFoundException, URISyntaxException {
        Set<Path> sources = new LinkedHashSet<>();
        for (String name : ONE_OF_EACH) {
            Class<?> known = Class.forName(name, false, OwnJava.class.getClassLoader());
            URI place =
                    known.getProtectionDomain().getCodeSource().getLocation().toURI();
            sources.add(Path.of(place));
        }
        folder.toFile().setExecutable(true, false);
        for (Path source : sources) {
            Path target = folder.resolve("place" + places.size() + (Files.isDirectory(source) ? "" : ".jar"));
            copy(source, target);
            places.add(target.toString());
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path to = target.resolve(source.relativize(file).toString());
                Files.copy(file, file.equals(source) ? target : to);
                to.toFile().setReadable(true, false);
                to.toFile().setExecutable(true, false);
            }
        }
    }

    /**
     * Runs a command.
     *
     * @param wrapper words in front of it, such as {@code setpriv}
     */
    CommandRun run(List<String> wrapper, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(File.pathSeparator, places),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("plumbline", "out");
        Path err = Files.createTempFile("plumbline", "err");
        Process child = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!child.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(String.join(" ", command) + ": does not end within " + LIMIT);
            }
            return new CommandRun(
                    child.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            child.descendants().forEach(ProcessHandle::destroyForcibly);
            child.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }
}
