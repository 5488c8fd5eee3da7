package dev.plumbline.inspector.check.zones;

import dev.plumbline.inspector.observed.PerCpuPages;
import java.util.OptionalLong;

/**
 * One CPU's lists of free pages in a zone; in pages, empty where the kernel does not print it.
 *
 * @param count how many they hold
 * @param high above this many they are drained
 * @param batch how many go to or come from the zone at a time
 * @param highMin lower bound of {@code high}
 * @param highMax upper bound of {@code high}
 */
public record CpuLists(
        int cpu,
        OptionalLong count,
        OptionalLong high,
        OptionalLong batch,
        OptionalLong highMin,
        OptionalLong highMax) {

    static CpuLists of(PerCpuPages pages) {
        return new CpuLists(pages.cpu(), pages.count(), pages.high(), pages.batch(), pages.highMin(), pages.highMax());
    }
}
