package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.observed.KernelCommandLine;
import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The mappings of one process, and which of them an address lies in. */
final class Mappings {

    /** mm/mmap.c: {@code stack_guard_gap = 256UL << PAGE_SHIFT}, until the command line says another number of pages. */
    private static final long DEFAULT_GUARD_GAP_PAGES = 256;

    private final ProcessView process;
    private final Observation<List<Vma>> maps;
    private final Map<AddressRange, SmapsVma> smaps = new HashMap<>();
    private final MappingNames names;
    private final long guardGapBytes;

    Mappings(ProcessView process, int pageSizeBytes) {
        this.process = process;
        this.maps = process.maps();
        process.smaps()
                .intact()
                .orElse(List.of())
                .forEach(s -> smaps.put(s.vma().range(), s));
        this.names = new MappingNames(process);
        this.guardGapBytes = guardGapPages(process.host()) * pageSizeBytes;
    }

    private static long guardGapPages(HostView host) {
        return host.text("proc/cmdline", KernelCommandLine::parse)
                .intact()
                .flatMap(c -> c.option("stack_guard_gap"))
                .filter(pages -> pages.matches("[0-9]{1,12}"))
                .map(Long::parseLong)
                .orElse(DEFAULT_GUARD_GAP_PAGES);
    }

    /** Where an address lies. */
    Placement at(VirtAddr address) {
        if (process.stat().withoutUserMemory()) {
            return new Placement.NoUserMemory();
        }
        if (maps.intact().isEmpty()) {
            Verdict.NotObservable why = maps.whyNot();
            return new Placement.Unread(why.because(), why.remedy());
        }
        Optional<Vma> below = Optional.empty();
        for (Vma vma : maps.intact().get()) {
            if (vma.range().contains(address)) {
                return inside(vma, address);
            }
            if (vma.range().start().compareTo(address) > 0) {
                return between(below, Optional.of(vma), address);
            }
            below = Optional.of(vma);
        }
        return between(below, Optional.empty(), address);
    }

    private Placement inside(Vma vma, VirtAddr address) {
        SmapsVma mapping = smaps.getOrDefault(vma.range(), new SmapsVma(vma, Map.of(), Map.of(), List.of()));
        OptionalLong offset = vma.fileBacked()
                ? OptionalLong.of(vma.offsetBytes()
                        + address.value()
                        - vma.range().start().value())
                : OptionalLong.empty();
        return new Placement.Inside(mapping, names.of(vma), offset);
    }

    private Placement between(Optional<Vma> below, Optional<Vma> above, VirtAddr address) {
        long belowBytes =
                below.map(v -> address.value() - v.range().end().value()).orElse(0L);
        long aboveBytes =
                above.map(v -> v.range().start().value() - address.value()).orElse(0L);
        boolean guarded =
                above.filter(this::growsDown).isPresent() && Long.compareUnsigned(aboveBytes, guardGapBytes) <= 0;
        String note = guarded
                ? "inside the stack guard gap of %d KiB below %s, where the kernel lets nothing be mapped"
                        .formatted(
                                guardGapBytes >> 10,
                                above.orElseThrow().path().isEmpty()
                                        ? "it"
                                        : above.get().path())
                : "";
        return new Placement.Between(below, belowBytes, above, aboveBytes, note);
    }

    /** VM_GROWSDOWN, which smaps abbreviates; the kernel gives it to the main thread's stack. */
    private boolean growsDown(Vma vma) {
        return vma.path().equals("[stack]")
                || Optional.ofNullable(smaps.get(vma.range()))
                        .filter(s -> s.hasFlag("gd"))
                        .isPresent();
    }
}
