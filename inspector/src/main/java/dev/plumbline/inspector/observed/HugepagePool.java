package dev.plumbline.inspector.observed;

import java.util.OptionalLong;

/**
 * The pool of one hugetlb page size, of the host or of one node.
 *
 * @param pageSizeKib the size of its pages, in KiB
 * @param total {@code nr_hugepages}, in pages of that size, as all that follow
 * @param free {@code free_hugepages}
 * @param reserved {@code resv_hugepages}; not printed for a single node
 * @param surplus {@code surplus_hugepages}
 * @param overcommit {@code nr_overcommit_hugepages}; not printed for a single node
 */
public record HugepagePool(
        long pageSizeKib,
        OptionalLong total,
        OptionalLong free,
        OptionalLong reserved,
        OptionalLong surplus,
        OptionalLong overcommit) {}
