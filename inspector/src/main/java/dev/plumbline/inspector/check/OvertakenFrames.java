package dev.plumbline.inspector.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells a zone whose allocator overtook the reading of its frames from a zone one of whose counts is wrong.
 *
 * <p>Frames are read in order of their number, so a block that is freed behind the reader and allocated before it is seen
 * twice or never, and the reconstruction leaves the bracket. That moves pages: a split or a merge changes at least two
 * orders (mm/page_alloc.c, expand and __free_one_page), and taking a block whole changes one order and NR_FREE_PAGES. A
 * single count that disagrees, while the frames agree with all other counts and with NR_FREE_PAGES, is therefore no matter
 * of timing.
 */
final class OvertakenFrames {

    private OvertakenFrames() {}

    /**
     * What shows that the zone's frames were overtaken, for people.
     *
     * @param orders the zone's orders during one pass
     * @param freePages NR_FREE_PAGES during the same pass, where zoneinfo prints it and it does not merely lag behind
     * @return empty where no count of the zone moved, or where only one count disagrees
     */
    static Optional<String> in(List<FreeCountSeries> orders, Optional<FreeCountSeries> freePages) {
        List<FreeCountSeries> counts =
                Stream.concat(orders.stream(), freePages.stream()).toList();
        boolean moved = counts.stream().anyMatch(FreeCountSeries::moved);
        long outside = counts.stream().filter(c -> !c.isInsideReadings()).count();
        return moved && outside > 1
                ? Optional.of("the zone was at work while its frames were read (%d of its counts left their readings)"
                        .formatted(outside))
                : Optional.empty();
    }
}
