package dev.plumbline.inspector.reference.zone.workload;

import dev.plumbline.inspector.reference.zone.buddy.BuddyGeometry;
import dev.plumbline.inspector.reference.zone.buddy.Machine;

/**
 * A machine that a workload can run on.
 *
 * @param machine its allocators
 * @param geometry the sizes of its blocks
 * @param cpus how many CPUs ask for pages
 */
public record SimulatedMachine(Machine machine, BuddyGeometry geometry, int cpus) {}
