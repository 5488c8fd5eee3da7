package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.reference.mmu.Access;
import dev.plumbline.inspector.reference.mmu.Fault;

/** An emulated processor of one architecture, set up to translate. */
interface Processor extends AutoCloseable {

    /** Memory where tables and data stand. */
    Engine engine();

    /**
     * Makes one access with nothing cached.
     *
     * @param expected where the reference thinks that it leads, which is looked at; any place where it thinks that it does not
     */
    Outcome access(long address, Access access, long expected);

    /** A fault of the reference's as this processor would report it. */
    Outcome refused(Fault fault, long address);

    /** Frees the emulator. */
    @Override
    void close();
}
