package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Optional;
import java.util.OptionalInt;

/** The mappings and pages of one process. */
final class ProcessAddresses {

    private final Mappings mappings;
    private final UserPages pages;

    private ProcessAddresses(Mappings mappings, UserPages pages) {
        this.mappings = mappings;
        this.pages = pages;
    }

    /** Empty where the page size is not known. */
    static Optional<ProcessAddresses> of(ProcessView process, Optional<Architecture> architecture) {
        OptionalInt pageShift = Translator.pageShift(process, architecture);
        if (pageShift.isEmpty()) {
            return Optional.empty();
        }
        int shift = pageShift.getAsInt();
        return Optional.of(new ProcessAddresses(
                new Mappings(process, 1 << shift),
                new UserPages(process, shift, HugePageShift.of(process.host(), architecture, shift))));
    }

    /** Whether maps shows a mapping there: gates such as vsyscall lie in the kernel's half. */
    boolean holds(VirtAddr address) {
        return mappings.at(address) instanceof Placement.Inside;
    }

    Placement placement(VirtAddr address) {
        return mappings.at(address);
    }

    Optional<UserPage> page(VirtAddr address, Placement placement) {
        return placement instanceof Placement.Inside inside
                ? Optional.of(pages.at(address, inside.mapping()))
                : Optional.empty();
    }
}
