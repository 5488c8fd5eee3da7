package dev.plumbline.inspector.reference.zone.buddy;

/**
 * What one zone's allocator is made from.
 *
 * @param node the node's number
 * @param zoneClass which zone of the node
 * @param startPfn first frame spanned
 * @param endPfn frame after the last
 * @param managedPages pages that the allocator was given: limits the HIGHATOMIC reserve and watermark boosts
 * @param marks watermarks and reserves
 * @param limits settings of the per-CPU lists
 * @param cpus CPUs that have lists of the zone, at least 1
 * @param statThreshold pages by which one CPU may hold NR_FREE_PAGES back; 0 on a kernel without SMP
 */
public record ZoneSpec(
        int node,
        ZoneClass zoneClass,
        long startPfn,
        long endPfn,
        long managedPages,
        ZoneMarks marks,
        PerCpuLimits limits,
        int cpus,
        int statThreshold) {

    /** @throws IllegalArgumentException naming the number out of its range */
    public ZoneSpec {
        if (cpus < 1 || cpus > 8192) {
            throw new IllegalArgumentException(cpus + " CPUs: 1 to 8192 are allowed");
        }
        if (managedPages < 0 || managedPages > endPfn - startPfn) {
            throw new IllegalArgumentException(
                    managedPages + " pages managed: 0 to the " + (endPfn - startPfn) + " spanned are allowed");
        }
        if (statThreshold < 0 || statThreshold > 125) {
            throw new IllegalArgumentException("counter threshold " + statThreshold + ": 0 to 125 is allowed");
        }
    }
}
