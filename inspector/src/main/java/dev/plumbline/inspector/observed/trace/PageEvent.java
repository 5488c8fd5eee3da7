package dev.plumbline.inspector.observed.trace;

/**
 * What the kernel reports of its page allocator. Frames are page frame numbers, orders those of the buddy allocator, migrate types
 * the kernel's own numbers.
 *
 * <p>Source: include/trace/events/kmem.h, read in 5.10, 6.1 and 6.12.
 */
public sealed interface PageEvent {

    /** 1-based, in the trace. */
    long line();

    /** The CPU it happened on. */
    int cpu();

    /**
     * A caller got a block. Where there was none the kernel prints no frame, and the event is {@link Failed}.
     *
     * @param gfpFlags names joined by bars, as printed
     */
    record Alloc(long line, int cpu, long pfn, int order, int migrateType, String gfpFlags) implements PageEvent {}

    /** A caller asked for a block and got none. */
    record Failed(long line, int cpu, int order, int migrateType, String gfpFlags) implements PageEvent {}

    /** A caller gave a block back. */
    record Free(long line, int cpu, long pfn, int order) implements PageEvent {}

    /** A block left the free areas: for a caller, or to fill a per-CPU list. */
    record ZoneLocked(long line, int cpu, long pfn, int order, int migrateType) implements PageEvent {}

    /** A block went from a per-CPU list back to the free areas. */
    record PcpuDrain(long line, int cpu, long pfn, int order, int migrateType) implements PageEvent {}

    /** A request found nothing of its own type and fell back to another. */
    record ExtFrag(
            long line,
            int cpu,
            long pfn,
            int allocOrder,
            int fallbackOrder,
            int pageblockOrder,
            int allocMigrateType,
            int fallbackMigrateType)
            implements PageEvent {}

    /** A user wrote to {@code trace_marker}. */
    record Marker(long line, int cpu, String text) implements PageEvent {}
}
