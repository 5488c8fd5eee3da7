package dev.plumbline.inspector.check.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.reference.layout.PlacementWindow;
import dev.plumbline.inspector.reference.layout.PlacementWindow.Kind;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Captured processes: real kernels put their parts into the windows of the reference. */
class WindowsTest {

    static List<Path> captures() {
        return Captures.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void stacksBreaksAndGatesLieInTheirWindows(Path capture) throws NotACaptureException {
        HostView host = new HostView(Capture.open(capture));
        int stacks = 0;
        for (String pid : host.files().list("proc").content().orElseThrow()) {
            if (pid.matches("[0-9]+") && map(Integer.parseInt(pid), host) instanceof MapAnswer.Mapped mapped) {
                for (OwnedRange range : mapped.map().ranges()) {
                    PlacementWindow window = mapped.map().windows().of(range).orElseThrow();
                    switch (range.owner()) {
                        case MAIN_STACK -> {
                            long end = range.vma().range().end().value();
                            assertThat(end - window.range().start().value())
                                    .as(pid + " " + window)
                                    .isPositive();
                            assertThat(window.range().end().value() - end)
                                    .as(pid + " " + window)
                                    .isNotNegative();
                            stacks++;
                        }
                        case BRK ->
                            assertThat(window.kind()).as(pid + " " + range).isNotEqualTo(Kind.ASKED);
                        case VSYSCALL -> assertThat(window.kind()).isEqualTo(Kind.GATE);
                        case VDSO, VVAR ->
                            assertThat(window.kind())
                                    .as(pid + " " + range)
                                    .isIn(Kind.MMAP, Kind.ABOVE_STACK, Kind.GATE);
                        case LIBRARY ->
                            assertThat(window.kind()).as(pid + " " + range).isEqualTo(Kind.MMAP);
                        default -> assertThat(window.rule()).isNotEmpty();
                    }
                }
            }
        }
        assertThat(stacks).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "118, 00001000, ASKED",
        "118, 00400000, ASKED",
        "124, 55a779ac1000, IMAGE",
        "124, 55a798565000, BRK",
    })
    void whatTheProgramChoseIsToldFromWhatTheKernelChose(int pid, String start, Kind kind) throws NotACaptureException {
        HostView host = new HostView(Capture.open(Captures.named("x86_64-movable-huge")));
        ProcessMap map = ((MapAnswer.Mapped) map(pid, host)).map();

        Optional<OwnedRange> range = map.ranges().stream()
                .filter(r -> r.range().start().value() == Long.parseUnsignedLong(start, 16))
                .findFirst();

        assertThat(range.flatMap(map.windows()::of).map(PlacementWindow::kind)).hasValue(kind);
    }

    @Test
    void pageTablesAddUpToWhatTheKernelCounts() throws NotACaptureException {
        HostView host = new HostView(Capture.open(Captures.named("x86_64-movable-huge")));
        ProcessMap map = ((MapAnswer.Mapped) map(1, host)).map();

        long needed = map.ranges().stream().mapToLong(map.tables()::of).sum();

        assertThat(map.tables().vmPteBytes()).hasValue(needed);
    }

    @Test
    void theNodesAddUpToWhatIsResident() throws NotACaptureException {
        HostView host = new HostView(Capture.open(Captures.named("x86_64-numa-6g")));
        ProcessMap map = ((MapAnswer.Mapped) map(1, host)).map();

        assertThat(map.nodes().nodes()).contains(0);
        for (OwnedRange range : map.ranges()) {
            assertThat(map.nodes().of(range).values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(range.usage().residentBytes() + range.usage().hugetlbBytes());
        }
    }

    private static MapAnswer map(int pid, HostView host) {
        ProcessView process = new ProcessView(
                ProcessView.readStat(pid, host).intact().flatMap(s -> s).orElseThrow(), host);
        return ProcessMapReader.read(process, MapOptions.OUTSIDE);
    }
}
