package dev.plumbline.inspector.arch;

import java.util.List;
import java.util.Optional;

/**
 * One level of the walk that the hardware makes.
 *
 * @param role the kernel's name for it
 * @param shift lowest virtual-address bit that indexes it: one entry spans {@code 1 << shift} bytes
 * @param indexBits how many virtual-address bits index it
 * @param entryBytes size of an entry
 * @param forms the entry's shapes, tried in order; an entry of none of them is not present
 */
public record TableLevel(PageTableRole role, int shift, int indexBits, int entryBytes, List<EntryForm> forms) {

    /** Copies the list. */
    public TableLevel {
        forms = List.copyOf(forms);
    }

    /** Index of the entry for an address. */
    public int index(long virtualAddress) {
        return (int) ((virtualAddress >>> shift) & ((1L << indexBits) - 1));
    }

    /** log2 of the bytes of address space under one table of this level. */
    public int spanShift() {
        return shift + indexBits;
    }

    /** The shape of an entry; empty where it is not present. */
    public Optional<EntryForm> form(long raw) {
        for (EntryForm form : forms) {
            if (form.matches(raw)) {
                return Optional.of(form);
            }
        }
        return Optional.empty();
    }

    /** What an entry says. */
    public Entry decode(long raw) {
        for (EntryForm form : forms) {
            if (form.matches(raw)) {
                return form.read(raw);
            }
        }
        return new Entry.NotPresent(raw);
    }
}
