package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which classes a run loads, as the JVM that runs it logs them. */
class LazyLoadingTest {

    private static final List<String> ONE_OF_EACH = List.of(
            "dev.plumbline.inspector.cli.Main",
            "dev.plumbline.bridge.LiveHost",
            "picocli.CommandLine",
            "com.fasterxml.jackson.core.JsonFactory",
            "me.tongfei.progressbar.ProgressBar",
            "com.sun.jna.Native",
            "oshi.SystemInfo",
            "oshi.hardware.CentralProcessor",
            "org.slf4j.Logger");

    private final Path folder;

    LazyLoadingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aCheckOfACaptureLoadsNeitherJnaNorOshi() throws IOException, InterruptedException, ClassNotFoundException {
        Path capture = Captures.named("x86_64-4level");

        assertThat(loaded("check", "--capture", capture.toString()))
                .anyMatch(name -> name.startsWith("dev.plumbline.inspector.check."))
                .noneMatch(name -> name.startsWith("oshi.") || name.startsWith("dev.plumbline.bridge.oshi."))
                .noneMatch(name -> name.startsWith("com.sun.jna.") || name.startsWith("dev.plumbline.bridge.jna."));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aCheckOfTheLiveHostAsksOshi() throws IOException, InterruptedException, ClassNotFoundException {
        assertThat(loaded("check", "--only", "host.page-size"))
                .contains("dev.plumbline.bridge.oshi.OshiHost")
                .anyMatch(name -> name.startsWith("oshi."));
    }

    private List<String> loaded(String... arguments) throws IOException, InterruptedException, ClassNotFoundException {
        Path log = folder.resolve("loaded");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log + ":none",
                "-cp",
                classPath(),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Process child = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).as("the verdicts, no failure").isIn(0, 1, 4);
        return Files.readAllLines(log).stream()
                .map(line -> line.split(" ", 2)[0])
                .toList();
    }

    /** Where the classes that a run needs were loaded from; a test launcher's own class path may not name them. */
    private static String classPath() throws ClassNotFoundException {
        List<String> places = new ArrayList<>();
        for (String name : ONE_OF_EACH) {
            Class<?> known = Class.forName(name, false, LazyLoadingTest.class.getClassLoader());
            URL location = known.getProtectionDomain().getCodeSource().getLocation();
            places.add(Path.of(URI.create(location.toString())).toString());
        }
        return String.join(File.pathSeparator, places);
    }
}
