package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.reference.mmu.ArmControl;
import dev.plumbline.inspector.reference.mmu.ArmShortRegime;
import dev.plumbline.inspector.reference.mmu.Regime;
import dev.plumbline.inspector.unicorn.Round.Try;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/** Random tables of short descriptors: two at each level, three entries in use in each; of the roots one for each TTBR. */
final class ArmShortRounds implements Rounds {

    private static final int TRIES = 16;
    private static final int ROOT = 1;
    private static final long SUPERSECTION = 1 << 18;
    private static final int OPEN_DOMAIN = 1;

    private final Arm32Model model;
    private final Arm32Processor processor;
    private final TableRoom room;
    private ArmControl control = ArmControl.LINUX;
    private long ttbr0;
    private long ttbr1;

    ArmShortRounds(Arm32Model model, Arm32Processor processor) {
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
        for (int table = 0; table < TableRoom.TABLES; table++) {
            for (int index : room.indices(ROOT)) {
                room.put(ROOT, table, index, first(random));
            }
            for (int index : room.indices(0)) {
                room.put(0, table, index, second(random));
            }
        }
        int n = random.nextInt(2) == 0 ? 0 : random.nextInt(random.nextInt(4) == 0 ? 8 : 3);
        control = control(random, n);
        ttbr0 = room.table(ROOT, 0) | random.nextInt(1 << 7);
        ttbr1 = room.table(ROOT, 1) | random.nextInt(1 << 7);
        processor.set(ttbr0, ttbr1, control, model.architecture().format(), room.table(ROOT, n == 0 ? 0 : 1));
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
        return new ArmShortRegime(model.architecture(), ttbr0, OptionalLong.of(ttbr1), other);
    }

    /** The half that has the code is never disabled, nor is its domain closed. */
    private ArmControl control(Random random, int n) {
        long disabled = random.nextInt(16) == 0 ? 1L << (n == 0 ? 5 : 4) : 0;
        int rights = random.nextInt(3);
        int domain = 2 * Arm32Code.DOMAIN;
        return new ArmControl(
                OptionalLong.of(n | disabled),
                OptionalLong.empty(),
                (domains(random) & ~(3 << domain)) | OPEN_DOMAIN << domain,
                random.nextInt(3) == 0,
                false,
                false,
                model == Arm32Model.ARM1176 && rights == 1,
                model == Arm32Model.ARM1176 && rights == 2,
                model.pxn() && random.nextInt(3) == 0,
                model.pxn() && random.nextInt(3) == 0,
                false,
                model.pxn(),
                false);
    }

    /** Half of the domains with clients, the others with anything. */
    private static int domains(Random random) {
        int dacr = 0;
        for (int domain = 0; domain < 16; domain++) {
            int access = random.nextBoolean() ? OPEN_DOMAIN : random.nextInt(4);
            dacr |= access << (2 * domain);
        }
        return dacr;
    }

    private long first(Random random) {
        int type = random.nextInt(12);
        if (type == 0) {
            return random.nextInt() & -4;
        }
        if (type < 8) {
            long bits = random.nextInt(1 << 10) & ~3;
            return (room.pointed(random, ROOT) & 0xffff_fc00L) | bits | 1;
        }
        long flags = random.nextInt(1 << 20) & ~3L & ~SUPERSECTION;
        long pxn = random.nextInt(3) == 0 ? 1 : 0;
        boolean supersection = random.nextInt(4) == 0;
        long extended = supersection && random.nextInt(2) == 0 ? 0 : 0x00f0_01e0L;
        return supersection
                ? (place(random) & 0xff00_0000L)
                        | SUPERSECTION
                        | ((flags | random.nextInt(16) << 20) & ~0x00f0_01e0L)
                        | (random.nextInt() & extended)
                        | pxn
                        | 2
                : (place(random) & 0xfff0_0000L) | flags | pxn | 2;
    }

    private long second(Random random) {
        int type = random.nextInt(12);
        if (type == 0) {
            return random.nextInt() & -4;
        }
        return type < 4
                ? (place(random) & 0xffff_0000L) | (random.nextInt(1 << 16) & ~3) | 1
                : (place(random) & 0xffff_f000L)
                        | (random.nextInt(1 << 12) & ~3)
                        | 2
                        | (random.nextInt(3) == 0 ? 1 : 0);
    }

    private static long place(Random random) {
        return random.nextInt(3) == 0
                ? Integer.toUnsignedLong(random.nextInt())
                : Engine.RAM + DataFrames.FIRST_BYTE + random.nextInt(Engine.RAM_BYTES - DataFrames.FIRST_BYTE);
    }
}
