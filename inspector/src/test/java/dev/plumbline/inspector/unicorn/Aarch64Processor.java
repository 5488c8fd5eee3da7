package dev.plumbline.inspector.unicorn;

import com.sun.jna.Pointer;
import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Granule;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.TableLevel;
import dev.plumbline.inspector.reference.mmu.Aarch64Control;
import dev.plumbline.inspector.reference.mmu.Access;
import dev.plumbline.inspector.reference.mmu.Access.Form;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.reference.mmu.Fault;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An AArch64 processor at EL1. Its code stands in one page that both exception levels may execute and nobody may write, mapped
 * where it is through tables of its own; random tables leave the lower root's entry for it alone. Unicorn comes out of reset at
 * EL1 without what EL3 and EL2 would have set, by which EL1's tables are those of AArch32; EL1's registers the code sets, and every access begins with an exception return, which sets the exception level, PAN and UAO.
 */
final class Aarch64Processor implements Processor {

    private static final int ARCHITECTURE = 2;
    private static final int LITTLE_ENDIAN = 0;
    private static final int CPU_MAX = 3;
    private static final int X0 = 199;
    private static final int SYSTEM_REGISTER = 290;

    /** CRn, CRm, op0, op1, op2. */
    private static final int[] SCR_EL3 = {1, 1, 3, 6, 0};

    private static final int[] HCR_EL2 = {1, 1, 3, 4, 0};
    private static final long NON_SECURE_64_BIT_BELOW = 1 << 10 | 1;
    private static final long EL1_64_BIT = 1L << 31;
    private static final long IDLE = 0xd503_201f_d503_201fL;

    private static final int LDR = 0xb940_08c5;
    private static final int STR = 0xb900_08c7;
    private static final int LDTR = 0xb840_88c5;
    private static final int STTR = 0xb800_88c7;
    private static final int MOVZ_X5 = 0xd280_0005;

    /** TTBR0, TTBR1, TCR and SCTLR of EL1 from X0, X1, X2, X4; then TLBI VMALLE1, DSB SY, ISB. */
    private static final int[] SET_UP = {
        0xd518_2000, 0xd518_2021, 0xd518_2042, 0xd518_1004, 0xd508_871f, 0xd503_3f9f, 0xd503_3fdf
    };

    /** TLBI VMALLE1, DSB SY, ISB; ELR_EL1 and SPSR_EL1 from X8 and X9; ERET. */
    private static final int[] RETURN = {0xd508_871f, 0xd503_3f9f, 0xd503_3fdf, 0xd518_4028, 0xd518_4009, 0xd69f_03e0};

    private static final long SETTING_UP = Engine.RAM;
    private static final long RETURNING = Engine.RAM + 0x40;
    private static final long LOADING = Engine.RAM + 0x80;
    private static final long STORING = Engine.RAM + 0xc0;
    private static final long LOADING_AS_EL0 = Engine.RAM + 0x100;
    private static final long STORING_AS_EL0 = Engine.RAM + 0x140;
    private static final long CODE_TABLES = Engine.RAM + (1 << 20);
    private static final int CODE_TABLE_BYTES = 1 << 16;

    /** Valid, to be read and executed by both levels, AF. */
    private static final long CODE_PAGE = 3 | 3 << 6 | 1 << 10;

    private static final long TABLE = 3;
    private static final long SCTLR_RES1 = 0x30d0_0800;

    /** WFI is not trapped at EL0: Unicorn's translator ends a run with one. */
    private static final long SCTLR_NTWI = 1 << 16;

    private static final long EL1H = 5;
    private static final long INTERRUPTS_MASKED = 0xf << 6;
    private static final long PROBE = 0xffff_ffff_1234_5678L;
    private static final List<Integer> OUTPUT_BITS = List.of(32, 36, 40, 42, 44, 48);

    private final Engine engine;
    private final DataFrames frames;
    private final Aarch64 variant;
    private final Pointer reset;
    private final Pointer ready;
    private final int syndromeAt;
    private final int faultAddressAt;
    private long modifiers;
    private int stored = 0x4000_0000;

    Aarch64Processor(Aarch64 variant) {
        this.variant = variant;
        engine = new Engine(ARCHITECTURE, LITTLE_ENDIAN, CPU_MAX, IDLE);
        code(SETTING_UP, SET_UP);
        code(RETURNING, RETURN);
        code(LOADING, LDR);
        code(STORING, STR);
        code(LOADING_AS_EL0, LDTR);
        code(STORING_AS_EL0, STTR);
        frames = new DataFrames(engine.ram(), frame -> MOVZ_X5 | frame << 5);
        engine.write(SYSTEM_REGISTER, SCR_EL3, NON_SECURE_64_BIT_BELOW);
        engine.write(SYSTEM_REGISTER, HCR_EL2, EL1_64_BIT);
        reset = engine.context();
        ready = engine.context();
        long empty = CODE_TABLES + 8 * CODE_TABLE_BYTES;
        set(empty, empty, Aarch64Control.LINUX);
        syndromeAt = findSyndrome();
        run(PROBE, Access.of(Kind.READ, Privilege.USER));
        faultAddressAt = onlyPlace(
                IntStream.iterate(0, at -> at + 8 <= engine.contextBytes(), at -> at + 8)
                        .filter(at -> engine.atInterrupt().getLong(at) == PROBE)
                        .boxed()
                        .toList(),
                "the faulting address");
    }

