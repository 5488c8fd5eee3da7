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

    /**
     * A flag of /proc/kpageflags.
     *
     * @param name as the kernel's header has it, without {@code KPF_}
     * @param meaning a short phrase
     */
    public record FlagWord(String name, String meaning) {}

    /** The flags that are set, in words. */
    public List<FlagWord> flagWords() {
        return flagNames().stream()
                .map(flag -> new FlagWord(flag.name(), FrameFlagMeanings.of(flag)))
                .toList();
    }

    List<KpageFlag> flagNames() {
        return flags.value().map(KpageFlag::of).orElse(List.of());
    }
}
