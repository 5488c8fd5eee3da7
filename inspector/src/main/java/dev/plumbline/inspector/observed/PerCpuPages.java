package dev.plumbline.inspector.observed;

import java.util.OptionalLong;

/**
 * One CPU's page lists in a zone, as {@code pagesets} of /proc/zoneinfo prints them. All values in pages.
 *
 * @param count pages on the lists at that moment
 * @param high above this many the lists are drained
 * @param batch pages moved to or from the buddy lists at a time
 * @param highMin lower bound of {@code high}; 6.12 prints it, 6.1 does not
 * @param highMax upper bound of {@code high}; printed where {@code highMin} is
 * @param statThreshold how far this CPU's part of a counter may run ahead unseen; printed by SMP kernels
 * @param line of {@code cpu:}
 */
public record PerCpuPages(
        int cpu,
        OptionalLong count,
        OptionalLong high,
        OptionalLong batch,
        OptionalLong highMin,
        OptionalLong highMax,
        OptionalLong statThreshold,
        int line) {}
