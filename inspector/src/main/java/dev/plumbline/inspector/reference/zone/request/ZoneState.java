package dev.plumbline.inspector.reference.zone.request;

import dev.plumbline.inspector.reference.zone.Watermark;
import java.util.List;
import java.util.Map;

/**
 * One populated zone at one instant, as far as a request looks at it. All in pages.
 *
 * @param node the zone's node
 * @param name its name
 * @param index its place among the zones of its node, lowest 0
 * @param freePages NR_FREE_PAGES
 * @param marks the watermarks with the boost in them, as /proc/zoneinfo prints them
 * @param boost how much of them is boost
 * @param reserve {@code lowmem_reserve}, by the highest zone that a request may use
 * @param setAside free pages that not every request may use
 * @param blocks free blocks by whom they may serve
 */
public record ZoneState(
        int node,
        String name,
        int index,
        long freePages,
        Map<Watermark, Long> marks,
        long boost,
        List<Long> reserve,
        SetAside setAside,
        Blocks blocks) {

    /** Copies the collections. */
    public ZoneState {
        marks = Map.copyOf(marks);
        reserve = List.copyOf(reserve);
    }

    /**
     * Free pages that a request must not count.
     *
     * @param highatomic pages of pageblocks reserved for atomic requests: all but those must leave them alone
     * @param cma free pages of CMA: movable requests alone may use them
     * @param unaccepted memory that a confidential guest has not accepted yet: counted as free, usable by nobody
     */
    public record SetAside(long highatomic, long cma, long unaccepted) {

        /** Nothing. */
        public static final SetAside NOTHING = new SetAside(0, 0, 0);
    }

    /**
     * Free blocks by order.
     *
     * @param usual those that serve every request: unmovable, movable and reclaimable
     * @param cma those of CMA
     * @param highatomic those reserved for atomic requests
     */
    public record Blocks(List<Long> usual, List<Long> cma, List<Long> highatomic) {

        /** Copies the lists. */
        public Blocks {
            usual = List.copyOf(usual);
            cma = List.copyOf(cma);
            highatomic = List.copyOf(highatomic);
        }

        boolean haveFrom(int order, Rights rights) {
            return any(usual, order)
                    || (rights.cma() && any(cma, order))
                    || (rights.highatomic() && any(highatomic, order));
        }

        private static boolean any(List<Long> blocks, int order) {
            return blocks.stream().skip(order).anyMatch(n -> n > 0);
        }
    }

    /** {@code node 0 DMA32}. */
    public String subject() {
        return "node " + node + " " + name;
    }
}
