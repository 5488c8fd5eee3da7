package dev.plumbline.inspector.check.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.Span;
import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.MappingUsage;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.owner.Painting;
import dev.plumbline.inspector.owner.Part;
import dev.plumbline.inspector.owner.Usage;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mappings of captured processes, divided among made-up owners: smaps is the oracle of each sum, pagemap of each share. */
class DividedMappingsTest {

    @ParameterizedTest
    @CsvSource({
        "x86_64-movable-huge, 118, 4096",
        "x86_64-newest-6.12, 1, 4096",
        "i386-pae, 1, 4096",
        "armhf-6.1-armmp-lpae, 1, 4096",
        "arm64-6.12-16k-max-lpa2, 1, 16384",
        "riscv64-6.12-sv57, 1, 4096",
    })
    void thePartsOfEveryMappingAddUpToIt(String capture, int pid, int pageBytes) throws NotACaptureException {
        ProcessView process = process(capture, pid);
        List<SmapsVma> mappings = process.smaps().intact().orElseThrow();
        List<String> notes = new ArrayList<>();

        List<OwnedRange> ranges = costs(process, mappings, pageBytes, notes);

        assertThat(ranges).hasSizeGreaterThan(mappings.size());
        for (SmapsVma mapping : mappings) {
            Usage sum = ranges.stream()
                    .filter(r -> r.vma().equals(mapping.vma()))
                    .map(OwnedRange::usage)
                    .reduce(Usage.NONE, Usage::plus);
            assertThat(sum).as(mapping.vma().toString()).isEqualTo(MappingUsage.of(mapping));
        }
        assertThat(ranges).allSatisfy(r -> {
            assertThat(r.usage().residentBytes()).isBetween(0L, r.range().sizeBytes());
            assertThat(r.usage().pssBytes()).isBetween(0L, r.usage().residentBytes());
            assertThat(r.usage().swapBytes()).isNotNegative();
        });
    }

    @Test
    void eachPartHasWhatItsPagesSay() throws NotACaptureException {
        ProcessView process = process("x86_64-movable-huge", 118);
        List<SmapsVma> mappings = process.smaps().intact().orElseThrow();
        SmapsVma heap = mappings.stream()
                .filter(m -> m.vma().path().equals("[heap]"))
                .findFirst()
                .orElseThrow();
        List<String> notes = new ArrayList<>();

        List<OwnedRange> ranges = costs(process, List.of(heap), 4096, notes);

        assertThat(notes).isEmpty();
        List<Long> counted = new ArrayList<>();
        for (OwnedRange range : ranges) {
            long[] present = new long[1];
            process.host()
                    .files()
                    .pagemap(
                            process.pid(),
                            4096,
                            List.of(new Span(
                                    range.range().start().value(),
                                    range.range().end().value())),
                            1 << 20,
                            (addresses, entries, count) -> {
                                for (int i = 0; i < count; i++) {
                                    present[0] += entries[i] < 0 ? 4096 : 0;
                                }
                            });
            counted.add(present[0]);
        }
        assertThat(ranges).extracting(r -> r.usage().residentBytes()).isEqualTo(counted);
    }

    private static List<OwnedRange> costs(
            ProcessView process, List<SmapsVma> mappings, int pageBytes, List<String> notes) {
        List<Vma> vmas = mappings.stream().map(SmapsVma::vma).toList();
        List<Claim> thirds = new ArrayList<>();
        for (Vma vma : vmas) {
            long start = vma.range().start().value();
            long size = vma.range().sizeBytes();
            thirds.add(new Claim(AddressRange.of(start, start + size / 3), Owner.GC, "first", "test"));
            thirds.add(new Claim(AddressRange.of(start, start + size / 7), Owner.METASPACE, "inner", "test"));
        }
        List<Part> parts = Painting.of(vmas, thirds, pageBytes).parts();
        PageReading pages = new PageReading(process, pageBytes);
        List<AddressRange> all = vmas.stream().map(Vma::range).toList();
        return new Costs(mappings, pages, () -> pages.populated(all), pageBytes, notes).of(parts);
    }

    private static ProcessView process(String capture, int pid) throws NotACaptureException {
        HostView host = new HostView(Capture.open(Captures.named(capture)));
        return new ProcessView(
                ProcessView.readStat(pid, host).intact().flatMap(s -> s).orElseThrow(), host);
    }
}
