package dev.plumbline.inspector.unicorn;

import com.sun.jna.Pointer;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.reference.mmu.Access;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.reference.mmu.Fault;
import dev.plumbline.inspector.reference.mmu.FaultClass;
import dev.plumbline.inspector.reference.mmu.X86Control;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An x86 processor. Its code stands in a page for the supervisor and one for the user, mapped where they are; random tables
 * leave the root's entries for them alone. What Unicorn's own register interface would write raw, without the emptying of
 * the TLB that goes with it, the code writes: CR0, CR3 and CR4.
 *
 * <p>Unicorn 2.0.1 checks everything on the way and sets accessed and dirty flags, then goes on to the virtual address
 * instead of the physical one, and its processors have neither IA32_EFER.NXE nor SYSCALL: the physical address is not
 * compared, and bit 63 is reserved throughout.
 */
final class X86Processor implements Processor {

    private static final int ARCHITECTURE = 4;
    private static final int MODE_32 = 4;
    private static final int MODE_64 = 8;
    private static final int ICELAKE_SERVER = 26;
    private static final int EAX = 19;
    private static final int EBX = 21;
    private static final int ECX = 22;
    private static final int EDX = 24;
    private static final int EFLAGS = 25;
    private static final int ESI = 29;
    private static final int RAX = 35;
    private static final int RCX = 38;
    private static final int RDX = 40;
    private static final int RSI = 43;
    private static final int MSR_SYSENTER_CS = 0x174;
    private static final long CR0_PG_PE = 1L << 31 | 1;
    private static final long IDLE = 0x9090_9090_9090_9090L;

    private static final long USER_CODE = Engine.RAM + 0x1000;
    private static final long CODE_TABLES = Engine.RAM + 0x2000;
    private static final int LOAD = 0;
    private static final int STORE = 16;
    private static final int JUMP = 32;
    private static final int WRITE_PKRU = 48;
    private static final int TO_USER = 64;
    private static final int START_PAGING = 80;
    private static final int WRITE_MSR = 112;
    private static final byte[] EMPTY_TLB = {0x0f, 0x22, (byte) 0xd8};
    private static final long PAGE_FAULT = 14L << 32;
    private static final long GENERAL_PROTECTION = 13L << 32;

    private final Engine engine;
    private final DataFrames frames;
    private final PageTableFormat format;
    private final boolean longMode;
    private final boolean pae;
    private final long code = Engine.RAM;
    private final Pointer reset;
    private final Pointer supervisor;
    private final int errorCodeAt;
    private final int faultAddressAt;
    private int stored = 0x4000_0000;

    X86Processor(Architecture architecture) {
        format = architecture.format();
        longMode = !(architecture instanceof I386);
        pae = longMode || (architecture instanceof I386 i386 && i386.pae());
        engine = new Engine(ARCHITECTURE, longMode ? MODE_64 : MODE_32, ICELAKE_SERVER, IDLE);
        ByteBuffer ram = engine.ram();
        assemble(Engine.index(Engine.RAM), EMPTY_TLB);
        assemble(Engine.index(USER_CODE), new byte[0]);
        frames = new DataFrames(ram, frame -> frame << 16 | 0xb866);
        reset = engine.context();
        supervisor = engine.context();
        long empty = Engine.RAM + (1 << 20);
        set(empty, X86Control.LINUX, true);
        errorCodeAt = findErrorCode(0x12345678);
        faultAddressAt = findAddress(0x2345678);
    }

    private void assemble(int at, byte[] first) {
        code(at + LOAD, first, 0x8b, 0x46, 0x08);
        code(at + STORE, first, 0x89, 0x5e, 0x08);
        code(at + JUMP, first, 0xff, 0xe6);
        code(at + WRITE_PKRU, new byte[0], 0x0f, 0x01, 0xef);
        code(at + TO_USER, first, longMode ? new int[] {0x48, 0x0f, 0x35} : new int[] {0x0f, 0x35});
        code(at + WRITE_MSR, new byte[0], 0x0f, 0x30);
        code(at + START_PAGING, new byte[0], 0x0f, 0x22, 0xe0, 0x0f, 0x22, 0xd9, 0x0f, 0x22, 0xc2);
    }

    private void code(int at, byte[] first, int... then) {
        ByteBuffer ram = engine.ram();
        ram.put(at, first);
        for (int i = 0; i < then.length; i++) {
            ram.put(at + first.length + i, (byte) then[i]);
        }
    }

    /** The root's entry for the code leads there through tables of their own. */
    private void mapCode(long root) {
        int levels = format.levels().size();
        int bytes = format.root().entryBytes();
        long table = root;
        for (int level = levels - 1; level > 0; level--) {
            long next = CODE_TABLES + (long) level * 0x1000;
            boolean pointers = pae && !longMode && level == levels - 1;
            put(table, format.levels().get(level).index(code), bytes, next | (pointers ? 1 : 0x27));
            table = next;
        }
        put(table, 0, bytes, Engine.RAM | 0x63);
        put(table, 1, bytes, USER_CODE | 0x67);
    }

    private void put(long table, int index, int bytes, long entry) {
        int at = Engine.index(table) + index * bytes;
        if (bytes == Integer.BYTES) {
            engine.ram().putInt(at, (int) entry);
        } else {
            engine.ram().putLong(at, entry);
        }
    }

