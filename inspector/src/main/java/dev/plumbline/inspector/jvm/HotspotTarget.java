package dev.plumbline.inspector.jvm;

import dev.plumbline.bridge.ProcessMemory;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.observed.Vma;
import java.util.List;
import java.util.Map;

/**
 * A process that may run a JVM.
 *
 * @param maps its mappings, in ascending order
 * @param memory its memory, or why it cannot be read; stays open
 * @param threadNames {@code comm} of its threads by their ids in the process's own pid namespace; may be empty
 * @param pageSizeBytes the host's base page size
 */
public record HotspotTarget(
        List<Vma> maps, Reading<ProcessMemory> memory, Map<Long, String> threadNames, long pageSizeBytes) {}
