package dev.plumbline.inspector.report;

import dev.plumbline.inspector.owner.OwnedRange;
import java.util.List;

/**
 * A line of the list of mappings: one range, or several in its place.
 *
 * @param ranges what stands there, ascending
 * @param period after how many ranges they begin anew; as many as there are where nothing is repeated
 */
record MapRow(List<OwnedRange> ranges, int period) {

    OwnedRange first() {
        return ranges.get(0);
    }

    OwnedRange last() {
        return ranges.get(ranges.size() - 1);
    }

    boolean isFolded() {
        return ranges.size() > 1;
    }

    int times() {
        return ranges.size() / period;
    }
}