    /** The state that tells of faults keeps their error code nowhere but where four different faults show it. */
    private int findErrorCode(long address) {
        List<Integer> places = new ArrayList<>();
        for (int at = 0; at + 4 <= engine.contextBytes(); at += 4) {
            places.add(at);
        }
        for (Privilege privilege : Privilege.values()) {
            for (Kind kind : List.of(Kind.READ, Kind.WRITE)) {
                run(address, Access.of(kind, privilege));
                int expected = (kind == Kind.WRITE ? 2 : 0) | (privilege == Privilege.USER ? 4 : 0);
                places.removeIf(at -> engine.atInterrupt().getInt(at) != expected);
            }
        }
        if (places.size() != 1) {
            throw new IllegalStateException("the error code is in %d places of the state".formatted(places.size()));
        }
        return places.get(0);
    }

    private int findAddress(long address) {
        run(address, Access.of(Kind.READ, Privilege.USER));
        for (int at = 0; at + 8 <= engine.contextBytes(); at += 8) {
            if (engine.atInterrupt().getLong(at) == address) {
                return at;
            }
        }
        throw new IllegalStateException("CR2 is not in the state");
    }

    /** Prepares both privileges for tables and control bits. */
    void set(long root, X86Control control, boolean global) {
        mapCode(root);
        engine.restore(reset);
        msr(MSR_SYSENTER_CS, 8);
        engine.write(
                longMode ? RAX : EAX,
                (pae ? 1 << 5 : 0)
                        | (control.pse() ? 1 << 4 : 0)
                        | (global ? 1 << 7 : 0)
                        | (format.vaBits() == 57 ? 1 << 12 : 0)
                        | (control.smep() ? 1 << 20 : 0)
                        | (control.smap() ? 1 << 21 : 0)
                        | (control.pke() ? 1 << 22 : 0));
        engine.write(longMode ? RCX : ECX, root);
        engine.write(longMode ? RDX : EDX, CR0_PG_PE | (control.wp() ? 1 << 16 : 0));
        must(engine.run(code + START_PAGING, code + START_PAGING + 9));
        if (control.pke()) {
            engine.write(RAX, control.pkru());
            engine.write(RCX, 0);
            engine.write(RDX, 0);
            must(engine.run(code + WRITE_PKRU, code + WRITE_PKRU + 3));
        }
        engine.write(EFLAGS, control.ac() ? 1 << 18 | 2 : 2);
        engine.write(longMode ? RAX : EAX, root);
        engine.save(supervisor);
    }

    private void msr(int number, long value) {
        engine.write(longMode ? RCX : ECX, number);
        engine.write(longMode ? RAX : EAX, value);
        engine.write(longMode ? RDX : EDX, value >>> 32);
        must(engine.run(code + WRITE_MSR, code + WRITE_MSR + 2));
    }

    private void must(boolean done) {
        if (!done) {
            throw new IllegalStateException("exception " + engine.interrupt() + " in the processor's own code");
        }
    }

    @Override
    public Engine engine() {
        return engine;
    }

    private boolean run(long address, Access access) {
        engine.restore(supervisor);
        engine.write(EBX, ++stored);
        engine.write(longMode ? RSI : ESI, access.kind() == Kind.EXECUTE ? address : address - 8);
        int part =
                switch (access.kind()) {
                    case READ -> LOAD;
                    case WRITE -> STORE;
                    case EXECUTE -> JUMP;
                };
        boolean byUser = access.privilege() == Privilege.USER;
        long instruction = byUser ? USER_CODE + part : code + part + EMPTY_TLB.length;
        if (byUser) {
            engine.write(longMode ? RDX : EDX, instruction);
        }
        long until = access.kind() == Kind.EXECUTE ? address + 4 : instruction + 3;
        return engine.run(byUser ? code + TO_USER : code + part, until);
    }

    @Override
    public Outcome access(long address, Access access, long expected) {
        if (!run(address, access)) {
            long number = (long) engine.interrupt() << 32;
            return number == PAGE_FAULT
                    ? new Outcome.Refused(
                            number | engine.atInterrupt().getInt(errorCodeAt),
                            engine.atInterrupt().getLong(faultAddressAt))
                    : new Outcome.Refused(number | engine.atInterrupt().getInt(errorCodeAt), 0);
        }
        if (engine.deviceAddress().isPresent()) {
            long reached = engine.deviceAddress().getAsLong();
            return new Outcome.Reached(reached == address ? expected : reached);
        }
        if (access.kind() == Kind.WRITE) {
            return new Outcome.Reached(frames.findStored(expected, stored));
        }
        int word = (int) engine.read(EAX);
        int frame = access.kind() == Kind.READ ? word >>> 16 : word & 0xffff;
        return new Outcome.Reached(Engine.RAM + ((long) frame << 12) + (address & 0xfff));
    }

    @Override
    public Outcome refused(Fault fault, long address) {
        return fault.kind() == FaultClass.NON_CANONICAL
                ? new Outcome.Refused(GENERAL_PROTECTION, 0)
                : new Outcome.Refused(PAGE_FAULT | fault.code().value(), address);
    }

    @Override
    public void close() {
        engine.close();
    }
}
