package dev.plumbline.inspector.reference.zone;

/**
 * Where a zone lies and how many frames it has.
 *
 * @param startPfn first frame; 0 where the zone spans none
 * @param spannedPages frames from its first to its last, holes included
 * @param presentPages those that are RAM
 */
public record ZoneExtent(int node, String zone, long startPfn, long spannedPages, long presentPages) {}
