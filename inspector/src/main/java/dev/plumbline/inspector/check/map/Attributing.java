package dev.plumbline.inspector.check.map;

import dev.plumbline.bridge.Origin;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.jvm.HotspotFacts;
import dev.plumbline.inspector.jvm.JvmIdentity;
import dev.plumbline.inspector.observed.Auxv;
import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.GenericOwners;
import dev.plumbline.inspector.owner.glibc.WordFormat;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Asks everybody who can say whose memory is whose, in order: what comes later knows better. */
final class Attributing {

    private final ProcessView process;
    private final List<SmapsVma> mappings;
    private final List<Vma> vmas;
    private final int pageBytes;
    private final Supplier<PageReading.Populated> pages;
    private final List<Claim> claims = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Attributing(ProcessView process, List<SmapsVma> mappings, int pageBytes, Supplier<PageReading.Populated> pages) {
        this.process = process;
        this.mappings = mappings;
        this.vmas = mappings.stream().map(SmapsVma::vma).toList();
        this.pageBytes = pageBytes;
        this.pages = pages;
    }

    /**
     * Asks everybody.
     *
     * @param asked what the JVM said itself
     */
    Attribution run(MapOptions options, Asking asked) {
        generic();
        int generic = claims.size();
        notes.addAll(asked.notes());
        MemoryOwners.Told told = MemoryOwners.Told.NOTHING;
        if (options.memory() && process.host().files().origin() instanceof Origin.Capture) {
            notes.add("a capture holds no process's memory: what only memory tells stays without a closer owner");
        } else if (options.memory()) {
            told = fromMemory();
        }
        claims.addAll(told.images());
        claims.addAll(asked.coarse());
        claims.addAll(told.claims());
        notes.addAll(told.notes());
        claims.addAll(asked.claims());
        Optional<HotspotFacts> facts = told.facts();
        Optional<JvmIdentity> identity = facts.map(HotspotFacts::identity).or(asked::identity);
        return new Attribution(claims, generic, facts, identity, identity.isPresent() || mapsJvm(), notes);
    }

    private void generic() {
        Map<Vma, SmapsVma> flags = new HashMap<>();
        mappings.forEach(m -> flags.put(m.vma(), m));
        claims.addAll(GenericOwners.of(
                vmas,
                program(),
                (vma, name) -> flags.get(vma) != null && flags.get(vma).hasFlag(name)));
    }

    private MemoryOwners.Told fromMemory() {
        Optional<WordFormat> format = process.auxv()
                .intact()
                .flatMap(Auxv::layout)
                .map(layout -> new WordFormat(layout.wordBytes(), layout.byteOrder()));
        MemoryOwners owners = new MemoryOwners(
                vmas,
                () -> MappingDrift.mapsNow(process, process.host()),
                ThreadNames.of(process),
                format,
                pages,
                pageBytes);
        Reading<MemoryOwners.Told> told = process.host().files().withMemory(process.pid(), owners::told);
        if (told instanceof Reading.Failed<MemoryOwners.Told> failed) {
            notes.add("its memory cannot be read, so that private memory has no closer owner: " + failed.reason());
        }
        return told.content().orElse(MemoryOwners.Told.NOTHING);
    }

    private boolean mapsJvm() {
        return vmas.stream().anyMatch(vma -> vma.fileName().endsWith("/libjvm.so"));
    }

    /** AT_PHDR points into the program's image, whatever became of its file. */
    private Optional<Vma> program() {
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
}
