package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Claims that the mappings bear out. What the JVM's structures say may be torn, or of an instant after the mappings were
 * listed: a claim is kept as far as mappings of a fitting kind lie there, and what is dropped is noted.
 */
final class ClaimList {

    private final Mappings mappings;
    private final List<Claim> claims = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    ClaimList(Mappings mappings) {
        this.mappings = mappings;
    }

    /** Claims a range, or what of it lies in fitting mappings; whether anything was left of it. */
    boolean add(AddressRange range, Owner owner, String label, String evidence, Predicate<Vma> fits) {
        if (range.sizeBytes() == 0) {
            return false;
        }
        List<AddressRange> kept = new ArrayList<>();
        for (Vma vma : mappings.in(range)) {
            if (fits.test(vma)) {
                append(kept, intersection(vma.range(), range));
            }
        }
        for (AddressRange part : kept) {
            claims.add(new Claim(part, owner, label, evidence));
        }
        if (kept.size() != 1 || !kept.get(0).equals(range)) {
            long sizeBytes = kept.stream().mapToLong(AddressRange::sizeBytes).sum();
            notes.add("%s: of %s (%s) %d of %d bytes lie in mappings of a fitting kind"
                    .formatted(evidence, range, label.isEmpty() ? owner.word() : label, sizeBytes, range.sizeBytes()));
        }
        return !kept.isEmpty();
    }

    /** Keeps a sentence for the reader of the answer. */
    void note(String note) {
        notes.add(note);
    }

    List<Claim> claims() {
        return List.copyOf(claims);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    private static void append(List<AddressRange> parts, AddressRange next) {
        AddressRange last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
        if (last != null && last.end().equals(next.start())) {
            parts.set(parts.size() - 1, new AddressRange(last.start(), next.end()));
        } else {
            parts.add(next);
        }
    }

    private static AddressRange intersection(AddressRange a, AddressRange b) {
        long start = Long.compareUnsigned(a.start().value(), b.start().value()) >= 0
                ? a.start().value()
                : b.start().value();
        long end = Long.compareUnsigned(a.end().value() - 1, b.end().value() - 1) <= 0
                ? a.end().value()
                : b.end().value();
        return AddressRange.of(start, end);
    }
}
