package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.reference.mmu.Access.Form;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random tables, processors, addresses and accesses: the generic walker against {@link X86PlainWalk}. */
class X86RandomTablesTest {

    private static final int ROUNDS = 60;
    private static final int ACCESSES = 1000;
    private static final int FRAMES = 16;
    private static final List<Kind> KINDS = List.of(Kind.READ, Kind.WRITE, Kind.EXECUTE);

    @ParameterizedTest
    @ValueSource(ints = {32, 36, 48, 57})
    void bothWalkersAgree(int mode, TestReporter reporter) {
        long seed = Long.getLong("plumbline.seed", System.nanoTime());
        reporter.publishEntry("seed", Long.toString(seed));
        Random random = new Random(seed);
        Map<String, Integer> seen = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            LowMemory memory = tables(mode, random);
            long cr3 = ((long) random.nextInt(FRAMES) << 12) | (mode == 36 ? random.nextInt(128) << 5 : 0);
            if (mode == 36) {
                pointers(memory, cr3, random);
            }
            X86Control control = control(random);
            Walker walker = new Walker(new X86Regime(architecture(mode), cr3, control), memory);
            X86PlainWalk plain = new X86PlainWalk(memory, mode, control);
            for (int i = 0; i < ACCESSES; i++) {
                long va = address(mode, random);
                Access access = access(random);
                String there = plain.walk(cr3, va, access);
                String here = X86PlainWalk.describe(walker.access(new VirtAddr(va), access));
                assertThat(here)
                        .as("seed %d, mode %d, CR3 %#x, %#x, %s, %s", seed, mode, cr3, va, access, control)
                        .isEqualTo(there);
                seen.merge(there.startsWith("0x") ? "made" : there.split(" at ", -1)[0], 1, Integer::sum);
            }
        }
        assertThat(seen.get("made")).as("accesses made, of %s", seen).isGreaterThan(ROUNDS * ACCESSES / 100);
        assertThat(seen.keySet()).as("outcomes").hasSizeGreaterThan(6);
    }

    private static Architecture architecture(int mode) {
        return switch (mode) {
            case 32 -> X86Tables.TWO_LEVEL;
            case 36 -> X86Tables.PAE;
            case 48 -> X86_64.FOUR_LEVEL;
            default -> X86_64.LA57;
        };
    }

    private static LowMemory tables(int mode, Random random) {
        LowMemory memory = new LowMemory();
        int size = mode == 32 ? 4 : 8;
        for (long at = 0; at < FRAMES << 12; at += size) {
            memory.store(new PhysAddr(at), size, entry(mode, random));
        }
        return memory;
    }

    /** Mostly present, mostly open, mostly without reserved bits; it points to another of the tables or far away. */
    private static long entry(int mode, Random random) {
        long open = random.nextInt(4) == 0 ? random.nextLong() & 7 : 7;
        long flags = open | (random.nextLong() & 0xe78) | (random.nextInt(5) == 0 ? 0x80 : 0);
        long entry = flags | ((long) random.nextInt(FRAMES) << 12);
        if ((flags & 0x80) != 0 && random.nextInt(8) != 0) {
            entry = flags | (random.nextLong() & 0xffffc0000000L & -(1L << 30)) | (random.nextLong() & 0x1000);
        }
        if (mode > 36) {
            entry |= random.nextLong() & 0x7ffL << 52;
        }
        if (mode > 32 && random.nextInt(8) == 0) {
            entry |= 1L << 63;
        }
        if (random.nextInt(64) == 0) {
            entry ^= 1L << random.nextInt(64);
        }
        return mode == 32 ? entry & 0xffffffffL : entry;
    }

    private static void pointers(LowMemory memory, long cr3, Random random) {
        for (int i = 0; i < 4; i++) {
            long pointer =
                    ((long) random.nextInt(FRAMES) << 12) | 1 | (random.nextInt(6) == 0 ? random.nextInt(512) : 0);
            memory.store(new PhysAddr(cr3 + 8L * i), 8, pointer);
        }
    }

    private static long address(int mode, Random random) {
        long address = random.nextLong();
        if (mode <= 36) {
            return address & 0xffffffffL;
        }
        return random.nextInt(20) == 0 ? address : address << (64 - mode) >> (64 - mode);
    }

    private static X86Control control(Random random) {
        List<X86Bit> set = Arrays.stream(X86Bit.values())
                .filter(bit -> random.nextBoolean())
                .toList();
        int physicalBits = random.nextBoolean() ? 52 : 48 - random.nextInt(5);
        return X86Bit.control(physicalBits, keyRights(random), keyRights(random), set);
    }

    /** Every fourth bit is set. */
    private static int keyRights(Random random) {
        int half = random.nextInt();
        return half & random.nextInt();
    }

    private static Access access(Random random) {
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        Privilege privilege = random.nextBoolean() ? Privilege.USER : Privilege.SUPERVISOR;
        boolean implicit = kind != Kind.EXECUTE && random.nextInt(8) == 0;
        return new Access(kind, privilege, implicit ? Form.IMPLICIT : Form.ORDINARY);
    }
}
