package dev.plumbline.inspector.reference.zone;

import java.util.List;

/**
 * Published numbers and what is known about the managed values that they were computed from.
 *
 * @param zones every zone of every node, by node and from the lowest zone up
 * @param today the managed pages now, in the order of the zones
 * @param releases in the order in which they were handed back
 * @param expected how min_free_kbytes should have come to its value by the host's settings, most likely first
 */
public record Problem(
        List<ZoneFacts> zones,
        ManagedPages today,
        AllocatorSettings settings,
        Published published,
        List<Release> releases,
        List<Passes> expected) {

    /** @throws IllegalArgumentException if the lists are not of the same zones */
    public Problem {
        zones = List.copyOf(zones);
        releases = List.copyOf(releases);
        expected = List.copyOf(expected);
        if (today.byZone().size() != zones.size() || published.zones().size() != zones.size()) {
            throw new IllegalArgumentException("%d zones, %d managed values, %d published"
                    .formatted(
                            zones.size(),
                            today.byZone().size(),
                            published.zones().size()));
        }
    }

    /** With other managed pages. */
    public Problem withToday(ManagedPages other) {
        return new Problem(zones, other, settings, published, releases, expected);
    }
}
