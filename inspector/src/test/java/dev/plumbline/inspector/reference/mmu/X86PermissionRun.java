package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.reference.mmu.Access.Form;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.ArrayList;
import java.util.List;

/**
 * Every combination of flags of a directory entry and a table entry with every access, one processor at a time: an access
 * alone, and one after the supervisor has read the page. The choice of flags, and which combinations are left out, is that
 * of kvm-unit-tests' x86/access.c.
 */
final class X86PermissionRun {

    private static final int SHOWN = 10;
    private static final Access FIRST = Access.of(Kind.READ, Privilege.SUPERVISOR);

    private final X86Tables tables;
    private final X86FlagSpace space;
    private final List<Access> accesses;
    private final int entryBytes;
    private final PhysAddr directoryEntry;
    private final PhysAddr tableEntry;
    private long combinations;
    private long differences;
    private final List<String> shown = new ArrayList<>();

    X86PermissionRun(X86FlagSpace space) {
        this.space = space;
        this.tables = new X86Tables(space.mode());
        this.accesses = accesses(space.implicit());
        this.directoryEntry = tables.at(1);
        this.tableEntry = tables.at(0);
        this.entryBytes = space.wide() ? Long.BYTES : Integer.BYTES;
    }

    private static List<Access> accesses(boolean implicit) {
        List<Access> accesses = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Privilege privilege : Privilege.values()) {
                accesses.add(Access.of(kind, privilege));
            }
            if (implicit && kind != Kind.EXECUTE) {
                accesses.add(new Access(kind, Privilege.USER, Form.IMPLICIT));
            }
        }
        return accesses;
    }

    long combinations() {
        return combinations;
    }

    long differences() {
        return differences;
    }

    /** The first few. */
    List<String> shown() {
        return shown;
    }

    X86PermissionRun all() {
        for (X86Control control : space.controls()) {
            with(control);
        }
        return this;
    }

    private void with(X86Control control) {
        Walker walker = tables.walker(control);
        X86Expectation expected = space.expectation(control);
        for (boolean writableAbove : space.writableAbove()) {
            openAbove(writableAbove);
            for (int key : space.keyValues()) {
                for (long pde : space.directoryEntries(control)) {
                    for (long pte : space.tableEntries()) {
                        if (space.legal(control, pde, pte)) {
                            long pdeKeyed = space.directory(tables, control, pde, key);
                            entries(walker, expected, writableAbove, pdeKeyed, space.table(pte, key));
                        }
                    }
                }
            }
        }
    }

    /** A is set above the directory, so that no effect is expected there. */
    private void openAbove(boolean writable) {
        long flags = X86Tables.P | X86Tables.US | X86Tables.A;
        for (int level = tables.top(); level > 1; level--) {
            boolean open = writable || level > 2;
            tables.set(
                    level,
                    tables.table(level, tables.pointer(level) ? X86Tables.P : flags | (open ? X86Tables.RW : 0)));
        }
    }

    private void entries(Walker walker, X86Expectation expected, boolean writableAbove, long pde, long pte) {
        tables.set(1, pde);
        tables.set(0, pte);
        expected.reckon(FIRST, writableAbove, pde, pte);
        boolean first = expected.code() == X86Expectation.MADE;
        long pdeRead = first ? expected.pdeAfter() : pde;
        long pteRead = first ? expected.pteAfter() : pte;
        for (Access access : accesses) {
            expected.reckon(access, writableAbove, pde, pte);
            check(walker, access, expected, pde, pte);
        }
        apply(walker.access(tables.address, FIRST));
        for (Access access : accesses) {
            expected.reckon(access, writableAbove, pdeRead, pteRead);
            check(walker, access, expected, pdeRead, pteRead);
        }
    }

    private void apply(Walk walk) {
        if (walk instanceof Walk.Translated translated) {
            for (Effect effect : translated.effects()) {
                tables.memory.store(effect.entry(), entryBytes, effect.after());
            }
        }
    }

    private void check(Walker walker, Access access, X86Expectation expected, long pde, long pte) {
        combinations++;
        Walk walk = walker.access(tables.address, access);
        if (!agrees(walk, expected, pde, pte) && differences++ < SHOWN) {
            shown.add("%s, PDE %#x, PTE %#x: expected %#x, PDE %#x, PTE %#x; was %s"
                    .formatted(access, pde, pte, expected.code(), expected.pdeAfter(), expected.pteAfter(), walk));
        }
    }

    private boolean agrees(Walk walk, X86Expectation expected, long pde, long pte) {
        if (walk instanceof Walk.Faulted faulted) {
            FaultClass kind = faulted.fault().kind();
            int code = expected.code();
            return faulted.fault().code().value() == code
                    && (kind == FaultClass.NOT_PRESENT) == ((code & 1) == 0)
                    && (kind == FaultClass.RESERVED_BIT) == ((code & 8) != 0);
        }
        if (expected.code() != X86Expectation.MADE || !(walk instanceof Walk.Translated translated)) {
            return false;
        }
        long pdeAfter = pde;
        long pteAfter = pte;
        for (Effect effect : translated.effects()) {
            if (effect.entry().equals(directoryEntry)) {
                pdeAfter = effect.after();
            } else if (effect.entry().equals(tableEntry)) {
                pteAfter = effect.after();
            } else {
                return false;
            }
        }
        return pdeAfter == expected.pdeAfter() && pteAfter == expected.pteAfter();
    }
}
