package dev.plumbline.inspector.owner.glibc;

import dev.plumbline.inspector.observed.Mappings;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A process's private anonymous mappings, to be asked whether what its memory says of them can be so. */
final class AnonymousAreas {

    private final List<Vma> vmas;
    private final Mappings mappings;

    /** Of all mappings, ascending, those that are private, and no file's, and not of the kernel's naming. */
    AnonymousAreas(List<Vma> maps) {
        this.vmas = maps.stream()
                .filter(vma -> !vma.shared() && !vma.fileBacked())
                .filter(vma -> vma.path().isEmpty() || vma.anonymousName().isPresent())
                .toList();
        this.mappings = new Mappings(vmas);
    }

    /** Those that can be read and written. */
    List<Vma> writable() {
        return vmas.stream().filter(AnonymousAreas::isWritable).toList();
    }

    Optional<Vma> at(long address) {
        return mappings.at(address);
    }

    /** Whether every byte of a range is private anonymous memory. */
    boolean cover(AddressRange range) {
        return mappings.cover(range);
    }

    /** Whether every byte of a range is that and cannot be touched. */
    private boolean inaccessible(AddressRange range) {
        return mappings.cover(range)
                && mappings.in(range).stream().noneMatch(vma -> vma.readable() || vma.writable() || vma.executable());
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
}
