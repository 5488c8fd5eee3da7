package dev.plumbline.inspector.reference.zone.derive;

import java.util.List;

/**
 * Between what and what a zone's managed pages lie.
 *
 * @param pages the bounds
 * @param atBoot the bounds when watermarks and reserves were computed: what was freed later was not managed yet
 * @param most what takes pages away for certain: present pages less these give the upper bound
 * @param least what may take pages away at most: present pages less these give the lower bound
 */
public record ManagedBounds(Interval pages, Interval atBoot, List<Share> most, List<Share> least) {

    /** Pages, and what takes them. */
    public record Share(long pages, String because) {}

    /** Copies the lists. */
    public ManagedBounds {
        most = List.copyOf(most);
        least = List.copyOf(least);
    }
}
