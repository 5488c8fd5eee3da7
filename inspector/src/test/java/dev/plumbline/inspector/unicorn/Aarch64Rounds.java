package dev.plumbline.inspector.unicorn;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Granule;
import dev.plumbline.inspector.reference.mmu.Aarch64Control;
import dev.plumbline.inspector.reference.mmu.Aarch64Control.Range;
import dev.plumbline.inspector.reference.mmu.Aarch64Regime;
import dev.plumbline.inspector.reference.mmu.Access;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Regime;
import dev.plumbline.inspector.unicorn.Round.Try;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** Random AArch64 tables: two at each level, three entries in use in each; of the roots one for each range. */
final class Aarch64Rounds implements Rounds {

    /** ID_AA64MMFR0_EL1.PARange of Unicorn 2.0.1's max processor, which has Cortex-A57's: 0x1124. */
    private static final int PHYSICAL_BITS = 44;

    /** Address bits of a descriptor. */
    private static final int DESCRIPTOR_BITS = 48;

    private static final int TRIES = 16;
    private static final int SELECT = 55;
    private static final long VALID = 1;
    private static final long TYPE = 3;
    private static final long AF = 1 << 10;
    private static final List<Integer> OUTPUT_BITS = List.of(32, 36, 40, 42, 44, 48);

    private final Aarch64 variant;
    private final Aarch64Processor processor;
    private final TableRoom room;
    private final int largestBlock;
    private Optional<Regime> withoutSizes = Optional.empty();

    Aarch64Rounds(Aarch64 variant, Aarch64Processor processor) {
        this.variant = variant;
        this.processor = processor;
        this.largestBlock = largestBlock(variant);
        int code = variant.format().root().index(Engine.RAM);
        this.room = new TableRoom(processor.engine().ram(), variant.format(), code, code + 1);
    }

    /** Levels below the highest that has blocks, with 48-bit descriptors (Arm ARM D8.3.1). */
    static int largestBlock(Aarch64 variant) {
        return variant.granule() == Granule.K4 ? 2 : 1;
    }

    /** The last round's regime, of a processor that looks at no address size. */
    Regime withoutSizes() {
        return withoutSizes.orElseThrow();
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
        Aarch64Control control = control(random);
        long ttbr0 = ttbr(random, 0);
        long ttbr1 = ttbr(random, 1);
        processor.set(ttbr0, ttbr1, control);
        withoutSizes = Optional.of(regime(ttbr0, ttbr1, wide(control)));
        List<Try> tries = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            Access access = Rounds.armAccess(random);
            tries.add(new Try(address(random, control, access.kind()), access));
        }
        return new Round(regime(ttbr0, ttbr1, control), tries, () -> control + room.toString());
    }

    private static Aarch64Control wide(Aarch64Control control) {
        return new Aarch64Control(
                control.lower(),
                control.upper(),
                control.ha(),
                control.hd(),
                control.wxn(),
                control.pan(),
                control.epan(),
                control.uao(),
                DESCRIPTOR_BITS,
                DESCRIPTOR_BITS,
                control.mair());
    }

    private Regime regime(long ttbr0, long ttbr1, Aarch64Control control) {
        return new Aarch64Regime(variant, variant, ttbr0, OptionalLong.of(ttbr1), control);
    }

    /** With an address space identifier and CnP, neither of which matters. */
    private long ttbr(Random random, int table) {
        return room.table(room.levels() - 1, table) | (long) random.nextInt(1 << 16) << 48 | random.nextInt(2);
    }

    private static Aarch64Control control(Random random) {
        return new Aarch64Control(
                range(random, false),
                range(random, random.nextInt(32) == 0),
                false,
                false,
                random.nextBoolean(),
                random.nextBoolean(),
                false,
                random.nextBoolean(),
                PHYSICAL_BITS,
                random.nextInt(4) == 0 ? OUTPUT_BITS.get(random.nextInt(OUTPUT_BITS.size())) : PHYSICAL_BITS,
                Aarch64Control.LINUX_MAIR);
    }

    private static Range range(Random random, boolean epd) {
        return new Range(epd, random.nextBoolean(), random.nextBoolean(), random.nextInt(4) == 0, false);
    }

    /** Of either range, some with a tag; the program counter holds none that an exception return takes away. */
    private long address(Random random, Aarch64Control control, Kind kind) {
        boolean upper = random.nextBoolean();
        Range range = upper ? control.upper() : control.lower();
        int bits = variant.vaBits();
        long low = room.address(random) & (1L << bits) - 4;
        long address = upper ? low | -1L << bits : low;
        if (random.nextInt(32) == 0) {
            address ^= 1L << (bits + random.nextInt(Long.SIZE - bits));
        }
        if (range.tbi() && random.nextInt(3) == 0) {
            address ^= (long) random.nextInt(256) << 56;
        }
        Range selected = (address >>> SELECT & 1) != 0 ? control.upper() : control.lower();
        boolean untagged = kind == Kind.EXECUTE && selected.tbi() && !selected.tbid();
        return untagged ? address << 8 >> 8 : address;
    }

    private long entry(Random random, int level) {
        long ignored = (long) random.nextInt(1 << 10) << 2 | (long) random.nextInt(1 << 9) << 50;
        long type = random.nextInt(16) == 0 ? random.nextInt(4) : TYPE;
        if (level > 0 && random.nextInt(level <= largestBlock ? 3 : 24) != 0) {
            long rights = random.nextInt(3) == 0 ? 1L << (59 + random.nextInt(5)) : 0;
            return rights | (ignored & ~(0x1fL << 59)) | (room.pointed(random, level) & ((1L << 48) - 4096)) | type;
        }
        long leaf = level > 0 && type == TYPE ? VALID : type;
        long xn = random.nextInt(3) == 0 ? (long) random.nextInt(4) << 53 : 0;
        long young = random.nextInt(16) == 0 ? 0 : AF;
        return (ignored & ~(3L << 53) & ~AF)
                | (long) random.nextInt(1 << 5) << 59
                | xn
                | young
                | base(random, level)
                | leaf;
    }

    private long base(Random random, int level) {
        int shift = variant.format().levels().get(level).shift();
        int bits = random.nextInt(4) == 0 ? 48 : PHYSICAL_BITS;
        long physical = random.nextInt(3) == 0
                ? random.nextLong() >>> (Long.SIZE - bits)
                : Engine.RAM + DataFrames.FIRST_BYTE + random.nextInt(Engine.RAM_BYTES - DataFrames.FIRST_BYTE);
        return random.nextInt(16) == 0 ? physical & -4096 : physical >>> shift << shift;
    }
}
