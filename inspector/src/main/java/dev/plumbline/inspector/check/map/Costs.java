package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.MappingUsage;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.PageShares;
import dev.plumbline.inspector.owner.Part;
import dev.plumbline.inspector.owner.SharedMapping;
import dev.plumbline.inspector.owner.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Gives every part of every mapping its cost, so that the parts of a mapping add up to what smaps says of it. */
final class Costs {

    private final Map<Vma, Usage> whole = new HashMap<>();
    private final PageReading reading;
    private final Supplier<PageReading.Populated> pages;
    private final int pageBytes;
    private final List<String> notes;

    Costs(
            List<SmapsVma> mappings,
            PageReading reading,
            Supplier<PageReading.Populated> pages,
            int pageBytes,
            List<String> notes) {
        mappings.forEach(m -> whole.put(m.vma(), MappingUsage.of(m)));
        this.reading = reading;
        this.pages = pages;
        this.pageBytes = pageBytes;
        this.notes = notes;
    }

    /** The parts with their costs. */
    List<OwnedRange> of(List<Part> parts) {
        List<List<Part>> mappings = byMapping(parts);
        List<SharedMapping> shared = new ArrayList<>();
        for (List<Part> mapping : mappings) {
            if (mapping.size() > 1 && !usage(mapping).equals(Usage.NONE)) {
                shared.add(new SharedMapping(mapping, usage(mapping), pageBytes));
            }
        }
        count(shared);
        List<OwnedRange> ranges = new ArrayList<>(parts.size());
        int next = 0;
        for (List<Part> mapping : mappings) {
            if (mapping.size() == 1) {
                ranges.add(mapping.get(0).costing(usage(mapping)));
            } else if (usage(mapping).equals(Usage.NONE)) {
                mapping.forEach(part -> ranges.add(part.costing(Usage.NONE)));
            } else {
                ranges.addAll(shared.get(next++).costs());
            }
        }
        return ranges;
    }

    private Usage usage(List<Part> mapping) {
        return whole.getOrDefault(mapping.get(0).vma(), Usage.NONE);
    }

    private static List<List<Part>> byMapping(List<Part> parts) {
        List<List<Part>> mappings = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= parts.size(); i++) {
            if (i == parts.size() || !parts.get(i).vma().equals(parts.get(from).vma())) {
                mappings.add(parts.subList(from, i));
                from = i;
            }
        }
        return mappings;
    }

    private void count(List<SharedMapping> shared) {
        if (shared.isEmpty()) {
            return;
        }
        PageReading.Populated populated = pages.get();
        shared.forEach(mapping -> mapping.count(populated.pages()));
        List<SharedMapping> weighed =
                shared.stream().filter(SharedMapping::sharesPages).toList();
        if (!weighed.isEmpty()) {
            PageShares shares =
                    reading.shares(weighed.stream().map(SharedMapping::range).toList());
            weighed.forEach(mapping -> mapping.weigh(shares));
        }
        if (!populated.because().isEmpty()) {
            notes.add("what %d mappings cost is divided among their owners by address space alone: %s"
                    .formatted(shared.size(), populated.because()));
            return;
        }
        long disputed = shared.stream().mapToLong(SharedMapping::disputedBytes).sum();
        if (disputed > 0) {
            notes.add(
                    ("%d mappings have several owners; %d KiB of them came, went or were told differently between smaps and "
                                    + "pagemap, and are divided in proportion")
                            .formatted(shared.size(), disputed >> 10));
        }
    }
}
