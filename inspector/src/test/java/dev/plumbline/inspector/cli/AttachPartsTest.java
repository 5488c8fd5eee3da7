package dev.plumbline.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.attach.AttachReply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code plumb attach} says to a JVM and makes of its answers. */
class AttachPartsTest {

    /** Versions as JVMs of these releases print them. */
    @Test
    void theFeatureReleaseIsKnownByEveryWayToWriteIt() {
        assertThat(JavaRelease.feature("25.412-b08")).hasValue(8);
        assertThat(JavaRelease.feature("1.8.0_412")).hasValue(8);
        assertThat(JavaRelease.feature("11.0.23+9-post-Debian-1deb11u1")).hasValue(11);
        assertThat(JavaRelease.feature("17.0.15+6-Debian-1deb12u1")).hasValue(17);
        assertThat(JavaRelease.feature("25.0.3+9-LTS")).hasValue(25);
        assertThat(JavaRelease.feature("26-ea+12")).hasValue(26);
        assertThat(JavaRelease.feature("unknown")).isEmpty();
    }

    @Test
    void anAgentThatWasLoadedIsNoRefusal() {
        assertThat(LoadReply.refusal(new AttachReply(0, "return code: 0\n", false)))
                .isEmpty();
    }

    @Test
    void aRefusalIsToldInTheJvmsOwnWordsOrByWhatItsNumberMeans() {
        assertThat(LoadReply.refusal(new AttachReply(0, "return code: 100\n", false)))
                .contains("cannot open the JAR");
        assertThat(LoadReply.refusal(new AttachReply(0, "Dynamic agent loading is not enabled\n", false)))
                .isEqualTo("Dynamic agent loading is not enabled");
        assertThat(LoadReply.refusal(new AttachReply(101, "", false))).isEqualTo("it answered 101");
    }

    @Test
    void argumentsAreEscapedForTheAgent() {
        AgentOptions options = new AgentOptions(
                Optional.of("/a,b\\c"), Optional.of(Duration.ofMinutes(5)), List.of("jfr", "jmx=no"), false);

        assertThat(options.text(Path.of("/x.jar"), Path.of("/tmp/f/answer")))
                .isEqualTo("jar=/x.jar,answer=/tmp/f/answer,report=/a\\,b\\\\c,period=300000ms,jfr,jmx=no");
    }

    @Test
    void toStopSaysNothingElse() {
        AgentOptions options = new AgentOptions(Optional.empty(), Optional.empty(), List.of(), true);

        assertThat(options.text(Path.of("/x.jar"), Path.of("/a"))).isEqualTo("jar=/x.jar,answer=/a,stop");
    }
}
