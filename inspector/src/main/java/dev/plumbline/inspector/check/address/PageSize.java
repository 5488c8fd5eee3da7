package dev.plumbline.inspector.check.address;

/**
 * How large the page is that maps an address.
 *
 * @param bytes one page of the kernel's: base page, huge page
 * @param kind {@code base page}, {@code hugetlb page}, {@code transparent huge page}
 * @param how it is known
 */
public record PageSize(long bytes, String kind, String how) {}
