package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.reference.mmu.ArmControl;
import dev.plumbline.inspector.reference.mmu.ArmLpaeRegime;
import dev.plumbline.inspector.reference.mmu.Regime;
import dev.plumbline.inspector.unicorn.Round.Try;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Random tables of long descriptors: two at each level, three entries in use in each; of those where a walk may begin one
 * for each TTBR.
 */
final class ArmLpaeRounds implements Rounds {

    private static final int TRIES = 16;
    private static final int ROOT = 2;
    private static final int DIRECTORY = 1;
    private static final long EAE = 1L << 31;
    private static final long T2E = 1L << 6;
    private static final long AF = 1 << 10;
    private static final long TYPE = 3;
    private static final long VALID = 1;
    private static final int ADDRESS_BITS = 40;

    /** What a descriptor of AArch64 has more. */
    private static final long BEYOND = 0xffL << ADDRESS_BITS;

    /** T0SZ and T1SZ with which either register translates where the code stands. */
    private static final int[][] SIZES = {
        {0, 0}, {0, 0}, {0, 1}, {0, 2}, {0, 3}, {0, 7}, {1, 0}, {2, 0}, {7, 0}, {1, 1}, {2, 1}, {3, 1}
    };

    private final Arm32Model model;
    private final Arm32Processor processor;
    private final TableRoom room;
    private ArmControl control = ArmControl.LINUX;
    private long ttbr0;
    private long ttbr1;

    ArmLpaeRounds(Arm32Model model, Arm32Processor processor) {
        this.model = model;
        this.processor = processor;
        PageTableFormat format = model.architecture().format();
        int code = format.root().index(Engine.RAM);
        this.room = new TableRoom(processor.engine().ram(), format, code, code + 1);
    }

    @Override
    public Round next(long seed) {
        Random random = new Random(seed);
        processor.unmapCode();
        room.clear(random);
        for (int level = 0; level < room.levels(); level++) {
            for (int table = 0; table < TableRoom.TABLES; table++) {
                for (int index : room.indices(level)) {
                    room.put(level, table, index, entry(random, level));
                }
            }
        }
        int[] sizes = SIZES[random.nextInt(SIZES.length)];
        boolean codeInUpper = isUpper(sizes, Engine.RAM);
        control = control(random, sizes, codeInUpper);
        ttbr0 = ttbr(random, 0, sizes[0]);
        ttbr1 = ttbr(random, 1, sizes[1]);
        processor.set(
                ttbr0,
                ttbr1,
                control,
                model.architecture().format().narrowed(Integer.SIZE - sizes[codeInUpper ? 1 : 0]),
                root(codeInUpper ? 1 : 0, sizes[codeInUpper ? 1 : 0]));
        List<Try> tries = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            tries.add(new Try(room.address(random) & 0xffff_fffcL, Rounds.armAccess(random)));
        }
        return new Round(regime(control), tries, () -> control + room.toString());
    }

    /** The last round's control bits. */
    ArmControl control() {
        return control;
    }

    /** The last round's tables under other control bits. */
    Regime regime(ArmControl other) {
        return new ArmLpaeRegime(model.architecture(), ttbr0, OptionalLong.of(ttbr1), other);
    }

    private static boolean isUpper(int[] sizes, long address) {
        return sizes[1] == 0
                ? address >>> (Integer.SIZE - sizes[0]) != 0
                : address >= (1L << Integer.SIZE) - (1L << (Integer.SIZE - sizes[1]));
    }

    private long root(int which, int size) {
        return room.table(size < 2 ? ROOT : DIRECTORY, which);
    }

    /** With an address space identifier, and bits below the table's alignment. */
    private long ttbr(Random random, int which, int size) {
        return root(which, size) | (long) random.nextInt(1 << 8) << 48 | random.nextInt(1 << 3);
    }

    private ArmControl control(Random random, int[] sizes, boolean codeInUpper) {
        long disabled = random.nextInt(24) == 0 ? 1L << (codeInUpper ? 7 : 23) : 0;
        long hierarchy = model.v8() && random.nextInt(3) == 0 ? T2E | (long) random.nextInt(4) << 41 : 0;
        return new ArmControl(
                OptionalLong.of(EAE | sizes[0] | (long) sizes[1] << 16 | disabled | hierarchy),
                OptionalLong.empty(),
                0,
                false,
                false,
                false,
                false,
                false,
                random.nextInt(3) == 0,
                random.nextInt(3) == 0,
                model.v8() && random.nextBoolean(),
                true,
                model.v8());
    }

    private long entry(Random random, int level) {
        long ignored = (long) random.nextInt(1 << 10) << 2 | (long) random.nextInt(1 << 9) << 50;
        long beyond = random.nextInt(24) == 0 ? random.nextLong() & BEYOND : 0;
        long type = random.nextInt(16) == 0 ? random.nextInt(4) : TYPE;
        if (level > 0 && random.nextInt(3) != 0) {
            long rights = random.nextInt(3) == 0 ? 1L << (59 + random.nextInt(5)) : 0;
            long table = room.pointed(random, level) & ((1L << ADDRESS_BITS) - 4096);
            return rights | (ignored & ~(0x1fL << 59)) | beyond | table | type;
        }
        long leaf = level > 0 && type == TYPE ? VALID : type;
        long xn = random.nextInt(3) == 0 ? (long) random.nextInt(4) << 53 : 0;
        long young = random.nextInt(16) == 0 ? 0 : AF;
        return (ignored & ~(3L << 53) & ~AF)
                | (long) random.nextInt(1 << 5) << 59
                | xn
                | young
                | beyond
                | base(random, level)
                | leaf;
    }

    private long base(Random random, int level) {
        int shift = model.architecture().format().levels().get(level).shift();
        long physical = random.nextInt(3) == 0
                ? random.nextLong() >>> (Long.SIZE - ADDRESS_BITS)
                : Engine.RAM + DataFrames.FIRST_BYTE + random.nextInt(Engine.RAM_BYTES - DataFrames.FIRST_BYTE);
        return random.nextInt(16) == 0 ? physical & -4096 : physical >>> shift << shift;
    }
}
