package dev.plumbline.inspector.arch;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;
import java.util.Optional;

/**
 * How the kernel divides the virtual addresses.
 *
 * @param user what user mappings may occupy: zero to TASK_SIZE
 * @param defaultMapWindow below which the kernel maps unless a higher address is asked for
 * @param compatUser the same for 32-bit tasks of a 64-bit kernel; empty where the kernel has none
 * @param kernel where the kernel's own mappings are
 * @param source the kernel files of the ranges
 * @param gates mappings that the kernel shows in every process's maps although they lie in the kernel's range
 * @param regions the parts of the kernel's range that are at fixed places or in fixed windows
 */
public record AddressSpace(
        AddressRange user,
        AddressRange defaultMapWindow,
        Optional<AddressRange> compatUser,
        AddressRange kernel,
        String source,
        List<Gate> gates,
        List<Region> regions) {

    /**
     * A page of the kernel's range that user code may enter.
     *
     * @param name as /proc/PID/maps prints it
     * @param range where it is
     */
    public record Gate(String name, AddressRange range) {}

    /** Copies the lists. */
    public AddressSpace {
        gates = List.copyOf(gates);
        regions = List.copyOf(regions);
    }

    /** The window of a part, where the table knows it. */
    public Optional<Region> region(Region.Part part) {
        return regions.stream().filter(r -> r.what() == part).findFirst();
    }
}