    private void code(long at, int... instructions) {
        ByteBuffer ram = engine.ram();
        for (int i = 0; i < instructions.length; i++) {
            ram.putInt(Engine.index(at) + i * Integer.BYTES, instructions[i]);
        }
    }

    /** The processor's state keeps the syndrome that ESR_EL1 would get nowhere but where four different faults show it. */
    private int findSyndrome() {
        List<Integer> places = IntStream.iterate(0, at -> at + 4 <= engine.contextBytes(), at -> at + 4)
                .boxed()
                .collect(Collectors.toList());
        int translationFault = 4 | 4 - variant.format().levels().size();
        for (Privilege privilege : Privilege.values()) {
            for (Kind kind : List.of(Kind.READ, Kind.WRITE)) {
                run(PROBE, Access.of(kind, privilege));
                int expected = (privilege == Privilege.USER ? 0x92 : 0x96) << 24
                        | (kind == Kind.WRITE ? 1 << 6 : 0)
                        | translationFault;
                places.removeIf(at -> engine.atInterrupt().getInt(at) != expected);
            }
        }
        return onlyPlace(places, "the syndrome");
    }

    private static int onlyPlace(List<Integer> places, String what) {
        if (places.size() != 1) {
            throw new IllegalStateException("%s is in %d places of the state".formatted(what, places.size()));
        }
        return places.get(0);
    }

    /** The root's entry for the code leads there through tables of their own. */
    private void mapCode(long root) {
        PageTableFormat format = variant.format();
        long table = root;
        for (int level = format.levels().size() - 1; level > 0; level--) {
            long next = CODE_TABLES + (long) level * CODE_TABLE_BYTES;
            put(table, format.levels().get(level), next | TABLE);
            table = next;
        }
        put(table, format.levels().get(0), Engine.RAM | CODE_PAGE);
    }

    private void put(long table, TableLevel level, long entry) {
        engine.ram().putLong(Engine.index(table) + level.index(Engine.RAM) * Long.BYTES, entry);
    }

    /** Prepares the processor for tables and control bits. */
    void set(long ttbr0, long ttbr1, Aarch64Control control) {
        mapCode(ttbr0 & ~1 & -1L >>> 16);
        engine.restore(reset);
        engine.write(X0, ttbr0);
        engine.write(X0 + 1, ttbr1);
        engine.write(X0 + 2, tcr(control));
        engine.write(X0 + 4, SCTLR_RES1 | SCTLR_NTWI | (control.wxn() ? 1 << 19 : 0) | 1);
        if (!engine.run(SETTING_UP, SETTING_UP + (long) SET_UP.length * Integer.BYTES)) {
            throw new IllegalStateException("exception " + engine.interrupt() + " in the processor's own code");
        }
        engine.save(ready);
        modifiers = INTERRUPTS_MASKED | (control.pan() ? 1 << 22 : 0) | (control.uao() ? 1 << 23 : 0);
    }

    /** TCR_EL1 (Arm ARM D19.2.139). */
    private long tcr(Aarch64Control control) {
        Granule granule = variant.granule();
        long size = 64L - variant.vaBits();
        long tg0 =
                switch (granule) {
                    case K4 -> 0;
                    case K64 -> 1;
                    case K16 -> 2;
                };
        long tg1 =
                switch (granule) {
                    case K16 -> 1;
                    case K4 -> 2;
                    case K64 -> 3;
                };
        Aarch64Control.Range lower = control.lower();
        Aarch64Control.Range upper = control.upper();
        long ips = Math.max(0, OUTPUT_BITS.indexOf(control.outputBits()));
        return size
                | size << 16
                | tg0 << 14
                | tg1 << 30
                | ips << 32
                | range(lower, 7, 37, 41, 51)
                | range(upper, 23, 38, 42, 52);
    }

    private static long range(Aarch64Control.Range range, int epd, int tbi, int hpd, int tbid) {
        return (range.epd() ? 1L << epd : 0)
                | (range.tbi() ? 1L << tbi : 0)
                | (range.hpd() ? 1L << hpd : 0)
                | (range.tbid() ? 1L << tbid : 0);
    }

    @Override
    public Engine engine() {
        return engine;
    }

    private boolean run(long address, Access access) {
        boolean asEl0 = access.form() == Form.UNPRIVILEGED;
        long target =
                switch (access.kind()) {
                    case READ -> asEl0 ? LOADING_AS_EL0 : LOADING;
                    case WRITE -> asEl0 ? STORING_AS_EL0 : STORING;
                    case EXECUTE -> address;
                };
        engine.restore(ready);
        engine.write(X0 + 6, address - 8);
        engine.write(X0 + 7, ++stored);
        engine.write(X0 + 8, target);
        engine.write(X0 + 9, modifiers | (access.privilege() == Privilege.USER ? 0 : EL1H));
        return engine.run(RETURNING, target + 4);
    }

    @Override
    public Outcome access(long address, Access access, long expected) {
        if (!run(address, access)) {
            return new Outcome.Refused(
                    Integer.toUnsignedLong(engine.atInterrupt().getInt(syndromeAt)),
                    engine.atInterrupt().getLong(faultAddressAt));
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
        long word = engine.read(X0 + 5);
        long frame = kind == Kind.READ ? (word ^ Integer.toUnsignedLong(MOVZ_X5)) >>> 5 : word;
        return Engine.RAM + (frame << 12) + (address & 0xfff);
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
