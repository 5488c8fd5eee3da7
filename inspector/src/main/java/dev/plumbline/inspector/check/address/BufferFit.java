package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Optional;

/**
 * Whether a range could be given to devices of limited reach as it lies in memory.
 *
 * @param demands each demand and whether it is met
 */
public record BufferFit(List<Demand> demands) {

    /** Copies the list. */
    public BufferFit {
        demands = List.copyOf(demands);
    }

    /**
     * A demand.
     *
     * @param id {@code contiguous}, {@code below4GiB}, {@code below16MiB}
     * @param says the demand in words
     * @param offence where it is first not met; empty if it is met
     * @param unknown why it cannot be told; empty if it can
     */
    public record Demand(String id, String says, Optional<Offence> offence, String unknown) {}

    /**
     * The first place that does not do.
     *
     * @param address the page
     * @param because what is wrong there
     */
    public record Offence(VirtAddr address, String because) {}
}
