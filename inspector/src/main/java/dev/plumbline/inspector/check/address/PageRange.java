package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which part of a process is meant. */
public sealed interface PageRange {

    /** START-END in hex, as maps prints a range; {@code 0x} is allowed. */
    Pattern RANGE = Pattern.compile("(?:0x)?([0-9a-fA-F]{1,16})-(?:0x)?([0-9a-fA-F]{1,16})");

    /** All of it. */
    record Everything() implements PageRange {}

    /** Addresses, whatever is mapped there. */
    record Addresses(AddressRange range) implements PageRange {}

    /** The mappings of a name: as maps prints it, or the last part of a file's path. */
    record Named(String name) implements PageRange {

        boolean matches(Vma vma) {
            return vma.path().equals(name)
                    || (vma.fileBacked() && vma.fileName().endsWith("/" + name) && !name.isEmpty());
        }
    }

    /** The same, its ends moved apart to page boundaries. */
    default PageRange inWholePages(int pageShift) {
        if (this instanceof Addresses a) {
            long mask = (1L << pageShift) - 1;
            long start = a.range().start().value() & ~mask;
            return new Addresses(AddressRange.of(start, (a.range().end().value() + mask) & ~mask));
        }
        return this;
    }

    /** Reads a range or a name; empty where the text has the form of a range and is none. */
    static Optional<PageRange> parse(String text) {
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            return Optional.of(new Named(text));
        }
        long start = Long.parseUnsignedLong(matcher.group(1), 16);
        long end = Long.parseUnsignedLong(matcher.group(2), 16);
        return Long.compareUnsigned(start, end) < 0
                ? Optional.of(new Addresses(AddressRange.of(start, end)))
                : Optional.empty();
    }
}
