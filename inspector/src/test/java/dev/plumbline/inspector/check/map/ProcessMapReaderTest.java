package dev.plumbline.inspector.check.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.observed.SmapsRollup;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The processes of the captures: kernels of many architectures, whose rollup is the oracle of the sums. */
class ProcessMapReaderTest {

    static List<Path> captures() {
        return Captures.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyMappingIsCoveredOnceAndTheSumsAreTheKernels(Path capture) throws NotACaptureException {
        HostView host = new HostView(Capture.open(capture));
        int mapped = 0;
        for (String pid : host.files().list("proc").content().orElseThrow()) {
            if (pid.matches("[0-9]+")) {
                ProcessView process = process(Integer.parseInt(pid), host);
                MapAnswer answer = ProcessMapReader.read(process, MapOptions.OUTSIDE);
                if (answer instanceof MapAnswer.Mapped m) {
                    covers(m.map(), process.maps().intact().orElseThrow());
                    sums(m.map(), process);
                    mapped++;
                } else {
                    assertThat(answer).isInstanceOf(MapAnswer.NoUserMemory.class);
                }
            }
        }
        assertThat(mapped).isPositive();
    }

    private static void covers(ProcessMap map, List<Vma> vmas) {
        assertThat(map.ranges().stream().map(OwnedRange::vma).distinct().map(Vma::range))
                .containsExactlyElementsOf(vmas.stream().map(Vma::range).toList());
        for (Vma vma : vmas) {
            long next = vma.range().start().value();
            for (OwnedRange range : map.ranges()) {
                if (range.vma().range().equals(vma.range())) {
                    assertThat(range.range().start().value()).isEqualTo(next);
                    next = range.range().end().value();
                }
            }
            assertThat(next).isEqualTo(vma.range().end().value());
        }
    }

    private static void sums(ProcessMap map, ProcessView process) {
        SmapsRollup rollup = process.text("smaps_rollup", SmapsRollup::parse)
                .intact()
                .orElseThrow()
                .orElseThrow();
        assertThat(map.basis()).isEqualTo(UsageBasis.SMAPS);
        assertThat(total(map.ranges().stream().map(r -> r.usage().residentBytes())))
                .isEqualTo(rollup.rssKib().orElseThrow() << 10);
        assertThat(total(map.ranges().stream().map(r -> r.usage().swapBytes())))
                .isEqualTo(rollup.swapKib().orElse(0) << 10);
        long pssKib = total(map.ranges().stream().map(r -> r.usage().pssBytes())) >> 10;
        long rollupKib = rollup.sizeKib("Pss").orElseThrow();
        assertThat(pssKib).isBetween(rollupKib - map.ranges().size(), rollupKib);
    }

    private static long total(Stream<Long> values) {
        return values.mapToLong(Long::longValue).sum();
    }

    @Test
    void thePartsOfAPositionIndependentProgramAreTold() throws NotACaptureException {
        HostView host = new HostView(Capture.open(Captures.named("x86_64-movable-huge")));

        ProcessMap map = mapped(124, host);

        assertThat(map.command()).contains("mapper");
        assertThat(labels(map, Owner.EXECUTABLE))
                .containsExactly(
                        "mapper_pie rodata",
                        "mapper_pie text",
                        "mapper_pie rodata",
                        "mapper_pie relro",
                        "mapper_pie data",
                        "mapper_pie bss");
        assertThat(labels(map, Owner.BRK)).containsExactly("");
        assertThat(labels(map, Owner.MAIN_STACK)).containsExactly("");
        assertThat(labels(map, Owner.VVAR)).containsExactly("");
        assertThat(labels(map, Owner.VDSO)).containsExactly("");
        assertThat(labels(map, Owner.SHARED_MEMORY)).contains("shared anonymous, huge pages", "shared anonymous");
        assertThat(labels(map, Owner.MAPPED_FILE)).contains("/tmp/mapperdyn.file");
        assertThat(labels(map, Owner.ANONYMOUS)).contains("huge pages", "");
        assertThat(labels(map, Owner.LIBRARY)).contains("libc.so.6 text", "libc.so.6 relro", "libc.so.6 bss");
    }

    @Test
    void kernelThreadsHaveNoMap() throws NotACaptureException {
        HostView host = new HostView(Capture.open(Captures.named("x86_64-movable-huge")));

        MapAnswer answer = ProcessMapReader.read(process(2, host), MapOptions.OUTSIDE);

        assertThat(answer)
                .isEqualTo(
                        new MapAnswer.NoUserMemory("pid 2 kthreadd is a kernel thread and has no memory of its own"));
    }

    @Test
    void gapsAreWhatLiesBetweenTheMappings() throws NotACaptureException {
        HostView host = new HostView(Capture.open(Captures.named("x86_64-movable-huge")));

        ProcessMap map = mapped(1, host);

        long first = map.ranges().get(0).range().start().value();
        long last = map.ranges().get(map.ranges().size() - 1).range().end().value();
        long gaps = map.gaps().stream().mapToLong(Gap::sizeBytes).sum();
        assertThat(gaps + total(map.ranges().stream().map(OwnedRange::reservedBytes)))
                .isEqualTo(last - first);
    }

    private static List<String> labels(ProcessMap map, Owner owner) {
        return map.ranges().stream()
                .filter(r -> r.owner() == owner)
                .map(OwnedRange::label)
                .toList();
    }

    private static ProcessMap mapped(int pid, HostView host) {
        return ((MapAnswer.Mapped) ProcessMapReader.read(process(pid, host), MapOptions.OUTSIDE)).map();
    }

    private static ProcessView process(int pid, HostView host) {
        return new ProcessView(
                ProcessView.readStat(pid, host).intact().flatMap(s -> s).orElseThrow(), host);
    }
}
