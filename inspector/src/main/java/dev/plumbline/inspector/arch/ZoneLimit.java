package dev.plumbline.inspector.arch;

/**
 * Where a zone ends in physical memory. Each zone begins where the one before it ends.
 *
 * @param zone as /proc/zoneinfo names it
 * @param end its end
 * @param source the kernel file
 */
public record ZoneLimit(String zone, End end, String source) {

    /** How the end is decided. */
    public sealed interface End {}

    /** At a fixed physical address, in bytes. */
    public record At(long bytes) implements End {}

    /** At the firmware's or the machine's limit, which the kernel caps at this physical address where RAM lies below it. */
    public record AtMost(long bytes) implements End {}

    /** Where the permanently mapped memory ends: depends on RAM and the size of the vmalloc area. */
    public record Lowmem() implements End {}

    /** Where RAM ends. */
    public record EndOfRam() implements End {}
}
