package dev.plumbline.inspector.observed;

import java.util.List;

/**
 * One line of sys/kernel/debug/extfrag/unusable_index or extfrag_index.
 *
 * @param thousandthsByOrder the index of order k at position k, in thousandths; -1000 stands for "does not apply"
 */
public record ExtFragZone(int node, String zone, List<Integer> thousandthsByOrder, int line) {

    /** Copies the list. */
    public ExtFragZone {
        thousandthsByOrder = List.copyOf(thousandthsByOrder);
    }
}
