package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;

/**
 * The Java heap.
 *
 * @param reserved the address space that it may grow in
 * @param parts generations or regions in use, in address order; a part says which
 */
public record JavaHeap(AddressRange reserved, List<Part> parts) {

    /**
     * A generation, or neighbouring regions of one kind.
     *
     * @param range where
     * @param label {@code G1 eden}, {@code old generation}
     */
    public record Part(AddressRange range, String label) {}
}
