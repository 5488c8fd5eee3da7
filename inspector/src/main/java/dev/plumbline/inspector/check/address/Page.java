package dev.plumbline.inspector.check.address;

import java.util.List;

/**
 * What pagemap says of one page, in words.
 *
 * @param state present, swapped, nothing there
 * @param entry the raw 64 bits
 * @param flags what else is set, a word each
 * @param says one phrase for people
 */
public record Page(State state, long entry, List<String> flags, String says) {

    /** Where a page is. */
    public enum State {
        /** In RAM. */
        PRESENT,
        /** In swap, or an entry that takes the place of one: migration, poison, device memory. */
        SWAPPED,
        /** No page: never touched, or given back. */
        NONE
    }

    /** Copies the list. */
    public Page {
        flags = List.copyOf(flags);
    }

    /** The same in other words. */
    Page saying(String other) {
        return new Page(state, entry, flags, other);
    }
}
