package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.reference.mmu.tlb.PageMap;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which page sizes map a process's memory, by what maps and smaps say.
 *
 * @param vmas its mappings, ascending
 * @param ranges the same, cut where the page size changes; {@code owner} is the position in {@code vmas}
 * @param notes what the kernel does not show, in words
 */
public record MappedPages(List<Vma> vmas, List<PageMap.Range> ranges, List<String> notes) {

    /** Copies the lists. */
    public MappedPages {
        vmas = List.copyOf(vmas);
        ranges = List.copyOf(ranges);
        notes = List.copyOf(notes);
    }

    /**
     * Reads a process.
     *
     * @param pageShift log2 of the base page size
     * @param hugeShift log2 of the transparent huge page's size
     * @return empty where maps cannot be read; {@link ProcessView#maps} says why
     */
    public static Optional<MappedPages> of(ProcessView process, int pageShift, int hugeShift) {
        Optional<List<Vma>> maps = process.maps().intact();
        if (maps.isEmpty()) {
            return Optional.empty();
        }
        List<String> notes = new ArrayList<>();
        Map<AddressRange, SmapsVma> known = new HashMap<>();
        process.smaps()
                .intact()
                .ifPresentOrElse(
                        all -> all.forEach(s -> known.put(s.vma().range(), s)),
                        () -> notes.add("huge pages are not known: "
                                + process.smaps().whyNot().because()));
        List<PageMap.Range> ranges = new ArrayList<>();
        long unplacedKib = 0;
        for (int i = 0; i < maps.get().size(); i++) {
            Vma vma = maps.get().get(i);
            SmapsVma smaps = known.getOrDefault(vma.range(), new SmapsVma(vma, Map.of(), Map.of(), List.of()));
            unplacedKib += add(ranges, smaps, i, pageShift, hugeShift);
        }
        if (unplacedKib > 0) {
            notes.add(unplacedKib
                    + " KiB are in transparent huge pages of mappings that have base pages too; smaps does not say where, and"
                    + " they count as base pages");
        }
        return Optional.of(new MappedPages(maps.get(), ranges, notes));
    }

    /** Adds a mapping's ranges, and says how many KiB of huge pages have no known place in it. */
    private static long add(List<PageMap.Range> ranges, SmapsVma smaps, int owner, int pageShift, int hugeShift) {
        long start = smaps.vma().range().start().value();
        long end = smaps.vma().range().end().value();
        int ownShift = PagemapDigester.hugePageShift(smaps, pageShift);
        if (ownShift > 0) {
            ranges.add(new PageMap.Range(start, end, ownShift, owner));
            return 0;
        }
        long hugeKib = transparentKib(smaps);
        long firstHuge = (start + (1L << hugeShift) - 1) & -(1L << hugeShift);
        long lastHuge = end & -(1L << hugeShift);
        boolean whole = hugeKib > 0 && hugeKib << 10 == lastHuge - firstHuge;
        if (!whole) {
            ranges.add(new PageMap.Range(start, end, pageShift, owner));
            return hugeKib;
        }
        if (start < firstHuge) {
            ranges.add(new PageMap.Range(start, firstHuge, pageShift, owner));
        }
        ranges.add(new PageMap.Range(firstHuge, lastHuge, hugeShift, owner));
        if (lastHuge < end) {
            ranges.add(new PageMap.Range(lastHuge, end, pageShift, owner));
        }
        return 0;
    }

    /** Memory mapped by entries of the second-lowest level (show_smap, fs/proc/task_mmu.c). */
    static long transparentKib(SmapsVma smaps) {
        return smaps.anonHugePagesKib().orElse(0)
                + smaps.sizeKib("ShmemPmdMapped").orElse(0)
                + smaps.sizeKib("FilePmdMapped").orElse(0);
    }
}
