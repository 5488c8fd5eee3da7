package dev.plumbline.inspector.observed;

import java.util.OptionalLong;

/**
 * One line of /proc/vmallocinfo.
 *
 * @param start first address; empty where the kernel printed {@code (____ptrval____)} or {@code (ptrval)}
 * @param end first address behind the area, guard page included
 * @param sizeBytes {@code end - start}, printed apart and never hidden
 * @param description caller, pages, physical address and kind, as printed
 */
public record VmallocArea(OptionalLong start, OptionalLong end, long sizeBytes, String description, int line) {

    /** Whether the two addresses are as far apart as the size says, in 64 or 32 bits. */
    boolean isConsistent() {
        if (start.isEmpty() || end.isEmpty()) {
            return false;
        }
        long distance = end.getAsLong() - start.getAsLong();
        return distance == sizeBytes || ((end.getAsLong() >>> 32) == 0 && (distance & 0xffffffffL) == sizeBytes);
    }
}
