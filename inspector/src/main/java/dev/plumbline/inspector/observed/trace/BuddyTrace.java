package dev.plumbline.inspector.observed.trace;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A recorded run of a zone's allocator: its lists, allocations and frees with what the kernel answered, its lists again.
 *
 * @param zoneName as /proc/zoneinfo has it
 * @param zone numbers of the {@code zone} line by name, in pages: start_pfn, spanned, managed, present
 * @param watermarks numbers of the {@code wmark} line by name: min, low, high in pages; orders, pageblock_order, migratetypes
 * @param pcp numbers of the {@code pcp} line by name: high and batch in pages; recorders that know more print more
 * @param before the lists before the first step
 * @param start the counters before the first step, if the recorder printed them
 * @param steps in the order in which they were made
 * @param after the lists after the last step
 * @param unknown lines of other kinds, kept as they stood
 */
public record BuddyTrace(
        String zoneName,
        Map<String, Long> zone,
        Map<String, Long> watermarks,
        Map<String, Long> pcp,
        List<ListLine> before,
        Optional<Counters> start,
        List<Step> steps,
        List<ListLine> after,
        List<String> unknown) {

    /** Copies the collections. */
    public BuddyTrace {
        zone = Map.copyOf(zone);
        watermarks = Map.copyOf(watermarks);
        pcp = Map.copyOf(pcp);
        before = List.copyOf(before);
        steps = List.copyOf(steps);
        after = List.copyOf(after);
        unknown = List.copyOf(unknown);
    }

    /** What a list line lists. */
    public enum Kind {
        /** Free blocks of an order and a migrate type. */
        BUDDY,
        /** Pages of one of a CPU's lists. */
        PCP
    }

    /**
     * One line of a list: up to 16 frames in list order.
     *
     * @param line number of the line
     * @param number the order of free blocks; the index of a CPU's list
     * @param type migrate type in the recording kernel's numbers; nothing for a CPU's list
     * @param pfns first frames of the blocks
     */
    public record ListLine(int line, Kind kind, int number, int type, List<Long> pfns) {
        /** Copies the frames. */
        public ListLine {
            pfns = List.copyOf(pfns);
        }
    }

    /** What a step does. */
    public enum Operation {
        ALLOCATE,
        FREE
    }

    /**
     * One step.
     *
     * @param line number of the line
     * @param number the step's own number
     * @param order of the block
     * @param slot where the recorder kept the block
     * @param type migrate type asked for, in the recording kernel's numbers, if the trace has a column for it
     * @param outcome what the kernel returned, if the column is not blank
     * @param counters what the kernel counted afterwards
     */
    public record Step(
            int line,
            int number,
            Operation operation,
            int order,
            int slot,
            OptionalInt type,
            Optional<Outcome> outcome,
            Counters counters) {}

    /** What the kernel returned: a block's first frame, or nothing. */
    public sealed interface Outcome {
        /** The block's first frame. */
        record Block(long pfn) implements Outcome {}

        /** No block. */
        record NoBlock() implements Outcome {}
    }

    /**
     * Counters as the recorder read them; blank columns are empty.
     *
     * @param pcpPages pages on the CPU's lists
     * @param freePages NR_FREE_PAGES as the zone's counter showed it
     * @param blocks by order: the free blocks as the kernel counts them, then those of each migrate type
     */
    public record Counters(OptionalLong pcpPages, OptionalLong freePages, List<List<Long>> blocks) {
        /** Copies the blocks. */
        public Counters {
            blocks = List.copyOf(blocks);
        }
    }
}
