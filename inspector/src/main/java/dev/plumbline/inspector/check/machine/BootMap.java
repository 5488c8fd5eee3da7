package dev.plumbline.inspector.check.machine;

import dev.plumbline.inspector.check.Evidence;
import dev.plumbline.inspector.reference.zone.derive.PhysicalMap;
import java.util.List;
import java.util.Optional;

/**
 * The memory map that a kernel booted with.
 *
 * @param map its ranges
 * @param evidence where they stand
 * @param boot whether it is known to be the map of booting; /proc/iomem also has what was added later
 * @param contradiction another source that does not agree
 */
record BootMap(
        PhysicalMap map, List<Evidence> evidence, boolean boot, Optional<Described.Contradiction> contradiction) {}
