package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.jvm.ask.AskAnswer;
import dev.plumbline.inspector.observed.Auxv;
import dev.plumbline.inspector.observed.ProcessStat;
import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.owner.Painting;
import dev.plumbline.inspector.owner.Part;
import dev.plumbline.inspector.owner.PopulatedPages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads a process's address space and finds an owner for every part of it. Nothing of the process is stopped or changed. */
public final class ProcessMapReader {

    /** Where the process does not say; only claims that do not end at pages depend on it. */
    private static final int COMMON_PAGE_BYTES = 4096;

    private final ProcessView process;
    private final MapOptions options;
    private final Function<List<Vma>, AskAnswer> jvm;
    private final int pageBytes;
    private final List<String> notes = new ArrayList<>();

    private ProcessMapReader(ProcessView process, MapOptions options, Function<List<Vma>, AskAnswer> jvm) {
        this.process = process;
        this.options = options;
        this.jvm = jvm;
        this.pageBytes = process.auxv()
                .intact()
                .map(Auxv::pageSize)
                .filter(size -> size.isPresent() && Long.bitCount(size.getAsLong()) == 1)
                .map(size -> (int) size.getAsLong())
                .orElse(COMMON_PAGE_BYTES);
    }

    /** Reads the address space of a process; what {@code options} do not allow is left out, and a note says so where it matters. */
    public static MapAnswer read(ProcessView process, MapOptions options) {
        return read(process, options, maps -> Asking.overTheSocket(process, maps));
    }

    /**
     * The same, with another way to ask the JVM.
     *
     * @param jvm asks it, given the process's mappings; used only where {@code options} allow asking
     */
    public static MapAnswer read(ProcessView process, MapOptions options, Function<List<Vma>, AskAnswer> jvm) {
        return new ProcessMapReader(process, options, jvm).read();
    }

    private MapAnswer read() {
        if (process.stat().withoutUserMemory()) {
            return withoutMemory();
        }
        long start = System.nanoTime();
        Asking asked = Asking.of(process, options, jvm);
        MappingReading.Outcome outcome =
                MappingReading.of(process.pid(), process.host().files());
        Optional<ProcessMap> map = outcome instanceof MappingReading.Read read
                ? Optional.of(map(read.reading(), asked, start))
                : Optional.empty();
        Observation<Optional<ProcessStat>> after = ProcessView.readStat(process.pid(), process.host());
        Optional<MapAnswer> gone = Continuity.broken(process.stat(), after);
        if (gone.isPresent()) {
            return gone.get();
        }
        if (outcome instanceof MappingReading.Unread unread) {
            return new MapAnswer.Unreadable(unread.why().because(), unread.why().remedy());
        }
        return new MapAnswer.Mapped(map.orElseThrow());
    }

    private MapAnswer withoutMemory() {
        char state = process.stat().state();
        String what = state == 'Z' || state == 'X'
                ? "is a zombie: it has ended and waits for its parent, and has no memory"
                : "is a kernel thread and has no memory of its own";
        return new MapAnswer.NoUserMemory(process.subject() + " " + what);
    }

    private ProcessMap map(MappingReading reading, Asking asked, long start) {
        notes.addAll(reading.notes());
        List<Vma> vmas = reading.mappings().stream().map(SmapsVma::vma).toList();
        PageReading pages = new PageReading(process, pageBytes);
        PagesOnce populated = new PagesOnce(pages, reading.mappings());
        long attributed = System.nanoTime();
        Attribution attribution =
                new Attributing(process, reading.mappings(), pageBytes, populated::pages).run(options, asked);
        long painted = System.nanoTime();
        notes.addAll(attribution.notes());
        Painting painting = Painting.of(vmas, attribution.claims(), pageBytes);
        noteClaims(painting, attribution);
        List<Part> parts = attribution.runsJvm()
                ? painting.parts().stream().map(ProcessMapReader::unknown).toList()
                : painting.parts();
        List<OwnedRange> ranges = new Costs(reading.mappings(), pages, populated::pages, pageBytes, notes).of(parts);
        TableBytes tables = TableBytes.of(process, ranges, known(populated));
        NodeBytes nodes = NodeBytes.of(process, notes);
        MappingDrift.since(vmas, process, process.host()).ifPresent(notes::add);
        return new ProcessMap(
                process.host().files().origin(),
                process.stat(),
                Identity.startTime(process),
                Identity.command(process),
                attribution.identity(),
                reading.basis(),
                ranges,
                Gap.between(vmas),
                LayoutReader.of(process, ranges),
                nodes,
                tables,
                new ReadTimes(
                        Duration.ofNanos(reading.readNanos()),
                        Duration.ofNanos(reading.parseNanos()),
                        Duration.ofNanos(populated.nanos()),
                        Duration.ofNanos(Math.max(0, painted - attributed - populated.nanos())),
                        asked.time(),
                        Duration.ofNanos(System.nanoTime() - start)),
                notes);
    }

    /** Page tables are told only from a whole list of pages. */
    private static Optional<PopulatedPages> known(PagesOnce populated) {
        PageReading.Populated pages = populated.pages();
        return pages.because().isEmpty() ? Optional.of(pages.pages()) : Optional.empty();
    }

    /** Claims that the mappings belie; the process may have changed since it was read. */
    private void noteClaims(Painting painting, Attribution attribution) {
        painting.refused().stream()
                .filter(r -> attribution.claims().indexOf(r.claim()) >= attribution.generic())
                .findFirst()
                .ifPresent(r -> notes.add("%s, said to be %s by %s, is %s there: not believed"
                        .formatted(
                                r.claim().range(),
                                r.claim().owner().word(),
                                r.claim().evidence(),
                                r.vma().path().isEmpty()
                                        ? "of another kind"
                                        : r.vma().path())));
        if (!painting.inVain().isEmpty()) {
            notes.add("%d ranges that were claimed are not mapped, the first %s (%s)"
                    .formatted(
                            painting.inVain().size(),
                            painting.inVain().get(0).range(),
                            painting.inVain().get(0).evidence()));
        }
    }

    /** In a JVM, private memory without an owner is a question, not an answer. */
    private static Part unknown(Part part) {
        return part.owner() == Owner.ANONYMOUS
                ? new Part(part.range(), part.vma(), Owner.UNKNOWN, part.label(), part.evidence())
                : part;
    }
}
