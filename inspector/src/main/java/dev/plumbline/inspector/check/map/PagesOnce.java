package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The populated pages of a process's private anonymous memory, read once, when first asked for. */
final class PagesOnce {

    private final PageReading reading;
    private final List<AddressRange> anonymous;
    private Optional<PageReading.Populated> known = Optional.empty();

    PagesOnce(PageReading reading, List<SmapsVma> mappings) {
        this.reading = reading;
        this.anonymous = mappings.stream()
                .filter(m -> !m.vma().fileBacked() && !m.vma().shared())
                .filter(m -> m.rssKib().orElse(1) > 0 || m.swapKib().orElse(0) > 0)
                .map(SmapsVma::vma)
                .map(Vma::range)
                .toList();
    }

    /** Those of private anonymous mappings that have any. */
    PageReading.Populated pages() {
        if (known.isEmpty()) {
            known = Optional.of(reading.populated(anonymous));
        }
        return known.get();
    }

    /** Pages of the given mappings; what is known is not read again. */
    PageReading.Populated covering(List<AddressRange> mappings) {
        Set<AddressRange> covered = new HashSet<>(anonymous);
        return known.isPresent() && covered.containsAll(mappings) ? known.get() : reading.populated(mappings);
    }
}
