package dev.plumbline.inspector.owner.glibc;

import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** A process's private anonymous mappings, to be asked whether what its memory says of them can be so. */
final class AnonymousAreas {

    private final List<Vma> vmas;

    /** Of all mappings, ascending, those that are private, and no file's, and not of the kernel's naming. */
    AnonymousAreas(List<Vma> maps) {
        this.vmas = maps.stream()
                .filter(vma -> !vma.shared() && !vma.fileBacked())
                .filter(vma -> vma.path().isEmpty() || vma.anonymousName().isPresent())
                .toList();
    }

    /** Those that can be read and written. */
    List<Vma> writable() {
        return vmas.stream().filter(AnonymousAreas::isWritable).toList();
    }

    Optional<Vma> at(long address) {
        int i = firstEndingAbove(address);
        return i < vmas.size()
                        && Long.compareUnsigned(vmas.get(i).range().start().value(), address) <= 0
                ? Optional.of(vmas.get(i))
                : Optional.empty();
    }

    /** Whether every byte of a range is private anonymous memory. */
    boolean cover(AddressRange range) {
        return allOf(range, vma -> true);
    }

    /** Whether every byte of a range is that and cannot be touched. */
    private boolean inaccessible(AddressRange range) {
        return allOf(range, vma -> !vma.readable() && !vma.writable() && !vma.executable());
    }

    /**
     * How much of a range from its start on can be read and written, where nothing of the rest can be touched; empty where the range
     * is of another kind.
     */
    OptionalLong writablePart(AddressRange range) {
        long start = range.start().value();
        long end = range.end().value();
        long at = start;
        while (at != end && at(at).filter(AnonymousAreas::isWritable).isPresent()) {
            long next = at(at).orElseThrow().range().end().value();
            at = Long.compareUnsigned(next - 1, end - 1) < 0 ? next : end;
        }
        boolean whole = at == end || inaccessible(AddressRange.of(at, end));
        return whole && at != start ? OptionalLong.of(at - start) : OptionalLong.empty();
    }

    private static boolean isWritable(Vma vma) {
        return vma.readable() && vma.writable();
    }

    private boolean allOf(AddressRange range, Predicate<Vma> test) {
        long at = range.start().value();
        long end = range.end().value();
        for (int i = firstEndingAbove(at); at != end; i++) {
            if (i >= vmas.size()
                    || Long.compareUnsigned(vmas.get(i).range().start().value(), at) > 0
                    || !test.test(vmas.get(i))) {
                return false;
            }
            long next = vmas.get(i).range().end().value();
            at = Long.compareUnsigned(next - 1, end - 1) < 0 ? next : end;
        }
        return true;
    }

    private int firstEndingAbove(long address) {
        int low = 0;
        int high = vmas.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(vmas.get(middle).range().end().value() - 1, address) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
