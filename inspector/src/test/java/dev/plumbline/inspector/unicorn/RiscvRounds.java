package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.reference.mmu.RiscvControl;
import dev.plumbline.inspector.reference.mmu.RiscvRegime;
import dev.plumbline.inspector.unicorn.Round.Try;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random RISC-V tables: two at each level, three entries in use in each. */
final class RiscvRounds implements Rounds {

    private static final int TRIES = 12;
    private static final long POINTER = 1;
    private static final long GOOD = 0xc1;

    private final Riscv scheme;
    private final RiscvProcessor processor;
    private final TableRoom room;

    RiscvRounds(Riscv scheme, RiscvProcessor processor) {
        this.scheme = scheme;
        this.processor = processor;
        this.room = new TableRoom(processor.engine().ram(), scheme.format(), 0, 0);
    }

    @Override
    public Round next(long seed) {
        Random random = new Random(seed);
        room.clear(random);
        for (int level = 0; level < room.levels(); level++) {
            for (int table = 0; table < TableRoom.TABLES; table++) {
                for (int index : room.indices(level)) {
                    room.put(level, table, index, entry(random, level));
                }
            }
        }
        boolean sum = random.nextBoolean();
        boolean mxr = random.nextBoolean();
        long root = room.table(room.levels() - 1, 0);
        processor.set(scheme, root, sum, mxr);
        RiscvControl control = new RiscvControl(sum, mxr, true, false, false, false, 56);
        List<Try> tries = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            tries.add(new Try(address(random), Rounds.access(random)));
        }
        return new Round(new RiscvRegime(scheme, new PhysAddr(root), control), tries, () -> control + room.toString());
    }

    /** Mostly canonical, and word by word, since an access that crosses pages is two. */
    private long address(Random random) {
        long low = room.address(random) & -4;
        int unused = Long.SIZE - scheme.vaBits();
        if (scheme.vaBits() == 32) {
            return low & 0xffff_ffffL;
        }
        long canonical = low << unused >> unused;
        return random.nextInt(32) == 0 ? canonical ^ 1L << (scheme.vaBits() - 1 + random.nextInt(unused)) : canonical;
    }

    private long entry(Random random, int level) {
        boolean wide = scheme.vaBits() != 32;
        long upper = wide && random.nextInt(48) == 0 ? 1L << (54 + random.nextInt(10)) : 0;
        if (level > 0 && random.nextInt(8) < 5) {
            long odd = random.nextInt(16) == 0 ? random.nextInt(256) & ~0xf : 0;
            return upper | room.pointed(random, level) >>> 12 << 10 | POINTER | odd;
        }
        int shift = scheme.format().levels().get(level).shift();
        int physicalBits = wide ? 56 : 34;
        long physical = random.nextInt(3) == 0
                ? random.nextLong() >>> (Long.SIZE - physicalBits)
                : Engine.RAM + DataFrames.FIRST_BYTE + random.nextInt(Engine.RAM_BYTES - DataFrames.FIRST_BYTE);
        long base = random.nextInt(16) == 0 ? physical : physical >>> shift << shift;
        long flags =
                switch (random.nextInt(8)) {
                    case 0 -> random.nextInt(256);
                    case 1 -> random.nextInt(256) | POINTER;
                    case 2, 3 -> GOOD | random.nextInt(32);
                    default -> GOOD | 2 | random.nextInt(32);
                };
        return upper | base >>> 12 << 10 | flags;
    }
}
