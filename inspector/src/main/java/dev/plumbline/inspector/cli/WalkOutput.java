package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.reference.mmu.Rights;
import dev.plumbline.inspector.reference.mmu.Trace;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import java.io.IOException;

/** A form in which walks are printed, one after the other. */
interface WalkOutput {

    /** What an address leads to. */
    void walk(long address, Walk walk) throws IOException;

    /** The same with every step. */
    void trace(Trace trace) throws IOException;

    /** Pages that follow each other with one size and the same rights. */
    void run(Run run) throws IOException;

    /** A range of addresses below an entry that has no translation, and why. */
    void gap(AddressRange range, Walk walk) throws IOException;

    /**
     * Pages that are mapped.
     *
     * @param range their addresses
     * @param base where the first leads
     * @param pageSizeBytes of each; a range may be shorter where the entries for one page do not all stand there
     */
    record Run(AddressRange range, PhysAddr base, long pageSizeBytes, Rights rights) {}
}
