package dev.plumbline.inspector.check.zones;

import dev.plumbline.inspector.check.address.Fact;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One populated zone.
 *
 * @param node its node
 * @param name its name
 * @param index its place among the zones of its node, lowest 0
 * @param pages what stands in it besides the numbers that are compared
 * @param upperZones the names of the zones that {@code protection} speaks of, lowest first
 * @param numbers its numbers beside the reference's
 * @param cpus each CPU's lists
 * @param free its free lists; empty where buddyinfo does not list it
 * @param ranges its RAM, ascending; between the ranges are holes
 * @param own what requests meet that begin with this zone, by order
 */
public record ZoneView(
        int node,
        String name,
        int index,
        Pages pages,
        List<String> upperZones,
        List<Compared> numbers,
        List<CpuLists> cpus,
        Optional<FreeLists> free,
        Fact<List<FrameRange>> ranges,
        List<RequestRow> own) {

    /**
     * Counts of pages; empty where the kernel does not print them.
     *
     * @param free NR_FREE_PAGES
     * @param boost how much of the watermarks is boost
     * @param cma pages of CMA
     * @param freeCma those of them that are free
     */
    public record Pages(OptionalLong free, OptionalLong boost, OptionalLong cma, OptionalLong freeCma) {}

    /** Copies the lists. */
    public ZoneView {
        upperZones = List.copyOf(upperZones);
        numbers = List.copyOf(numbers);
        cpus = List.copyOf(cpus);
        own = List.copyOf(own);
    }

    /** One of the numbers. */
    public Optional<Compared> number(String name) {
        return numbers.stream().filter(n -> n.name().equals(name)).findFirst();
    }

    /** One of the numbers' values; 0 where the kernel does not print it. */
    public long value(String name) {
        return number(name).map(Compared::value).orElse(0L);
    }
}
