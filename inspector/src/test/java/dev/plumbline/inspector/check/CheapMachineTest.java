package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Few files or all: the same machine. */
class CheapMachineTest {

    static List<Path> captures() {
        return Captures.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void fewFilesTellTheSameMachine(Path capture) throws NotACaptureException {
        HostView host = new HostView(Capture.open(capture));

        assertThat(Machine.ofCheapFiles(host).architecture())
                .isEqualTo(Machine.of(host).architecture())
                .isPresent();
    }
}
