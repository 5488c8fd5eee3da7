package dev.plumbline.inspector.owner.glibc;

import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A process's private anonymous mappings before its memory is read and, where that contradicts them, after: a process that runs
 * goes on allocating. What is read in between must then lie between the two.
 */
final class AreasOverTime {

    private final AnonymousAreas before;
    private final Supplier<List<Vma>> mapsNow;
    private Optional<AnonymousAreas> after = Optional.empty();

    /** @param mapsNow reads the mappings again; asked at most once, when first needed */
    AreasOverTime(AnonymousAreas before, Supplier<List<Vma>> mapsNow) {
        this.before = before;
        this.mapsNow = mapsNow;
    }

    AnonymousAreas before() {
        return before;
    }

    /**
     * Whether a range can be written for so many bytes from its start on, and not touched behind.
     *
     * @param wholeBytes of the range
     */
    boolean writableUpTo(long start, long bytes, long wholeBytes) {
        AddressRange whole = AddressRange.of(start, start + wholeBytes);
        OptionalLong first = before.writablePart(whole);
        if (first.isEmpty() || first.getAsLong() == bytes) {
            return first.isPresent();
        }
        OptionalLong second = after().writablePart(whole);
        return second.isPresent()
                && bytes >= Math.min(first.getAsLong(), second.getAsLong())
                && bytes <= Math.max(first.getAsLong(), second.getAsLong());
    }

    private AnonymousAreas after() {
        if (after.isEmpty()) {
            after = Optional.of(new AnonymousAreas(mapsNow.get()));
        }
        return after.get();
    }
}
