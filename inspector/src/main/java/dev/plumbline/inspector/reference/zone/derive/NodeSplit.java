package dev.plumbline.inspector.reference.zone.derive;

import java.util.List;

/** Which memory belongs to which node. It is never taken from where the zones of the nodes lie. */
public sealed interface NodeSplit {

    /** All memory is node 0's: no NUMA, or none that firmware describes. */
    record OneNode() implements NodeSplit {}

    /** Firmware, the memory blocks or a description say it. */
    record ByRange(List<NodeRange> ranges) implements NodeSplit {

        /** Copies the list. */
        public ByRange {
            ranges = List.copyOf(ranges);
        }
    }

    /**
     * There are several nodes and nothing says whose memory is whose.
     *
     * @param because what was looked for
     */
    record Unknown(String because) implements NodeSplit {}
}
