package dev.plumbline.inspector.owner;

import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A mapping, or a part of one, with its owner.
 *
 * @param range inside the mapping's range, at page bounds
 * @param vma the mapping
 * @param owner whose it is
 * @param label which one of the owner's; empty where there is no more to say
 * @param evidence where the owner comes from
 * @param usage what the range costs
 */
public record OwnedRange(AddressRange range, Vma vma, Owner owner, String label, String evidence, Usage usage) {

    /** Address space in bytes. */
    public long reservedBytes() {
        return range.sizeBytes();
    }

    /** The part that may be touched: all of it, unless the mapping grants no access ({@code ---p}). */
    public long committedBytes() {
        return vma.readable() || vma.writable() || vma.executable() ? range.sizeBytes() : 0;
    }

    /** The mapping's four letters, as in maps. */
    public String permissions() {
        return vma.permissions();
    }

    /** The mapped file's path, that of shared memory included; empty where no file lies behind the mapping. */
    public Optional<String> file() {
        return vma.fileBacked() ? Optional.of(vma.fileName()) : Optional.empty();
    }

    /** Where in the file the range begins, unsigned; empty without a file. */
    public OptionalLong fileOffset() {
        return vma.fileBacked()
                ? OptionalLong.of(vma.offsetBytes()
                        + range.start().value()
                        - vma.range().start().value())
                : OptionalLong.empty();
    }

    /** The kernel's name of a mapping without a file: {@code [heap]}, {@code [anon:NAME]}. */
    public Optional<String> name() {
        return vma.fileBacked() || vma.path().isEmpty() ? Optional.empty() : Optional.of(vma.path());
    }

    /** Whether the range begins where its mapping begins. Of the ranges that share a mapping one does. */
    public boolean beginsMapping() {
        return range.start().equals(vma.range().start());
    }

    /** Whether it is all of its mapping, which no other owner shares then. */
    public boolean wholeMapping() {
        return range.equals(vma.range());
    }
}
