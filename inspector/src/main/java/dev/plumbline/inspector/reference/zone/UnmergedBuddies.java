package dev.plumbline.inspector.reference.zone;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Pairs of free buddies that the allocator leaves apart. From pageblock order up a block is not merged with a buddy of
 * another migrate type if one of the two is HIGHATOMIC, CMA or ISOLATE (mm/page_alloc.c, __free_one_page with
 * migratetype_is_mergeable, 6.1 to 6.18; 5.10 forbids it for ISOLATE alone), and a pageblock that stops being reserved is moved
 * to another list as it is (unreserve_highatomic_pageblock).
 *
 * @param splitsByOrder at index k, how many blocks of order k lie on the lists as two of order k − 1
 */
public record UnmergedBuddies(List<Long> splitsByOrder) {

    /** Copies the list. */
    public UnmergedBuddies {
        splitsByOrder = List.copyOf(splitsByOrder);
    }

    /**
     * The splits that turn the reconstruction into what is on the lists, from pageblock order up, without a page more or
     * less. Lower orders are not looked at: nothing stays apart there.
     *
     * @param reconstructed fully merged blocks by order
     * @param listed blocks by order as the kernel counts them
     * @param pageblockOrder order of a pageblock
     * @return empty if no splits do it, or if none are needed
     */
    public static Optional<UnmergedBuddies> between(List<Long> reconstructed, List<Long> listed, int pageblockOrder) {
        int orders = reconstructed.size();
        if (listed.size() != orders || pageblockOrder >= orders) {
            return Optional.empty();
        }
        long[] splits = new long[orders];
        long fromAbove = 0;
        for (int order = orders - 1; order > pageblockOrder; order--) {
            splits[order] = reconstructed.get(order) + 2 * fromAbove - listed.get(order);
            if (splits[order] < 0) {
                return Optional.empty();
            }
            fromAbove = splits[order];
        }
        boolean pagesAddUp = reconstructed.get(pageblockOrder) + 2 * fromAbove == listed.get(pageblockOrder);
        UnmergedBuddies found =
                new UnmergedBuddies(LongStream.of(splits).boxed().toList());
        return pagesAddUp && found.total() > 0 ? Optional.of(found) : Optional.empty();
    }

    /** By how much the count of an order differs from the fully merged one. */
    public long surplus(int order) {
        long fromAbove = order + 1 < splitsByOrder.size() ? splitsByOrder.get(order + 1) : 0;
        return 2 * fromAbove - splitsByOrder.get(order);
    }

    /** All splits together. */
    public long total() {
        return splitsByOrder.stream().mapToLong(Long::longValue).sum();
    }

    /** The orders whose count differs. */
    public List<Integer> orders() {
        return IntStream.range(0, splitsByOrder.size())
                .filter(order -> surplus(order) != 0)
                .boxed()
                .toList();
    }
}
