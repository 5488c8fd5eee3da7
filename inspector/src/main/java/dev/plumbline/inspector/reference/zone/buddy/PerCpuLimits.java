package dev.plumbline.inspector.reference.zone.buddy;

/**
 * The settings of a zone's per-CPU lists.
 *
 * @param batch pages of a refill; 1 leaves nothing on the lists
 * @param highMin pages on the lists above which some are given back; the one {@code high} of kernels before 6.7
 * @param highMax how far {@code high} may grow; equal to {@code highMin} where it is fixed
 * @param keepsBatch whether a run of high-order frees may leave a batch on the lists: the CPU's slice of its last cache holds more
 *     than three batches ({@code PCPF_FREE_HIGH_BATCH}, zone_pcp_update_cacheinfo(), mm/page_alloc.c: 6.12)
 */
public record PerCpuLimits(int batch, int highMin, int highMax, boolean keepsBatch) {

    /** @throws IllegalArgumentException naming the number out of its range */
    public PerCpuLimits {
        if (batch < 1) {
            throw new IllegalArgumentException("pcp batch " + batch + ": at least 1 page");
        }
        if (highMin < 0 || highMax < highMin) {
            throw new IllegalArgumentException(
                    "pcp high between " + highMin + " and " + highMax + ": not negative, the lower first");
        }
    }
}
