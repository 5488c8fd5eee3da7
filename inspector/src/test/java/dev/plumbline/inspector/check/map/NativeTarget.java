package dev.plumbline.inspector.check.map;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A running C program that prints what it has mapped, a line each; compiled here, where there is a compiler. */
final class NativeTarget implements AutoCloseable {

    private static final long COMPILE_SECONDS = 60;
    private static final String READY = "ready";

    private final Process process;
    private final List<String> lines;

    private NativeTarget(Process process, List<String> lines) {
        this.process = process;
        this.lines = lines;
    }

    /** The program ended before it was ready. */
    static final class EndedEarly extends IOException {
        private static final long serialVersionUID = 1L;
        private final List<String> lines;

        private EndedEarly(List<String> lines) {
            super("the program ended early: " + lines);
            this.lines = List.copyOf(lines);
        }

        List<String> lines() {
            return lines;
        }
    }

    /** Compiles and starts a program of this package's resources, and waits until it is ready. */
    static NativeTarget start(Path folder, String source, List<String> compilerOptions, String... arguments)
            throws IOException, InterruptedException {
        Path program = compiled(folder, source, compilerOptions);
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new ArrayList<>();
        BufferedReader output = process.inputReader();
        String line;
        while ((line = output.readLine()) != null && !line.equals(READY)) {
            lines.add(line);
        }
        if (line == null) {
            process.destroyForcibly();
            throw new EndedEarly(lines);
        }
        return new NativeTarget(process, List.copyOf(lines));
    }

    private static Path compiled(Path folder, String source, List<String> options)
            throws IOException, InterruptedException {
        Path text = folder.resolve(source);
        try (InputStream resource = NativeTarget.class.getResourceAsStream(source)) {
            Files.copy(Objects.requireNonNull(resource), text);
        }
        Path program = folder.resolve("target");
        List<String> command =
                new ArrayList<>(List.of("cc", "-O1", "-o", program.toString(), text.toString(), "-pthread"));
        command.addAll(options);
        Process compiler = startCompiler(command);
        boolean done = compiler.waitFor(COMPILE_SECONDS, TimeUnit.SECONDS);
        assumeTrue(done && compiler.exitValue() == 0, "needs a C compiler that takes " + options);
        return program;
    }

    private static Process startCompiler(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "needs a C compiler: " + e.getMessage());
            throw new AssertionError(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** What it printed before it was ready. */
    List<String> lines() {
        return lines;
    }

    /** The words behind a key, of every line that begins with it. */
    List<String[]> said(String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + " "))
                .map(line -> line.substring(key.length() + 1).split(" ", -1))
                .toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
