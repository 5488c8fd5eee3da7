package dev.plumbline.inspector.check.zones;

import dev.plumbline.inspector.check.address.Fact;
import dev.plumbline.inspector.observed.Zone;
import java.util.List;
import java.util.Optional;

/**
 * One populated zone.
 *
 * @param zone as zoneinfo prints it
 * @param index its place among the zones of its node, lowest 0
 * @param upperZones the names of the zones that {@code protection} speaks of, lowest first
 * @param numbers its numbers beside the reference's
 * @param free its free lists; empty where buddyinfo does not list it
 * @param ranges its RAM, ascending; between the ranges are holes
 * @param own what requests meet that begin with this zone, by order
 */
public record ZoneView(
        Zone zone,
        int index,
        List<String> upperZones,
        List<Compared> numbers,
        Optional<FreeLists> free,
        Fact<List<FrameRange>> ranges,
        List<RequestRow> own) {

    /** Copies the lists. */
    public ZoneView {
        upperZones = List.copyOf(upperZones);
        numbers = List.copyOf(numbers);
        own = List.copyOf(own);
    }

    /** One of the numbers. */
    public Optional<Compared> number(String name) {
        return numbers.stream().filter(n -> n.name().equals(name)).findFirst();
    }
}
