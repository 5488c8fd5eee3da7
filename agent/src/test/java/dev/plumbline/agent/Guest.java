package dev.plumbline.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A JVM that runs {@link GuestMain}; killed when it is closed. */
final class Guest implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final BufferedReader out;
    private final Path err;
    private final Path answer;

    private Guest(Process process, Path folder) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.err = folder.resolve("err");
        this.answer = folder.resolve("answer");
    }

    static Guest start(Path folder, String... jvmOptions) throws IOException {
        return start(Path.of(System.getProperty("java.home")), folder, List.of(), jvmOptions);
    }

    /** One whose C library has one arena, so that how threads fall on arenas does not show in its resident memory. */
    static Guest withOneArena(Path folder, String... jvmOptions) throws IOException {
        return start(
                Path.of(System.getProperty("java.home")),
                folder,
                List.of(),
                Map.of("MALLOC_ARENA_MAX", "1"),
                jvmOptions);
    }

    /** @param classPath what the application has besides */
    static Guest start(Path javaHome, Path folder, List<Path> classPath, String... jvmOptions) throws IOException {
        return start(javaHome, folder, classPath, Map.of(), jvmOptions);
    }

    private static Guest start(
            Path javaHome, Path folder, List<Path> classPath, Map<String, String> environment, String... jvmOptions)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin/java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + folder));
        command.addAll(List.of(jvmOptions));
        List<String> path = new ArrayList<>(List.of(application(folder).toString()));
        classPath.forEach(p -> path.add(p.toString()));
        command.addAll(List.of("-cp", String.join(File.pathSeparator, path), GuestMain.class.getName()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        Guest guest = new Guest(process, folder);
        assertThat(guest.line()).isEqualTo(GuestMain.READY);
        return guest;
    }

    /** The application's class alone: no class of the agent's may be on its class path. */
    private static Path application(Path folder) throws IOException {
        String name = GuestMain.class.getName().replace('.', '/') + ".class";
        Path file = folder.resolve("application").resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream in = Guest.class.getClassLoader().getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            Files.write(file, in.readAllBytes());
        }
        return folder.resolve("application");
    }

    long pid() {
        return process.pid();
    }

    String ask(String question) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((question + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        return line();
    }

    /** Loads the agent and waits for its answer, the lines of the file that the agent leaves. */
    List<String> load(Path jar, String arguments) throws IOException {
        Files.deleteIfExists(answer);
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid()));
            machine.loadAgent(jar.toString(), "answer=" + answer + "," + arguments);
            machine.detach();
        } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
            throw new IOException(e);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(answer)) {
            assertThat(System.nanoTime()).as("no answer from the agent").isLessThan(deadline);
            pause();
        }
        return Files.readAllLines(answer);
    }

    String standardError() throws IOException {
        return Files.readString(err);
    }

    /** Ends the application by itself, and returns its exit code. */
    int end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String line() throws IOException {
        FutureTask<String> reading = new FutureTask<>(() -> String.valueOf(out.readLine()));
        Thread reader = new Thread(reading, "guest's line");
        reader.setDaemon(true);
        reader.start();
        try {
            return reading.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IOException("the application does not answer; its standard error: " + standardError(), e);
        }
    }
}
