package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher {@code plumb} in a copy of the tree, with a Java and a Maven that only write down how they were called. */
class LauncherTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Path home = Path.of("");
    private Path tools = Path.of("");

    private record Result(int exitCode, String out, String err) {}

    @BeforeEach
    void makeTree() throws IOException {
        home = Files.createDirectories(folder.resolve("tree with a space"));
        tools = Files.createDirectories(folder.resolve("tools"));
        Files.copy(Path.of("../plumb"), home.resolve("plumb"));
        for (String file : List.of("pom.xml", "native-bridge/pom.xml", "inspector/pom.xml", "agent/pom.xml")) {
            source(file);
        }
        source("native-bridge/src/main/java/A.java");
        source("inspector/src/main/java/B.java");
        source("inspector/docs/checks/c.md");
        source("agent/src/main/java/D.java");
        java("jdk", "17.0.15");
        script(tools.resolve("mvn"), """
                echo "mvn $JAVA_HOME $*" >>'%s/calls'
                sleep 0.2
                cd '%s'
                mkdir -p inspector/target/launcher/lib agent/target/launcher
                touch inspector/target/launcher/inspector-9.jar inspector/target/launcher/lib/x.jar
                touch agent/target/launcher/plumb-agent.jar
                """.formatted(folder, home));
    }

    private void source(String name) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, name);
        for (Path path = file; path != null && path.startsWith(home); path = path.getParent()) {
            Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        }
    }

    private Path java(String name, String version) throws IOException {
        Path jdk = folder.resolve(name);
        script(jdk.resolve("bin/java"), "echo \"java " + version + " $*\"");
        script(jdk.resolve("bin/javac"), "");
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Nobody, Inc.\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process start(Path launcher, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", tools + ":/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Result finish(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, err);
    }

    private Result plumb(String... arguments) throws IOException, InterruptedException {
        return finish(start(home.resolve("plumb"), Map.of(), arguments));
    }

    private List<String> mavenCalls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    @Test
    void buildsOnFirstUseAndNotAgain() throws IOException, InterruptedException {
        Result first = plumb("check", "--only", "two words");
        Result second = plumb("check");

        assertThat(first.exitCode()).isZero();
        assertThat(first.err()).startsWith("plumb: building");
        assertThat(first.out()).startsWith("java 17.0.15 ").endsWith("inspector.jar check --only two words\n");
        assertThat(second.err()).isEmpty();
        assertThat(mavenCalls())
                .singleElement()
                .asString()
                .startsWith("mvn " + folder.resolve("jdk") + " ")
                .contains("-f " + home + "/pom.xml", "package");
    }

    @Test
    void packsTheAgentAtTheFirstAttach() throws IOException, InterruptedException {
        plumb("check");
        assertThat(agent()).doesNotExist();

        Result first = plumb("attach", "77");
        assertThat(first.err()).startsWith("plumb: packing the agent");
        assertThat(first.out()).endsWith("inspector.jar attach 77\n");
        assertThat(agent()).exists();
        assertThat(plumb("attach", "77", "--stop").err()).isEmpty();
        assertThat(mavenCalls()).hasSize(2);
        assertThat(mavenCalls().get(0)).contains(" -pl inspector ");
        assertThat(mavenCalls().get(1)).contains(" -pl agent ");

        touch("agent/src/main/java/D.java");
        plumb("check");
        assertThat(mavenCalls()).as("a source of the agent's changed").hasSize(2);
        plumb("attach", "77");
        assertThat(mavenCalls()).hasSize(3);
        touch("inspector/src/main/java/B.java");
        plumb("attach", "77");
        assertThat(mavenCalls()).as("a new build has a new agent").hasSize(5);
    }

    @Test
    void packsNoAgentForAHelpOrAnotherJar() throws IOException, InterruptedException {
        plumb("attach", "--help");
        plumb("attach", "77", "--agent", "/other.jar");

        assertThat(mavenCalls()).singleElement().asString().contains(" -pl inspector ");
    }

    @Test
    void packsTheAgentOnceForManyFirstAttaches() throws IOException, InterruptedException {
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            starts.add(start(home.resolve("plumb"), Map.of(), "attach", "77"));
        }
        for (Process start : starts) {
            Result result = finish(start);
            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out()).endsWith(" attach 77\n");
        }

        assertThat(mavenCalls()).hasSize(2);
        assertThat(agent()).exists();
    }

    @Test
    void saysWhyThereIsNoAgent() throws IOException, InterruptedException {
        plumb();
        Path bare = pathOf("dirname", "readlink", "find", "mkdir", "stty", "bash");
        Result result = finish(start(home.resolve("plumb"), Map.of("PATH", bare.toString()), "attach", "77"));

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("plumb: the agent is not packed yet, and cannot be: needs Maven");
    }

    private Path agent() {
        return home.resolve("inspector/target/plumb/current/plumb-agent.jar");
    }

    /** Makes a source newer than every build so far. */
    private void touch(String source) throws IOException {
        Files.setLastModifiedTime(
                home.resolve(source), FileTime.from(Instant.now().plusMillis(50)));
        while (Instant.now()
                .isBefore(Files.getLastModifiedTime(home.resolve(source)).toInstant())) {
            Thread.onSpinWait();
        }
    }

    @Test
    void givesTheSecondCompilerToWhatRunsLong() throws IOException, InterruptedException {
        plumb();

        assertThat(plumb("walk", "--list-arch").out()).contains(" -XX:TieredStopAtLevel=4 ", " -Xmx2g ");
        assertThat(plumb("check").out()).contains(" -XX:TieredStopAtLevel=1 ").doesNotContain("TieredStopAtLevel=4");
    }

    @Test
    void buildsAgainWhenASourceChangesOrGoes() throws IOException, InterruptedException {
        plumb();
        Files.writeString(home.resolve("inspector/src/main/java/B.java"), "changed");
        Files.setLastModifiedTime(
                home.resolve("inspector/src/main/java/B.java"),
                FileTime.from(Instant.now().plusSeconds(1)));
        plumb();
        assertThat(mavenCalls()).hasSize(2);

        Files.setLastModifiedTime(home.resolve("inspector/src/main/java/B.java"), FileTime.from(Instant.EPOCH));
        Files.setLastModifiedTime(home.resolve("inspector/src/main/java"), FileTime.from(Instant.EPOCH));
        plumb();
        assertThat(mavenCalls()).hasSize(2);

        Files.delete(home.resolve("inspector/src/main/java/B.java"));
        plumb();
        assertThat(mavenCalls()).hasSize(3);
    }

    @Test
    void buildsOnceForManyFirstStarts() throws IOException, InterruptedException {
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            starts.add(start(home.resolve("plumb"), Map.of(), "check"));
        }
        for (Process start : starts) {
            Result result = finish(start);
            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out()).endsWith(" check\n");
        }

        assertThat(mavenCalls()).hasSize(1);
    }

    @Test
    void showsWhyABuildFailed() throws IOException, InterruptedException {
        script(tools.resolve("mvn"), "echo 'B.java:[1,1] what is this'; exit 1");
        Result result = plumb("check");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("B.java:[1,1] what is this", "plumb: the build failed", "build.log");
    }

    @Test
    void isFoundThroughSymbolicLinks() throws IOException, InterruptedException {
        Path direct = Files.createSymbolicLink(folder.resolve("direct"), home.resolve("plumb"));
        Path relative = Files.createSymbolicLink(folder.resolve("relative"), Path.of("direct"));

        assertThat(finish(start(relative, Map.of(), "check")).out()).endsWith(" check\n");
        assertThat(finish(start(direct, Map.of(), "check")).out()).endsWith(" check\n");
        assertThat(mavenCalls()).hasSize(1);
    }

    @Test
    void takesTheJavaThatIsNewEnough() throws IOException, InterruptedException {
        java("old", "11.0.2");
        java("new", "25");
        String newBin = folder.resolve("new/bin") + ":" + tools + ":/usr/bin:/bin";
        Map<String, String> environment =
                Map.of("JAVA_HOME", folder.resolve("old").toString(), "PATH", newBin);

        assertThat(finish(start(home.resolve("plumb"), environment)).out()).startsWith("java 25 ");
    }

    /** A directory to be the whole PATH, with scripts that run the real tools. */
    private Path pathOf(String... names) throws IOException {
        Path bare = folder.resolve("bare");
        for (String name : names) {
            script(bare.resolve(name), "exec /usr/bin/" + name + " \"$@\"");
        }
        return bare;
    }

    @Test
    void saysWhichJavaIsMissingAndHowToInstallIt() throws IOException, InterruptedException {
        Path bare = pathOf("dirname", "readlink", "find", "stty");
        java("old", "1.8.0_402");
        ProcessBuilder builder =
                new ProcessBuilder("/bin/bash", home.resolve("plumb").toString());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        bare.toString(),
                        "JAVA_HOME",
                        folder.resolve("old").toString()));
        Result result = finish(builder.start());

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err())
                .startsWith("plumb: needs Java 17 or later, in JAVA_HOME or PATH; found " + folder.resolve("old")
                        + " (1.8.0_402). To install it: ");
    }

    @Test
    void saysThatMavenIsMissingOrUsesTheBuildThereIs() throws IOException, InterruptedException {
        Path bare = pathOf("dirname", "readlink", "find", "mkdir", "stty", "bash");
        Map<String, String> withoutMaven = Map.of("PATH", bare.toString());

        Result never = finish(start(home.resolve("plumb"), withoutMaven, "check"));
        assertThat(never.exitCode()).isEqualTo(3);
        assertThat(never.err()).contains("not built yet", "needs Maven 3.8 or later", "to install it: ");

        plumb();
        Files.setLastModifiedTime(
                home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(1)));
        Result stale = finish(start(home.resolve("plumb"), withoutMaven, "check"));
        assertThat(stale.exitCode()).isZero();
        assertThat(stale.err()).startsWith("plumb: a source is newer than the build");
    }

    @Test
    void survivesClosedStandardStreams() throws IOException, InterruptedException {
        plumb();
        ProcessBuilder builder = new ProcessBuilder(
                "bash",
                "-c",
                "bash \"$0\" check >&- 2>&-; echo $?",
                home.resolve("plumb").toString());
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());

        assertThat(finish(builder.start()).out()).isEqualTo("0\n");
    }
}
