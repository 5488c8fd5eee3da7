package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.reference.zone.ZoneSpan;

/**
 * A zone whose free lists are to be rebuilt.
 *
 * @param zone as /proc/zoneinfo prints it
 * @param span its index among the spans that the reconstruction was made for
 * @param frames the span itself
 */
record ZoneFrames(Zone zone, int span, ZoneSpan frames) {

    int node() {
        return zone.node();
    }

    String name() {
        return zone.name();
    }

    String subject() {
        return zone.subject();
    }
}
