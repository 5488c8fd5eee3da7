package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.observed.Mappings;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Claims that the mappings bear out. What the JVM's structures say may be torn, or of an instant after the mappings were
 * listed: a claim is kept if mappings of a fitting kind lie there, and what is dropped is noted.
 */
final class ClaimList {

    private final Mappings mappings;
    private final List<Claim> claims = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    ClaimList(Mappings mappings) {
        this.mappings = mappings;
    }

    /** Claims a range, if all of it is mapped and fits; whether it did. What the JVM reserves is reserved as a whole. */
    boolean add(AddressRange range, Owner owner, String label, String evidence, Predicate<Vma> fits) {
        if (range.sizeBytes() == 0) {
            return false;
        }
        boolean mapped = mappings.cover(range);
        if (mapped && mappings.in(range).stream().allMatch(fits)) {
            claims.add(new Claim(range, owner, label, evidence));
            return true;
        }
        notes.add("%s: %s (%s) %s: not attributed"
                .formatted(
                        evidence,
                        range,
                        label.isEmpty() ? owner.word() : label,
                        mapped ? "is mapped as something else" : "is not mapped as a whole"));
        return false;
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
}
