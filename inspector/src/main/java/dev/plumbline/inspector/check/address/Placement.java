package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.Optional;
import java.util.OptionalLong;

/** Where in a process's mappings an address lies. */
public sealed interface Placement {

    /**
     * In a mapping.
     *
     * @param mapping it, with what smaps says; without fields where smaps could not be read
     * @param what it is, for people
     * @param fileOffset the offset in the mapped file that stands at the address
     */
    record Inside(SmapsVma mapping, String what, OptionalLong fileOffset) implements Placement {

        /** The mapping's range. */
        public AddressRange range() {
            return mapping.vma().range();
        }

        /** Its permissions as maps prints them. */
        public String permissions() {
            return mapping.vma().permissions();
        }

        /** Its name as maps prints it; empty for anonymous memory. */
        public String name() {
            return mapping.vma().path();
        }
    }

    /**
     * In none.
     *
     * @param below the mapping below
     * @param belowBytes from that mapping's end to the address
     * @param above the mapping above
     * @param aboveBytes from the address to that mapping's start
     * @param note what keeps this place free; empty where nothing does
     */
    record Between(Optional<Vma> below, long belowBytes, Optional<Vma> above, long aboveBytes, String note)
            implements Placement {

        /** The mapping below, as range and name. */
        public Optional<String> belowLabel() {
            return below.map(Between::label);
        }

        /** The mapping above, as range and name. */
        public Optional<String> aboveLabel() {
            return above.map(Between::label);
        }

        private static String label(Vma vma) {
            return vma.range() + (vma.path().isEmpty() ? "" : " " + vma.path());
        }
    }

    /** The process has no user memory: a kernel thread, or a process that has ended and waits for its parent. */
    record NoUserMemory() implements Placement {}

    /**
     * The mappings could not be read.
     *
     * @param remedy the privilege that would show them
     */
    record Unread(String because, String remedy) implements Placement {}
}
