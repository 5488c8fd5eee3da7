package dev.plumbline.inspector.reference.zone.derive;

import java.util.Optional;

/** What one {@code mem=} or {@code memmap=} of the command line does to the memory map, in the order of the line. */
public sealed interface MemoryEdit {

    /** {@code mem=nn}, {@code memmap=nn}: on x86 no RAM from that address on; elsewhere {@code mem=} is an amount. */
    record Limit(long bytes) implements MemoryEdit {}

    /** {@code mem=nn@ss} of 32-bit arm: the first one forgets what firmware said. */
    record Bank(long startBytes, long sizeBytes) implements MemoryEdit {}

    /** {@code memmap=exactmap}: firmware's map is forgotten. */
    record Forget() implements MemoryEdit {}

    /** {@code memmap=nn@ss}, {@code nn#ss}, {@code nn$ss}, {@code nn!ss} and {@code nn%ss+type}: a range more. */
    record Add(RamRange range) implements MemoryEdit {}

    /**
     * {@code memmap=nn%ss-from+to} and {@code nn%ss-from}: ranges of a kind become another, or none.
     *
     * @param from empty for every kind
     * @param to empty to forget them
     */
    record Change(long startBytes, long endBytes, Optional<RamRange.Kind> from, Optional<RamRange.Kind> to)
            implements MemoryEdit {}
}
