package dev.plumbline.inspector.unicorn;

import com.sun.jna.Pointer;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.reference.mmu.Access;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.reference.mmu.ArmControl;
import dev.plumbline.inspector.reference.mmu.Fault;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A 32-bit Arm processor at PL1; Unicorn 2.0.1's have neither a secure state nor PL2. Every access begins with an exception return, which sets privilege and PAN. The
 * words of memory are supervisor calls with the number of their frame, so that a fetch tells where it came from.
 */
final class Arm32Processor implements Processor {

    private static final int ARCHITECTURE = 1;
    private static final int LITTLE_ENDIAN = 0;
    private static final int LR = 10;
    private static final int R0 = 66;
    private static final long IDLE = 0xe1a0_0000_e1a0_0000L;

    /** M, and what Cortex-A15 has set out of reset: among it nTWI, as Unicorn ends a run with WFI, and ARMv6's XP. */
    private static final int SCTLR = 0x00c5_0079;

    private static final int SUPERVISOR_MODE = 0x13;
    private static final int USER_MODE = 0x10;
    private static final int INTERRUPTS_MASKED = 7 << 6;
    private static final int PAN = 1 << 22;
    private static final long PROBE = 0x1234_5678L;

    /** QEMU's EXCP_SWI. */
    private static final int SUPERVISOR_CALL = 2;

    /** Syndrome of a supervisor call: class 0x11, a 32-bit instruction. */
    private static final int CALLED = 0x4600_0000;

    /** IFSR bits that hold nothing (ARMv7-A B4.1.96); DFSR has the domain there. */
    private static final long NO_DOMAIN = ~0xf0L;

    private final Arm32Model model;
    private final Engine engine;
    private final Arm32Code code;
    private final DataFrames frames;
    private final Pointer reset;
    private final Pointer ready;
    private final int callAt;
    private final int statusAt;
    private final int faultAddressAt;
    private boolean pan;
    private int stored = 0x4000_0000;

    Arm32Processor(Arm32Model model) {
        this.model = model;
        engine = new Engine(ARCHITECTURE, LITTLE_ENDIAN, model.number(), IDLE);
        code = new Arm32Code(engine.ram(), model.lpae(), model.v8());
        frames = new DataFrames(engine.ram(), frame -> Arm32Code.SVC | frame);
        reset = engine.context();
        ready = engine.context();
        long empty = Engine.RAM + (1 << 20) + (8 << 16);
        set(
                empty,
                empty,
                new ArmControl(
                        OptionalLong.of(model.lpae() ? 1L << 31 : 0),
                        OptionalLong.empty(),
                        -1,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        true,
                        false),
                model.architecture().format(),
                empty);
        callAt = findCall();
        statusAt = findStatus();
        run(PROBE, Access.of(Kind.READ, Privilege.USER));
        faultAddressAt = onlyPlace(places(8, PROBE), "the faulting address");
    }

    private void must(boolean done) {
        if (!done) {
            throw new IllegalStateException("exception " + engine.interrupt() + " in the processor's own code");
        }
    }

    private List<Integer> places(int bytes, long value) {
        return IntStream.iterate(0, at -> at + bytes <= engine.contextBytes(), at -> at + bytes)
                .filter(at -> holds(at, bytes, value))
                .boxed()
                .collect(Collectors.toList());
    }

    private boolean holds(int at, int bytes, long value) {
        Pointer state = engine.atInterrupt();
        return bytes == Integer.BYTES ? state.getInt(at) == (int) value : state.getLong(at) == value;
    }

    private static int onlyPlace(List<Integer> places, String what) {
        if (places.size() != 1) {
            throw new IllegalStateException("%s is in %d places of the state".formatted(what, places.size()));
        }
        return places.get(0);
    }

    /** The syndrome of two different calls. */
    private int findCall() {
        Access fetch = Access.of(Kind.EXECUTE, Privilege.SUPERVISOR);
        code.write(Arm32Code.CALLING, Arm32Code.SVC | 0x5a5, Arm32Code.SVC | 0x2d3);
        run(Arm32Code.CALLING, fetch);
        List<Integer> places = places(4, CALLED | 0x5a5);
        run(Arm32Code.CALLING + 4, fetch);
        places.removeIf(at -> !holds(at, 4, CALLED | 0x2d3));
        return onlyPlace(places, "the syndrome");
    }

