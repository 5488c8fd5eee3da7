package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.reference.mmu.X86Control;
import dev.plumbline.inspector.reference.mmu.X86Regime;
import dev.plumbline.inspector.unicorn.Round.Try;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random x86 tables: two at each level, three entries in use in each, the root's last left to the processor's code. */
final class X86Rounds implements Rounds {

    /** QEMU's processors have 40 address bits: TCG_PHYS_ADDR_BITS, target/i386/cpu.h. */
    private static final int PHYSICAL_BITS = 40;

    private static final int TRIES = 16;
    private static final long P = 1;
    private static final long LARGE = 1 << 7;

    private final Architecture architecture;
    private final X86Processor processor;
    private final TableRoom room;
    private final boolean longMode;
    private final boolean wide;

    X86Rounds(Architecture architecture, X86Processor processor) {
        this.architecture = architecture;
        this.processor = processor;
        this.longMode = !(architecture instanceof I386);
        this.wide = architecture.format().root().entryBytes() == Long.BYTES;
        int first = architecture.format().root().index(Engine.RAM);
        int last = architecture.format().root().index(Engine.RAM + Engine.RAM_BYTES - 1);
        this.room = new TableRoom(processor.engine().ram(), architecture.format(), first, last + 1);
    }

    @Override
    public Round next(long seed) {
        Random random = new Random(seed);
        room.clear(random);
        for (int level = 0; level < room.levels(); level++) {
            for (int table = 0; table < TableRoom.TABLES; table++) {
                for (int index : room.indices(level)) {
                    boolean pointers = wide && !longMode && level == 2;
                    room.put(level, table, index, pointers ? pointerEntry(random) : entry(random, level));
                }
            }
        }
        X86Control control = control(random);
        long root = room.table(room.levels() - 1, 0);
        processor.set(root, control, random.nextBoolean());
        List<Try> tries = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            tries.add(new Try(address(random), Rounds.access(random)));
        }
        return new Round(new X86Regime(architecture, root, control), tries, () -> control + room.toString());
    }

    private X86Control control(Random random) {
        boolean pke = longMode && random.nextBoolean();
        return new X86Control(
                random.nextBoolean(),
                false,
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(4) != 0,
                true,
                pke,
                pke ? fewBits(random) : 0,
                false,
                0,
                PHYSICAL_BITS,
                X86Control.LINUX_PAT);
    }

    /** A quarter of the bits set. */
    private static int fewBits(Random random) {
        int some = random.nextInt();
        return some & random.nextInt();
    }

    private long address(Random random) {
        long low = room.address(random) & -4;
        if (!longMode) {
            return low;
        }
        int bits = architecture.format().vaBits();
        long canonical = low << (Long.SIZE - bits) >> (Long.SIZE - bits);
        return random.nextInt(32) == 0 ? canonical ^ 1L << (bits - 1 + random.nextInt(Long.SIZE - bits)) : canonical;
    }

    /** Without reserved bits, at which a processor looks when CR3 is loaded, not when it walks. */
    private long pointerEntry(Random random) {
        long present = random.nextInt(16) == 0 ? 0 : P;
        return (room.pointed(random, 2) & 0xffff_f000L) | present | ((long) random.nextInt(4) << 3);
    }

    private long entry(Random random, int level) {
        long flags = random.nextInt(1 << 12) & ~LARGE;
        flags |= random.nextInt(16) == 0 ? 0 : P;
        flags |= random.nextInt(4) == 0 ? 0 : 6;
        long upper = wide && random.nextInt(6) == 0 ? 1L << 63 : 0;
        upper |= wide && random.nextInt(32) == 0 ? 1L << (PHYSICAL_BITS + random.nextInt(63 - PHYSICAL_BITS)) : 0;
        boolean large = level > 0 && random.nextInt(level < 3 ? 3 : 48) == 0;
        if (level > 0 && !large) {
            return upper | (room.pointed(random, level) & address() & -4096) | flags;
        }
        upper |= longMode && random.nextBoolean() ? (long) random.nextInt(16) << 59 : 0;
        flags |= large || random.nextInt(8) == 0 ? LARGE : 0;
        int shift = architecture.format().levels().get(level).shift();
        long physical = random.nextInt(3) == 0
                ? random.nextLong() & address()
                : Engine.RAM + DataFrames.FIRST_BYTE + random.nextInt(Engine.RAM_BYTES - DataFrames.FIRST_BYTE);
        long base = random.nextInt(16) == 0 ? physical & -4096 : physical >>> shift << shift;
        return upper | base | flags;
    }

    private long address() {
        return wide ? (1L << PHYSICAL_BITS) - 1 : 0xffff_ffffL;
    }
}
