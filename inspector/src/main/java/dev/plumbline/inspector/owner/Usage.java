package dev.plumbline.inspector.owner;

/**
 * What a range costs, in bytes.
 *
 * @param residentBytes present pages, whoever shares them
 * @param pssBytes present pages, each divided by the number of its mappings
 * @param swapBytes pages in swap
 * @param hugeBytes of the resident bytes, those that entries larger than a base page map: transparent huge pages, and hugetlb
 *     pages, which are not in {@code residentBytes}
 */
public record Usage(long residentBytes, long pssBytes, long swapBytes, long hugeBytes) {

    /** Nothing at all. */
    public static final Usage NONE = new Usage(0, 0, 0, 0);

    /** Both together. */
    public Usage plus(Usage other) {
        return new Usage(
                residentBytes + other.residentBytes,
                pssBytes + other.pssBytes,
                swapBytes + other.swapBytes,
                hugeBytes + other.hugeBytes);
    }
}
