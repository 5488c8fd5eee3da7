package dev.plumbline.inspector.check.map;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.observed.Auxv;
import dev.plumbline.inspector.observed.ProcessStat;
import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.GenericOwners;
import dev.plumbline.inspector.owner.MappingUsage;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Painting;
import dev.plumbline.inspector.owner.Part;
import dev.plumbline.inspector.owner.Usage;
import dev.plumbline.inspector.unit.VirtAddr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a process's address space and finds an owner for every part of it. Nothing of the process is stopped or changed. */
public final class ProcessMapReader {

    /** Where the process does not say; only claims that do not end at pages depend on it. */
    private static final int COMMON_PAGE_BYTES = 4096;

    private final ProcessView process;
    private final MapOptions options;
    private final List<String> notes = new ArrayList<>();

    private ProcessMapReader(ProcessView process, MapOptions options) {
        this.process = process;
        this.options = options;
    }

    /** Reads the address space of a process; what {@code options} do not allow is left out, and a note says so where it matters. */
    public static MapAnswer read(ProcessView process, MapOptions options) {
        return new ProcessMapReader(process, options).read();
    }

    private MapAnswer read() {
        if (process.stat().withoutUserMemory()) {
            return withoutMemory();
        }
        long start = System.nanoTime();
        MappingReading.Outcome outcome =
                MappingReading.of(process.pid(), process.host().files());
        Observation<Optional<ProcessStat>> after = ProcessView.readStat(process.pid(), process.host());
        Optional<MapAnswer> gone = Continuity.broken(process.stat(), after);
        if (gone.isPresent()) {
            return gone.get();
        }
        if (outcome instanceof MappingReading.Unread unread) {
            return new MapAnswer.Unreadable(unread.why().because(), unread.why().remedy());
        }
        MappingReading reading = ((MappingReading.Read) outcome).reading();
        return new MapAnswer.Mapped(map(reading, start));
    }

    private MapAnswer withoutMemory() {
        char state = process.stat().state();
        String what = state == 'Z' || state == 'X'
                ? "is a zombie: it has ended and waits for its parent, and has no memory"
                : "is a kernel thread and has no memory of its own";
        return new MapAnswer.NoUserMemory(process.subject() + " " + what);
    }

    private ProcessMap map(MappingReading reading, long start) {
        notes.addAll(reading.notes());
        if (options.memory() && process.host().files().origin() instanceof Origin.Capture) {
            notes.add("a capture holds no process's memory: what only memory tells stays anonymous");
        }
        List<Vma> vmas = reading.mappings().stream().map(SmapsVma::vma).toList();
        Painting painting = Painting.of(vmas, claims(reading.mappings(), vmas), pageBytes());
        List<OwnedRange> ranges = costing(painting.parts(), reading.mappings());
        Duration total = Duration.ofNanos(System.nanoTime() - start);
        return new ProcessMap(
                process.host().files().origin(),
                process.stat(),
                Identity.startTime(process),
                Identity.command(process),
                Optional.empty(),
                reading.basis(),
                ranges,
                Gap.between(vmas),
                new ReadTimes(
                        Duration.ofNanos(reading.readNanos()),
                        Duration.ofNanos(reading.parseNanos()),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        total),
                notes);
    }

    private List<Claim> claims(List<SmapsVma> mappings, List<Vma> vmas) {
        Map<Vma, SmapsVma> flags = new HashMap<>();
        mappings.forEach(m -> flags.put(m.vma(), m));
        return GenericOwners.of(
                vmas,
                program(vmas),
                (vma, name) -> flags.get(vma) != null && flags.get(vma).hasFlag(name));
    }

    /** AT_PHDR points into the program's image, whatever became of its file. */
    private Optional<Vma> program(List<Vma> vmas) {
        OptionalLong headers = process.auxv().intact().map(Auxv::phdr).orElse(OptionalLong.empty());
        OptionalLong inside = headers.isPresent() ? headers : process.stat().startCode();
        if (inside.isEmpty()) {
            return Optional.empty();
        }
        VirtAddr address = new VirtAddr(inside.getAsLong());
        return vmas.stream()
                .filter(vma -> vma.range().contains(address) && vma.fileBacked())
                .findFirst();
    }

    private int pageBytes() {
        return process.auxv()
                .intact()
                .map(Auxv::pageSize)
                .filter(size -> size.isPresent() && Long.bitCount(size.getAsLong()) == 1)
                .map(size -> (int) size.getAsLong())
                .orElse(COMMON_PAGE_BYTES);
    }

    private static List<OwnedRange> costing(List<Part> parts, List<SmapsVma> mappings) {
        Map<Vma, Usage> usage = new HashMap<>();
        mappings.forEach(m -> usage.put(m.vma(), MappingUsage.of(m)));
        return parts.stream()
                .map(part -> part.costing(usage.getOrDefault(part.vma(), Usage.NONE)))
                .toList();
    }
}
