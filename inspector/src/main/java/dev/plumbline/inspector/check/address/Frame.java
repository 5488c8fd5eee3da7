package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.observed.KpageFlag;
import dev.plumbline.inspector.unit.Pfn;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.List;

/**
 * A page frame.
 *
 * @param pfn its number
 * @param physical the address inside it that was asked for
 * @param zones the node and zone that span it: {@code node 0 DMA32}; several where nodes interleave
 * @param flags its word in /proc/kpageflags
 * @param mapCount how often it is mapped, of /proc/kpagecount
 */
public record Frame(Pfn pfn, PhysAddr physical, Fact<List<String>> zones, Fact<Long> flags, Fact<Long> mapCount) {

    /** The flags by name. */
    public List<KpageFlag> flagNames() {
        return flags.value().map(KpageFlag::of).orElse(List.of());
    }
}
