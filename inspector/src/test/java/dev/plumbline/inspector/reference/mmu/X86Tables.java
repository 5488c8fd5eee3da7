package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.TableLevel;
import dev.plumbline.inspector.arch.VmSplit;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;

/** One table a level on the way of one address, whose entries a test sets. Every right is granted at first. */
final class X86Tables {

    static final Architecture TWO_LEVEL = I386.twoLevel(VmSplit.G3);
    static final Architecture PAE = I386.pae(VmSplit.G3);

    /** The four paging modes. */
    static final List<Architecture> MODES = List.of(TWO_LEVEL, PAE, X86_64.FOUR_LEVEL, X86_64.LA57);

    static final long P = 1;
    static final long RW = 1 << 1;
    static final long US = 1 << 2;
    static final long A = 1 << 5;
    static final long D = 1 << 6;
    static final long PS = 1 << 7;
    static final long XD = 1L << 63;

    /** What a page that every entry opens has. */
    static final long OPEN = P | RW | US;

    /** Where the page begins, whatever its size. */
    static final long PAGE = 0x40000000L;

    private static final long ROOT = 0x1000;

    final Architecture architecture;
    final VirtAddr address;
    final LowMemory memory = new LowMemory();

    X86Tables(Architecture architecture) {
        this.architecture = architecture;
        this.address = new VirtAddr(0x12345678L);
        for (int level = top(); level > 0; level--) {
            set(level, table(level, pointer(level) ? P : OPEN));
        }
        set(0, PAGE | OPEN);
    }

    /** The root's level. */
    int top() {
        return architecture.format().levels().size() - 1;
    }

    /** Whether the level has the four pointers of PAE paging. */
    boolean pointer(int level) {
        return architecture == PAE && level == 2;
    }

    /** Where the entry of a level stands. */
    PhysAddr at(int level) {
        TableLevel there = architecture.format().levels().get(level);
        long table = ROOT + ((long) (top() - level) << 12);
        return new PhysAddr(table + (long) there.index(address.value()) * there.entryBytes());
    }

    /** An entry that points to the next table. */
    long table(int level, long flags) {
        return ROOT + ((long) (top() - level + 1) << 12) | flags;
    }

    void set(int level, long raw) {
        memory.store(at(level), architecture.format().levels().get(level).entryBytes(), raw);
    }

    Walker walker(X86Control control) {
        return new Walker(new X86Regime(architecture, ROOT, control), memory);
    }

    Walk access(X86Control control, Access access) {
        return walker(control).access(address, access);
    }

    /** The fault that an access meets. */
    Fault fault(X86Control control, Access access) {
        if (access(control, access) instanceof Walk.Faulted faulted) {
            return faulted.fault();
        }
        throw new AssertionError("no fault: " + access(control, access));
    }
}
