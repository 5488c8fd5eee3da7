package dev.plumbline.inspector.observed;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One line of {@code /proc/PID/numa_maps}: on which memory nodes the pages of a mapping stand.
 *
 * @param start the mapping's first address
 * @param policy its memory policy: {@code default}, {@code bind:0-1}, {@code interleave=static:0-1} …
 * @param pagesByNode present pages by the number of their node; pages of a transparent huge page count each
 * @param pageSizeKib what a page of {@code pagesByNode} is; 0 where the kernel printed no page at all
 */
public record NumaMapping(long start, String policy, SortedMap<Integer, Long> pagesByNode, long pageSizeKib) {

    /** Copies the counts. */
    public NumaMapping {
        pagesByNode = Collections.unmodifiableSortedMap(new TreeMap<>(pagesByNode));
    }

    /** The mapping's bytes on a node. */
    public long bytesOn(int node) {
        return pagesByNode.getOrDefault(node, 0L) * (pageSizeKib << 10);
    }
}
