package dev.plumbline.inspector.check.map;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.observed.Damage;
import dev.plumbline.inspector.observed.MapsParser;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.SmapsParser;
import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.observed.Vma;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The mappings of one process with their sizes, ascending and without overlap, out of one reading of smaps, or of maps where
 * smaps is not readable.
 *
 * @param mappings ascending; without fields where {@code basis} is {@code NONE}
 * @param readNanos what reading took
 * @param parseNanos what parsing took
 * @param notes what was mended
 */
record MappingReading(List<SmapsVma> mappings, UsageBasis basis, long readNanos, long parseNanos, List<String> notes) {

    /** What came of it. */
    sealed interface Outcome {}

    /** The mappings. */
    record Read(MappingReading reading) implements Outcome {}

    /** Neither file could be read, or the one that could is damaged. */
    record Unread(Verdict.NotObservable why) implements Outcome {}

    static Outcome of(int pid, KernelFiles files) {
        Outcome sizes = read("proc/" + pid + "/smaps", files, UsageBasis.SMAPS, SmapsParser::parse);
        if (sizes instanceof Unread unread
                && files.read("proc/" + pid + "/maps").content().isPresent()) {
            return withoutSizes(pid, files, unread.why());
        }
        return sizes;
    }

    private static Outcome withoutSizes(int pid, KernelFiles files, Verdict.NotObservable why) {
        Outcome bare = read("proc/" + pid + "/maps", files, UsageBasis.NONE, MappingReading::bare);
        if (!(bare instanceof Read read)) {
            return bare;
        }
        List<String> notes = new ArrayList<>(read.reading().notes());
        notes.add("no size but that of the address space is known: " + why.because()
                + (why.remedy().isEmpty() ? "" : "; would need " + why.remedy()));
        MappingReading reading = read.reading();
        return new Read(new MappingReading(
                reading.mappings(), reading.basis(), reading.readNanos(), reading.parseNanos(), List.copyOf(notes)));
    }

    private static Parsed<List<SmapsVma>> bare(SourceText file) {
        Parsed<List<Vma>> maps = MapsParser.parse(file);
        List<SmapsVma> mappings = maps.value().stream()
                .map(vma -> new SmapsVma(vma, Map.of(), Map.of(), List.of()))
                .toList();
        return new Parsed<>(mappings, maps.unknown(), maps.damage());
    }

    private static Outcome read(
            String path, KernelFiles files, UsageBasis basis, Function<SourceText, Parsed<List<SmapsVma>>> parser) {
        long start = System.nanoTime();
        Reading<byte[]> text = files.read(path);
        long read = System.nanoTime();
        Reading<Parsed<List<SmapsVma>>> parsed = text.map(bytes -> parser.apply(SourceText.of(path, bytes)));
        long done = System.nanoTime();
        Optional<Damage> damage = parsed.content().stream()
                .flatMap(p -> p.damage().stream())
                .filter(d -> !MapsParser.isOverlap(d))
                .findFirst();
        if (damage.isPresent()) {
            return new Unread(new Verdict.NotObservable(damage.get().toString(), ""));
        }
        return parsed.content()
                .<Outcome>map(p -> new Read(mended(p.value(), basis, read - start, done - read)))
                .orElseGet(() -> new Unread(new Observation<>(path, parsed).whyNot()));
    }

    /**
     * Mappings that change between two of the buffers in which the kernel prints the file may stand in it twice. The later
     * reading of an address is kept.
     */
    private static MappingReading mended(List<SmapsVma> all, UsageBasis basis, long readNanos, long parseNanos) {
        List<SmapsVma> kept = new ArrayList<>(all.size());
        for (SmapsVma mapping : all) {
            while (!kept.isEmpty() && overlaps(kept.get(kept.size() - 1).vma(), mapping.vma())) {
                kept.remove(kept.size() - 1);
            }
            kept.add(mapping);
        }
        int dropped = all.size() - kept.size();
        List<String> notes = dropped == 0
                ? List.of()
                : List.of("%d mappings changed while they were printed and stood there twice; the later reading counts"
                        .formatted(dropped));
        return new MappingReading(List.copyOf(kept), basis, readNanos, parseNanos, notes);
    }

    private static boolean overlaps(Vma before, Vma vma) {
        return Long.compareUnsigned(
                        vma.range().start().value(), before.range().end().value())
                < 0;
    }
}
