package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;
import java.util.Optional;

/** The populated pages of a process, read once, when first asked for, by whichever thread. */
final class PagesOnce {

    private final PageReading reading;
    private final List<AddressRange> populated;
    private Optional<PageReading.Populated> known = Optional.empty();
    private long nanos;

    /** Mappings of which smaps says that they have no page at all are not asked about. */
    PagesOnce(PageReading reading, List<SmapsVma> mappings) {
        this.reading = reading;
        this.populated = mappings.stream()
                .filter(m -> m.rssKib().orElse(1) > 0
                        || m.swapKib().orElse(0) > 0
                        || m.sizeKib("Private_Hugetlb").orElse(0) > 0
                        || m.sizeKib("Shared_Hugetlb").orElse(0) > 0)
                .map(SmapsVma::vma)
                .map(Vma::range)
                .toList();
    }

    synchronized PageReading.Populated pages() {
        if (known.isEmpty()) {
            long start = System.nanoTime();
            known = Optional.of(reading.populated(populated));
            nanos = System.nanoTime() - start;
        }
        return known.get();
    }

    /** What reading them took; zero where nobody asked. */
    synchronized long nanos() {
        return nanos;
    }
}
