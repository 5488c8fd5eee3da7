package dev.plumbline.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class WithoutJnaTest {

    @Test
    void whatPlainJavaServesLoadsNothingOfJna() throws IOException, InterruptedException {
        String output = run(List.of("-Xlog:class+load"), "plain");
        assertThat(output)
                .contains("processes true", "dev.plumbline.bridge.LiveHost")
                .doesNotContain("com.sun.jna");
    }

    /** A folder for temporary files from which nothing may be executed has the same effect. */
    @Test
    void withoutItsNativePartEverythingElseIsReadAndTheReasonIsKept() throws IOException, InterruptedException {
        String output = run(List.of("-Djna.nounpack=true", "-Djna.nosys=true", "-Djna.boot.library.path=/nowhere"));
        assertThat(output)
                .contains("processes true", "sparse false")
                .containsPattern("pagemap Content.*method=pread, entriesRead=1")
                .containsPattern("kmsg Failed.*must be read without blocking, and native calls are not available: .+")
                .containsPattern("mappings [1-9]")
                .containsPattern("page size Unavailable.*native calls are not available: .+");
    }

    private static String run(List<String> options, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xshare:auto"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), ReadOneselfMain.class.getName()));
        command.addAll(List.of(arguments));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).as(output).isZero();
        return output;
    }

    /** Where the classes that the child needs were loaded from; a test launcher's own class path may not name them. */
    private static String classPath() {
        return Stream.of(ReadOneselfMain.class, LiveHost.class, Native.class)
                .map(c -> Path.of(URI.create(c.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()))
                        .toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
