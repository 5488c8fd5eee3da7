package dev.plumbline.inspector.check.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.LiveHost;
import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.jvm.ask.AskAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process that changes in the middle of a reading: when it would be asked, which is after the first of its files was read. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class VanishingTargetTest {

    private static MapAnswer read(Process target, Runnable inTheMiddle) throws NotAHostException {
        HostView host = new HostView(LiveHost.open(Path.of("/")));
        ProcessView process = new ProcessView(
                ProcessView.readStat((int) target.pid(), host)
                        .intact()
                        .flatMap(s -> s)
                        .orElseThrow(),
                host);
        return ProcessMapReader.read(process, MapOptions.ASKING, maps -> {
            assertThat(maps).isNotEmpty();
            inTheMiddle.run();
            return new AskAnswer.Refused("it is no JVM", "none");
        });
    }

    @Test
    void aProcessThatEnds() throws IOException, NotAHostException {
        Process target = new ProcessBuilder("sleep", "100").start();
        try {
            MapAnswer answer = read(target, () -> end(target));

            assertThat(answer).isEqualTo(new MapAnswer.Gone("pid " + target.pid() + " sleep ended while it was read"));
        } finally {
            target.destroyForcibly();
        }
    }

    private static void end(Process target) {
        target.destroyForcibly();
        try {
            assertThat(target.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aProcessThatExecutesAnotherProgram() throws IOException, NotAHostException {
        Process target = new ProcessBuilder("sh", "-c", "echo up; read go; exec sleep 100").start();
        try {
            assertThat(target.inputReader().readLine()).isEqualTo("up");
            MapAnswer answer = read(target, () -> letExecute(target));

            assertThat(answer)
                    .isEqualTo(new MapAnswer.Gone(
                            "pid " + target.pid() + " sh executed another program while it was read"));
        } finally {
            target.destroyForcibly();
        }
    }

    private static void letExecute(Process target) {
        try {
            target.getOutputStream().write('\n');
            target.getOutputStream().close();
            Path comm = Path.of("/proc/" + target.pid() + "/comm");
            while (!Files.readString(comm).strip().equals("sleep")) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