    /** The state keeps what DFSR and IFSR would get nowhere but where three kinds of faults show it. */
    private int findStatus() {
        long translation = model.lpae() ? 0x205 : 5;
        run(PROBE, Access.of(Kind.READ, Privilege.USER));
        List<Integer> places = places(4, translation);
        run(PROBE, Access.of(Kind.WRITE, Privilege.USER));
        places.removeIf(at -> !holds(at, 4, translation | 1 << 11));
        run(PROBE & -4, Access.of(Kind.EXECUTE, Privilege.SUPERVISOR));
        places.removeIf(at -> !holds(at, 4, translation));
        return onlyPlace(places, "the fault status");
    }

    /** Takes away what {@link #set} put into the tables. */
    void unmapCode() {
        code.unmap(model.architecture().format());
    }

    /**
     * Prepares the processor for tables and control bits.
     *
     * @param control with TTBCR
     * @param format as the root of the code's half has it
     * @param codeRoot that root
     */
    void set(long ttbr0, long ttbr1, ArmControl control, PageTableFormat format, long codeRoot) {
        code.map(format, codeRoot);
        engine.restore(reset);
        engine.write(R0, ttbr0);
        engine.write(R0 + 1, ttbr1);
        engine.write(R0 + 10, ttbr0 >>> 32);
        engine.write(R0 + 11, ttbr1 >>> 32);
        engine.write(R0 + 2, control.ttbcr().orElseThrow());
        engine.write(R0 + 3, model.lpae() ? control.ttbcr().orElseThrow() >>> 32 : control.dacr());
        engine.write(
                R0 + 4,
                SCTLR
                        | (control.systemProtection() ? 1 << 8 : 0)
                        | (control.romProtection() ? 1 << 9 : 0)
                        | (control.wxn() ? 1 << 19 : 0)
                        | (control.uwxn() ? 1 << 20 : 0)
                        | (control.afe() ? 1 << 29 : 0));
        must(engine.run(Arm32Code.SETTING_UP, code.setUpEnd()));
        engine.save(ready);
        pan = control.pan();
    }

    @Override
    public Engine engine() {
        return engine;
    }

    private boolean run(long address, Access access) {
        long target = Arm32Code.instruction(address, access);
        engine.restore(ready);
        engine.write(R0 + 6, address);
        engine.write(R0 + 7, ++stored);
        engine.write(LR, target);
        int mode = access.privilege() == Privilege.USER ? USER_MODE : SUPERVISOR_MODE;
        engine.write(R0 + 9, INTERRUPTS_MASKED | mode | (pan ? PAN : 0));
        return engine.run(Arm32Code.RETURNING, target + 4);
    }

    @Override
    public Outcome access(long address, Access access, long expected) {
        boolean done = run(address, access);
        if (done) {
            return new Outcome.Reached(reached(address, access.kind(), expected));
        }
        if (engine.interrupt() == SUPERVISOR_CALL) {
            return new Outcome.Reached(inFrame(engine.atInterrupt().getInt(callAt) ^ CALLED, address));
        }
        long status = Integer.toUnsignedLong(engine.atInterrupt().getInt(statusAt));
        boolean unknown = access.kind() == Kind.EXECUTE && !model.lpae();
        return new Outcome.Refused(
                unknown ? status & NO_DOMAIN : status, engine.atInterrupt().getLong(faultAddressAt));
    }

    private long reached(long address, Kind kind, long expected) {
        if (engine.deviceAddress().isPresent()) {
            return engine.deviceAddress().getAsLong();
        }
        return kind == Kind.WRITE
                ? frames.findStored(expected, stored)
                : inFrame((int) engine.read(R0 + 5) ^ Arm32Code.SVC, address);
    }

    private static long inFrame(int frame, long address) {
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
