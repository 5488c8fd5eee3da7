package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * How much of a process's resident memory has no owner.
 *
 * @param residentBytes all of it
 * @param unownedBytes of these, those of nobody
 * @param largest what nobody owns, largest first, a line each
 */
record OwnedShare(long residentBytes, long unownedBytes, List<String> largest) {

    private static final Set<Owner> NOBODY = Set.of(Owner.UNKNOWN, Owner.ANONYMOUS);

    static OwnedShare of(ProcessMap map) {
        List<OwnedRange> nobodys = map.ranges().stream()
                .filter(r -> NOBODY.contains(r.owner()) && r.usage().residentBytes() > 0)
                .sorted(Comparator.comparingLong((OwnedRange r) -> r.usage().residentBytes())
                        .reversed())
                .toList();
        return new OwnedShare(
                sum(map.ranges()),
                sum(nobodys),
                nobodys.stream()
                        .limit(8)
                        .map(r -> "%s %s %d KiB of %d KiB %s"
                                .formatted(
                                        r.range(),
                                        r.vma().permissions(),
                                        r.usage().residentBytes() >> 10,
                                        r.range().sizeBytes() >> 10,
                                        r.vma().path()))
                        .toList());
    }

    /** From 0 to 1. */
    double unowned() {
        return residentBytes == 0 ? 0 : (double) unownedBytes / residentBytes;
    }

    private static long sum(List<OwnedRange> ranges) {
        return ranges.stream().mapToLong(r -> r.usage().residentBytes()).sum();
    }

    @Override
    public String toString() {
        return "%d KiB of %d KiB: %s".formatted(unownedBytes >> 10, residentBytes >> 10, String.join("; ", largest));
    }
}
