package dev.plumbline.inspector.reference.zone;

import java.util.List;

/**
 * Memory that was reserved at boot and handed to the buddy allocator later, which raised {@code managed} of a zone.
 *
 * @param id the caller's key for it, unique within a problem
 * @param what the kernel's name for it: {@code initrd}
 * @param pages how many
 * @param moment when it was handed back
 * @param group releases of one group lie in the same zone; a group is placed as a whole
 * @param zones the zones it can lie in, as places in the list of zones; at least one
 */
public record Release(int id, String what, long pages, Moment moment, int group, List<Integer> zones) {

    /** @throws IllegalArgumentException if it can lie nowhere */
    public Release {
        zones = List.copyOf(zones);
        if (zones.isEmpty()) {
            throw new IllegalArgumentException("\"" + what + "\" can lie in no zone");
        }
    }

    /**
     * A release with its zone.
     *
     * @param zone the place in the list of zones
     */
    public record Placed(Release release, int zone) {}
}
