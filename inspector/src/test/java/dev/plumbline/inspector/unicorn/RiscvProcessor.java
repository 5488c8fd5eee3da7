package dev.plumbline.inspector.unicorn;

import com.sun.jna.Pointer;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.reference.mmu.Access;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.reference.mmu.Fault;
import java.nio.ByteBuffer;

/**
 * A RISC-V hart. It runs in M-mode, whose own code is not translated: loads and stores are made for another privilege by
 * mstatus.MPRV, fetches by returning to it.
 */
final class RiscvProcessor implements Processor {

    private static final int ARCHITECTURE = 8;
    private static final int MODE_32 = 4;
    private static final int MODE_64 = 8;
    private static final int X5 = 6;
    private static final int X6 = 7;
    private static final int X7 = 8;
    private static final int MSTATUS = 116;
    private static final int MEPC = 128;
    private static final int SATP = 146;
    private static final int MPP = 11;
    private static final long MPRV = 1 << 17;
    private static final long SUM = 1 << 18;
    private static final long MXR = 1 << 19;
    private static final long IDLE = 0x0000_0013_0000_0013L;
    private static final int LOAD = 0x0083_2283;
    private static final int STORE = 0x0073_2423;
    private static final int RETURN = 0x3020_0073;
    private static final long LOADING = Engine.RAM;
    private static final long STORING = Engine.RAM + 16;
    private static final long RETURNING = Engine.RAM + 32;
    private static final long PROBE = 0x1234_5678;

    private final Engine engine;
    private final DataFrames frames;
    private final boolean wide;
    private final Pointer reset;
    private final int faultAddressAt;
    private long satp;
    private long mstatus;
    private int stored = 0x4000_0000;

    RiscvProcessor(Riscv scheme) {
        wide = scheme.vaBits() != 32;
        engine = new Engine(ARCHITECTURE, wide ? MODE_64 : MODE_32, -1, IDLE);
        ByteBuffer ram = engine.ram();
        ram.putInt(Engine.index(LOADING), LOAD);
        ram.putInt(Engine.index(STORING), STORE);
        ram.putInt(Engine.index(RETURNING), RETURN);
        frames = new DataFrames(ram, frame -> (frame + 1) << 12 | 5 << 7 | 0x37);
        reset = engine.context();
        set(scheme, Engine.RAM + 0x1000, false, false);
        access(PROBE, Access.of(Kind.READ, Privilege.USER), 0);
        faultAddressAt = whereIs(PROBE);
    }

    /** The hart's state keeps the address that stval would get; nothing else holds it. */
    private int whereIs(long address) {
        for (int at = 0; at + 8 <= engine.contextBytes(); at += 4) {
            if (word(at) == address) {
                return at;
            }
        }
        throw new IllegalStateException("the faulting address is not in the hart's state");
    }

    private long word(int at) {
        return wide
                ? engine.atInterrupt().getLong(at)
                : Integer.toUnsignedLong(engine.atInterrupt().getInt(at));
    }

    void set(Riscv scheme, long root, boolean sum, boolean mxr) {
        long mode = wide ? (8L + (scheme.vaBits() - 39) / 9) << 60 : 1L << 31;
        long asid = 1L << (wide ? 44 : 22);
        satp = mode | asid | root >>> 12;
        mstatus = (sum ? SUM : 0) | (mxr ? MXR : 0);
    }

    /** Opens user memory to the supervisor where it is closed, and the other way round. */
    void invertUserAccess() {
        mstatus ^= SUM;
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public Outcome access(long address, Access access, long expected) {
        long mpp = access.privilege() == Privilege.USER ? 0 : 1L << MPP;
        engine.restore(reset);
        engine.write(SATP, satp);
        engine.write(MSTATUS, mstatus | mpp | (access.kind() == Kind.EXECUTE ? 0 : MPRV));
        boolean done;
        if (access.kind() == Kind.EXECUTE) {
            engine.write(MEPC, address);
            done = engine.run(RETURNING, address + 4);
        } else {
            engine.write(X6, address - 8);
            engine.write(X7, ++stored);
            long code = access.kind() == Kind.READ ? LOADING : STORING;
            done = engine.run(code, code + 4);
        }
        if (!done) {
            return new Outcome.Refused(engine.interrupt(), faultAddressAt == 0 ? 0 : word(faultAddressAt));
        }
        return new Outcome.Reached(reached(address, access.kind(), expected));
    }

    private long reached(long address, Kind kind, long expected) {
        if (engine.deviceAddress().isPresent()) {
            return engine.deviceAddress().getAsLong();
        }
        if (kind == Kind.WRITE) {
            return frames.findStored(expected, stored);
        }
        int frame = ((int) engine.read(X5) >>> 12) - 1;
        return Engine.RAM + ((long) frame << 12) + (address & 0xfff);
    }

    @Override
    public Outcome refused(Fault fault, long address) {
        return new Outcome.Refused(fault.code().value(), address);
    }

    @Override
    public void close() {
        engine.close();
    }
}
