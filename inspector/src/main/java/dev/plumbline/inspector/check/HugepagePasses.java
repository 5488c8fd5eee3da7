package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.observed.TransparentHugepage;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.reference.zone.Passes;
import java.util.List;
import java.util.Optional;

/**
 * How min_free_kbytes should have come to its value, by the state of transparent huge pages.
 *
 * <p>Source: hugepage_init, mm/huge_memory.c (huge pages stay off below 512 MiB); start_stop_khugepaged, mm/khugepaged.c.
 */
final class HugepagePasses {

    static final String ENABLED = "sys/kernel/mm/transparent_hugepage/enabled";

    private static final long LEAST_MEMORY_KIB = 512 << 10;

    private HugepagePasses() {}

    /** Likeliest first; never empty. */
    static List<Passes> expected(HostView host, List<Zone> zones, int pageKib) {
        Observation<TransparentHugepage> enabled = host.text(ENABLED, TransparentHugepage::parse);
        Optional<String> selected = enabled.intact().flatMap(TransparentHugepage::selected);
        if (selected.isEmpty()) {
            return enabled.reading() instanceof Reading.Absent
                    ? List.of(Passes.ONCE)
                    : List.of(Passes.KHUGEPAGED, Passes.ONCE, Passes.REPEATED);
        }
        if (!selected.get().equals("never")) {
            return List.of(Passes.KHUGEPAGED);
        }
        long managedKib = zones.stream().mapToLong(z -> z.managed().orElse(0)).sum() * pageKib;
        return managedKib < LEAST_MEMORY_KIB ? List.of(Passes.ONCE) : List.of(Passes.REPEATED, Passes.ONCE);
    }
}
