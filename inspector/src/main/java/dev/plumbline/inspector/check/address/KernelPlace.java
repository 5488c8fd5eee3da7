package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.List;

/**
 * What a kernel address is.
 *
 * @param region the region's name
 * @param range where the region lies
 * @param source what says so
 * @param details what is there: symbol and section, vmalloc area, module, struct page
 * @param physical where the fixed-offset rule puts it; else why no rule does
 * @param frame the frame there; unknown where the physical address is
 */
public record KernelPlace(
        String region,
        AddressRange range,
        String source,
        List<String> details,
        Fact<PhysAddr> physical,
        Fact<Frame> frame) {

    /** Copies the list. */
    public KernelPlace {
        details = List.copyOf(details);
    }
}
