package dev.plumbline.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM that the agent is too new for starts all the same. */
class OlderJavaTest {

    /** JVMS 4.1, table 4.1-A. */
    private static final int JAVA_8 = 52;

    private static final String[] LITTLE = {"direct=0", "mapped=0", "threads=0", "heap=0"};

    @ParameterizedTest
    @ValueSource(ints = {8, 11})
    void aJvmTooOldStartsWithoutTheAgent(int version) throws IOException {
        Optional<Jdk> jdk = Jdk.ofVersion(version).filter(Jdk::chrooted);
        assumeTrue(jdk.isPresent(), Jdk.missing(version));
        Path shared = Files.createTempDirectory(jdk.get().root().resolve("tmp"), "plumbline-agent");
        Path jar = AgentJar.pack(shared.resolve("plumb-agent.jar"));
        Path answer = shared.resolve("answer");
        Path root = jdk.get().root();
        String option = "-javaagent:/" + root.relativize(jar) + "=period=1h,answer=/" + root.relativize(answer);
        try (TargetJvm target = TargetJvm.start(jdk.get(), List.of("-Xmx32m", "-XX:+UseSerialGC", option), LITTLE)) {
            assertThat(target.printed()).isEmpty();
            assertThat(Files.readAllLines(answer)).hasSize(2).first().isEqualTo("failed");
            assertThat(Files.readAllLines(answer).get(1))
                    .contains("needs Java 17")
                    .endsWith("" + version);
        } finally {
            Files.deleteIfExists(answer);
            Files.deleteIfExists(jar);
            Files.deleteIfExists(shared);
        }
    }

    @Test
    void theEntryPointIsOfJava8() throws IOException {
        try (InputStream in = PlumbAgent.class.getResourceAsStream("PlumbAgent.class")) {
            assertThat(in).isNotNull();
            DataInputStream head = new DataInputStream(in);
            assertThat(head.readInt()).isEqualTo(0xcafebabe);
            assertThat(head.readInt()).as("minor and major version").isEqualTo(JAVA_8);
        }
    }

    /** As JVMs of these releases have it in java.specification.version. */
    @Test
    void seventeenIsNewEnough() {
        assertThat(List.of("17", "21", "25", "100")).allMatch(PlumbAgent::isNewEnough);
        assertThat(List.of("1.8", "9", "11", "16", "", "seventeen")).noneMatch(PlumbAgent::isNewEnough);
    }
}
