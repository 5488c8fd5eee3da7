package dev.plumbline.inspector.jvm.ask;

import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Claims out of a target's texts: bounded in number, each a range that can be one, its words free of what a terminal would obey. */
final class ClaimCollector {

    /** Twice as many as a process may have mappings by default (vm.max_map_count). */
    private static final int MAX_CLAIMS = 131_072;

    private static final int MAX_NOTES = 20;
    private static final int MAX_WORDS = 80;

    private final List<Claim> claims = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private boolean full;

    Source from(String command) {
        return new Source(command);
    }

    List<Claim> claims() {
        return claims;
    }

    List<String> notes() {
        return notes;
    }

    /** Letters, digits and punctuation as they stand, anything else as a dot, at most 80 of them. */
    static String printable(String text) {
        String start = text.length() > MAX_WORDS ? text.substring(0, MAX_WORDS) + "..." : text;
        StringBuilder out = new StringBuilder(start.length());
        start.codePoints()
                .forEach(c -> out.appendCodePoint(Character.isISOControl(c) || !Character.isDefined(c) ? '.' : c));
        return out.toString();
    }

    /** What one command's output claims. */
    final class Source {

        private final String command;

        private Source(String command) {
            this.command = command;
        }

        /**
         * Takes a claim.
         *
         * @param start first address
         * @param end the one behind the last
         */
        void claim(long start, long end, Owner owner, String label) {
            if (start == 0 || Long.compareUnsigned(start, end) >= 0) {
                damage("%x-%x".formatted(start, end), "a range");
                return;
            }
            if (claims.size() >= MAX_CLAIMS) {
                if (!full) {
                    full = true;
                    notes.add("%s names more than %d ranges; the rest is left out".formatted(command, MAX_CLAIMS));
                }
                return;
            }
            claims.add(new Claim(AddressRange.of(start, end), owner, printable(label), command));
        }

        /** Notes text that should have been something else. */
        void damage(String text, String expected) {
            if (notes.size() < MAX_NOTES) {
                notes.add(String.format(
                        Locale.ROOT, "in its answer to %s, '%s' is not %s", command, printable(text), expected));
            }
        }
    }
}
