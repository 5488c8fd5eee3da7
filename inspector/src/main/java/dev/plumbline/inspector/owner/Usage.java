package dev.plumbline.inspector.owner;

/**
 * What a range costs, in bytes.
 *
 * @param residentBytes present pages, whoever shares them; pages of hugetlb mappings are not in it, as in the kernel's own Rss
 * @param pssBytes the same pages, each divided by the number of its mappings
 * @param swapBytes pages in swap
 * @param hugeBytes of the resident bytes, those that entries larger than a base page map: transparent huge pages
 * @param hugetlbBytes pages of hugetlb mappings
 */
public record Usage(long residentBytes, long pssBytes, long swapBytes, long hugeBytes, long hugetlbBytes) {

    /** Nothing at all. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    /** Both together. */
    public Usage plus(Usage other) {
        return new Usage(
                residentBytes + other.residentBytes,
                pssBytes + other.pssBytes,
                swapBytes + other.swapBytes,
                hugeBytes + other.hugeBytes,
                hugetlbBytes + other.hugetlbBytes);
    }

    /** Resident bytes that entries of base pages map. */
    public long basePageBytes() {
        return residentBytes - hugeBytes;
    }

    /** All that stands in pages larger than a base page, whoever made them. */
    public long largePageBytes() {
        return hugeBytes + hugetlbBytes;
    }
}
