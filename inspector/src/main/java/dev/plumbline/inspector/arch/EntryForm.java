package dev.plumbline.inspector.arch;

import dev.plumbline.inspector.unit.PhysAddr;
import java.util.List;

/**
 * One shape that an entry may have at a level, recognised by fixed bits.
 *
 * @param name as the manual names it
 * @param kind what it means
 * @param mask the bits that tell it from others
 * @param value what those bits are
 * @param sizeShift of a leaf: log2 of the bytes mapped; of a table: log2 of its alignment; of a reserved shape 0
 * @param address where the physical address stands
 * @param mustBeZero bits for which a one is a reserved encoding
 * @param flags its fields that hold no address, lowest first; empty where the format's list holds for it
 * @param source the manual's place
 */
public record EntryForm(
        String name,
        Kind kind,
        long mask,
        long value,
        int sizeShift,
        List<AddressSegment> address,
        long mustBeZero,
        List<FlagBits> flags,
        String source) {

    /** What an entry of a form does to the walk. */
    public enum Kind {
        /** Goes one level down. */
        TABLE,
        /** Ends it with an address. */
        LEAF,
        /** Ends it with a fault. */
        RESERVED
    }

    /** Copies the lists. */
    public EntryForm {
        address = List.copyOf(address);
        flags = List.copyOf(flags);
    }

    static EntryForm table(
            long mask, long value, int alignShift, List<AddressSegment> address, long mustBeZero, String source) {
        return new EntryForm("table", Kind.TABLE, mask, value, alignShift, address, mustBeZero, List.of(), source);
    }

    static EntryForm leaf(
            String name,
            long mask,
            long value,
            int sizeShift,
            List<AddressSegment> address,
            long mustBeZero,
            String source) {
        return new EntryForm(name, Kind.LEAF, mask, value, sizeShift, address, mustBeZero, List.of(), source);
    }

    static EntryForm reserved(String name, long mask, long value, String source) {
        return new EntryForm(name, Kind.RESERVED, mask, value, 0, List.of(), 0, List.of(), source);
    }

    /** The same form, with fields of its own instead of the format's. */
    EntryForm withFlags(List<FlagBits> own) {
        return new EntryForm(name, kind, mask, value, sizeShift, address, mustBeZero, own, source);
    }

    /** The bits that hold the address. */
    public long addressMask() {
        return address.stream().mapToLong(AddressSegment::mask).reduce(0, (a, b) -> a | b);
    }

    boolean matches(long raw) {
        return (raw & mask) == value;
    }

    Entry read(long raw) {
        if (kind == Kind.RESERVED) {
            return new Entry.Reserved(raw, name + " (" + source + ")");
        }
        if ((raw & mustBeZero) != 0) {
            String bits = Long.toHexString(raw & mustBeZero);
            return new Entry.Reserved(raw, name + " with reserved bits 0x" + bits + " set (" + source + ")");
        }
        long at = 0;
        for (AddressSegment segment : address) {
            at |= segment.gather(raw);
        }
        return kind == Kind.TABLE
                ? new Entry.Table(raw, new PhysAddr(at))
                : new Entry.Leaf(raw, new PhysAddr(at), sizeShift);
    }

    /**
     * The smallest entry of this form: its fixed bits and the address, no further flag.
     *
     * @throws IllegalArgumentException if the form is reserved, or cannot hold the address
     */
    public long encode(PhysAddr to) {
        long raw = value;
        for (AddressSegment segment : address) {
            raw |= segment.scatter(to.value());
        }
        Entry back = read(raw);
        boolean same = kind == Kind.TABLE
                ? back.equals(new Entry.Table(raw, to))
                : back.equals(new Entry.Leaf(raw, to, sizeShift));
        if (!same) {
            throw new IllegalArgumentException("a " + name + " cannot hold " + to);
        }
        return raw;
    }
}
