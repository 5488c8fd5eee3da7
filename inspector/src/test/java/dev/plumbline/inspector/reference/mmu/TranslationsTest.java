package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.VmSplit;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.memory.FrameMemory;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** x86 tables written by hand after the Intel SDM, vol. 3, 4.5: bit 0 present, 1 writable, 2 user, 7 large, 63 no execute. */
final class TranslationsTest {

    private static final long ROOT = 0x1000;

    private final FrameMemory memory = new FrameMemory(12);
    private final List<String> seen = new ArrayList<>();

    private final TranslationVisitor log = new TranslationVisitor() {
        @Override
        public void mapping(Mapping m) {
            seen.add("%s=%s+%x %s".formatted(m.start(), m.base(), m.sizeBytes(), m.rights()));
        }

        @Override
        public void table(PhysAddr table, int sizeBytes, int level, AddressRange span) {
            seen.add("table %s %d level %d %s".formatted(table, sizeBytes, level, span));
        }

        @Override
        public void reserved(VirtAddr start, PhysAddr entry, long raw, int level, String why) {
            seen.add("reserved %s at %s level %d".formatted(start, entry, level));
        }

        @Override
        public void notHeld(AddressRange range, PhysAddr entry, int level) {
            seen.add("not held %s at %s level %d".formatted(range, entry, level));
        }
    };

    private void entry(long table, int index, long raw) {
        memory.store(new PhysAddr(table + index * 8L), 8, raw);
    }

    private Translations translations(Architecture architecture) {
        return new Translations(new X86Regime(architecture, ROOT, X86Control.LINUX), memory);
    }

    private void aUserPageALargePageAndAKernelPage() {
        entry(ROOT, 0, 0x2007);
        entry(0x2000, 0, 0x3007);
        entry(0x3000, 0, 0x4007);
        entry(0x4000, 1, 0x7000 | 0x5);
        entry(0x3000, 1, 0x40_0000 | 0x87);
        entry(ROOT, 511, 0x5003);
        entry(0x5000, 511, 0x8000_0000_4000_0083L);
    }

    @Test
    void visitsBothHalvesInAscendingOrderWithTheTablesAboveEachLeaf() {
        aUserPageALargePageAndAKernelPage();

        assertThat(translations(X86_64.FOUR_LEVEL).visitAll(log)).isEqualTo(new Translations.Outcome.Complete(6));
        assertThat(seen)
                .containsExactly(
                        "table 0x1000 4096 level 3 0-1000000000000",
                        "table 0x2000 4096 level 2 0-8000000000",
                        "table 0x3000 4096 level 1 0-40000000",
                        "table 0x4000 4096 level 0 0-200000",
                        "0x1000=0x7000+1000 r--/r-x",
                        "0x200000=0x400000+200000 rw-/rwx",
                        "table 0x1000 4096 level 3 ffff000000000000-10000000000000000",
                        "table 0x5000 4096 level 2 ffffff8000000000-10000000000000000",
                        "0xffffffffc0000000=0x40000000+40000000 rw-/---");
    }

    @Test
    void visitsWhatOverlapsARangeWhole() {
        aUserPageALargePageAndAKernelPage();

        translations(X86_64.FOUR_LEVEL)
                .visit(
                        AddressRange.of(0x2ff000, 0x300000),
                        m -> seen.add(m.range().toString()));
        translations(X86_64.FOUR_LEVEL)
                .visit(
                        AddressRange.of(0x2000, 0x200000),
                        m -> seen.add(m.range().toString()));
        translations(X86_64.FOUR_LEVEL)
                .visit(AddressRange.of(-4096, 0), m -> seen.add(m.range().toString()));

        assertThat(seen).containsExactly("200000-400000", "ffffffffc0000000-10000000000000000");
    }

    @Test
    void namesReservedEntriesAndThoseThatAreNotHeld() {
        entry(ROOT, 0, 0x2007);
        entry(ROOT, 1, 0x87);
        entry(0x2000, 3, 0x9_0007);

        translations(X86_64.FOUR_LEVEL).visitAll(log);

        assertThat(seen)
                .contains("not held c0000000-100000000 at 0x90000 level 1", "reserved 0x8000000000 at 0x1008 level 3");
    }

    @Test
    void followsATableThatPointsToItselfAsTheHardwareDoes() {
        entry(ROOT, 2, ROOT | 3);
        entry(ROOT, 3, 0x6003);

        List<String> starts = new ArrayList<>();
        Translations.Outcome outcome = new Translations(
                        new X86Regime(X86_64.FOUR_LEVEL, ROOT, X86Control.LINUX), memory)
                .visit(AddressRange.of(2L << 39, 3L << 39), m -> starts.add(m.start() + " " + m.base()));

        long all = (2L << 39) | (2L << 30) | (2L << 21);
        assertThat(starts)
                .containsExactly("0x%x 0x1000".formatted(all | (2L << 12)), "0x%x 0x6000".formatted(all | (3L << 12)));
        assertThat(outcome).isEqualTo(new Translations.Outcome.Complete(6));
    }

    @Test
    void stopsWhereTheBudgetEndsAndSaysWhere() {
        for (int i = 0; i < 512; i++) {
            entry(ROOT, i, ROOT | 3);
        }

        Translations.Outcome outcome = new Translations(
                        new X86Regime(X86_64.FOUR_LEVEL, ROOT, X86Control.LINUX), memory, 1000)
                .visitAll(m -> {});

        assertThat(outcome).isEqualTo(new Translations.Outcome.Stopped(new VirtAddr(0x7c800000), 1000));
    }

    @Test
    void sizesTheRootOfPae() {
        entry(0x1000, 3, 0x2001);
        entry(0x2000, 511, 0x4000_0083);

        translations(I386.pae(VmSplit.G3)).visitAll(log);

        assertThat(seen)
                .containsExactly(
                        "table 0x1000 32 level 2 0-100000000",
                        "table 0x2000 4096 level 1 c0000000-100000000",
                        "0xffe00000=0x40000000+200000 rwx/---");
    }

    @Test
    void joinsWhatFollowsInBothSpaces() {
        aUserPageALargePageAndAKernelPage();
        entry(0x4000, 2, 0x8000 | 0x5);
        entry(0x4000, 3, 0x9000 | 0x7);
        entry(0x4000, 4, 0xf000 | 0x7);

        List<String> contiguous = new ArrayList<>();
        Coalescer<Rights> placed = Coalescer.contiguous(
                Mapping::rights, r -> contiguous.add(r.range() + " " + r.base() + " " + r.pages()));
        translations(X86_64.FOUR_LEVEL).visit(AddressRange.of(0, 0x100000), placed);
        placed.finish();
        List<String> alike = new ArrayList<>();
        Coalescer<Rights> anywhere = Coalescer.virtual(Mapping::rights, r -> alike.add(r.range() + " " + r.common()));
        translations(X86_64.FOUR_LEVEL).visit(AddressRange.of(0, 0x100000), anywhere);
        anywhere.finish();

        assertThat(contiguous).containsExactly("1000-3000 0x7000 2", "3000-4000 0x9000 1", "4000-5000 0xf000 1");
        assertThat(alike).containsExactly("1000-3000 r--/r-x", "3000-5000 rw-/rwx");
    }
}
