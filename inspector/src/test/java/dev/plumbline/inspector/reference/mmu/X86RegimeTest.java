package dev.plumbline.inspector.reference.mmu;

import static dev.plumbline.inspector.reference.mmu.X86Bit.NXE;
import static dev.plumbline.inspector.reference.mmu.X86Bit.PAGES_1G;
import static dev.plumbline.inspector.reference.mmu.X86Bit.PSE;
import static dev.plumbline.inspector.reference.mmu.X86Bit.SMEP;
import static dev.plumbline.inspector.reference.mmu.X86Bit.WP;
import static dev.plumbline.inspector.reference.mmu.X86Tables.A;
import static dev.plumbline.inspector.reference.mmu.X86Tables.D;
import static dev.plumbline.inspector.reference.mmu.X86Tables.OPEN;
import static dev.plumbline.inspector.reference.mmu.X86Tables.P;
import static dev.plumbline.inspector.reference.mmu.X86Tables.PAE;
import static dev.plumbline.inspector.reference.mmu.X86Tables.PAGE;
import static dev.plumbline.inspector.reference.mmu.X86Tables.PS;
import static dev.plumbline.inspector.reference.mmu.X86Tables.RW;
import static dev.plumbline.inspector.reference.mmu.X86Tables.TWO_LEVEL;
import static dev.plumbline.inspector.reference.mmu.X86Tables.US;
import static dev.plumbline.inspector.reference.mmu.X86Tables.XD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.reference.mmu.Access.Kind;
import dev.plumbline.inspector.reference.mmu.Access.Privilege;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What x86 entries mean beside faults: addresses, rights, A and D, memory types, names of flags. */
class X86RegimeTest {

    private static final Access READ = Access.of(Kind.READ, Privilege.USER);
    private static final Access WRITE = Access.of(Kind.WRITE, Privilege.USER);

    private static Walk.Translated translated(X86Tables tables, X86Control control) {
        return (Walk.Translated) tables.walker(control).translate(tables.address);
    }

    @Test
    void mapsThePagesOfEachMode() {
        X86Control control = X86Bit.control(40, 0, 0, List.of(PSE, PAGES_1G));
        for (Architecture mode : X86Tables.MODES) {
            X86Tables tables = new X86Tables(mode);
            assertThat(translated(tables, control).address()).isEqualTo(new PhysAddr(PAGE + 0x678));
            tables.set(1, PAGE | OPEN | PS);
            boolean big = mode == TWO_LEVEL;
            assertThat(translated(tables, control).sizeShift()).isEqualTo(big ? 22 : 21);
            assertThat(translated(tables, control).address())
                    .isEqualTo(new PhysAddr(PAGE + (big ? 0x345678 : 0x145678)));
        }
        X86Tables tables = new X86Tables(X86_64.LA57);
        tables.set(2, PAGE | OPEN | PS);
        assertThat(translated(tables, control).address()).isEqualTo(new PhysAddr(PAGE + 0x12345678));
    }

    /** Whatever PS means under these control bits, a walk shows the word that stands in memory. */
    @Test
    void showsAnEntryAsItStandsWithoutPse() {
        X86Tables tables = new X86Tables(TWO_LEVEL);
        for (long entry : List.of(PAGE | PS, PAGE | OPEN | PS, PS)) {
            tables.set(1, entry);
            Trace trace = tables.walker(X86Bit.control(40, 0, 0, List.of())).trace(tables.address);
            assertThat(trace.steps().get(0).entry().raw()).isEqualTo(entry);
        }
    }

    /** Table 4-4: bits 20:13 of a 4M page's entry are bits 39:32 of the address. */
    @Test
    void reaches40BitsFrom32BitEntries() {
        X86Tables tables = new X86Tables(TWO_LEVEL);
        tables.set(1, 0xa5L << 13 | PAGE | OPEN | PS);
        assertThat(translated(tables, X86Bit.control(PSE)).address()).isEqualTo(new PhysAddr(0xa540345678L));
    }

    @Test
    void ignoresPsOf32BitEntriesWithoutPse() {
        X86Tables tables = new X86Tables(TWO_LEVEL);
        tables.set(1, tables.table(1, OPEN | PS));
        assertThat(translated(tables, X86Bit.control()).address()).isEqualTo(new PhysAddr(PAGE + 0x678));
        Trace trace = tables.walker(X86Bit.control()).trace(tables.address);
        assertThat(trace.steps().get(0).entry().raw()).isEqualTo(tables.table(1, OPEN | PS));
        assertThat(trace.steps().get(0).flags()).containsExactly("P", "R/W", "U/S");
    }

    @Test
    void combinesTheLevels() {
        for (Architecture mode : X86Tables.MODES) {
            for (int level = 0; level < new X86Tables(mode).top() + 1; level++) {
                X86Tables tables = new X86Tables(mode);
                if (tables.pointer(level)) {
                    continue;
                }
                long open = level == 0 ? PAGE | OPEN : tables.table(level, OPEN);
                X86Control control = X86Bit.control(WP, NXE, SMEP);
                assertThat(translated(tables, control).rights()).hasToString("rw-/rwx");
                tables.set(level, open & ~RW);
                assertThat(translated(tables, control).rights()).hasToString("r--/r-x");
                assertThat(translated(tables, X86Bit.control()).rights()).hasToString("rwx/r-x");
                tables.set(level, open & ~US);
                assertThat(translated(tables, control).rights()).hasToString("rwx/---");
                if (mode != TWO_LEVEL) {
                    tables.set(level, open | XD);
                    assertThat(translated(tables, control).rights()).hasToString("rw-/rw-");
                }
            }
        }
    }

    @Test
    void setsAccessedOnTheWayAndDirtyInTheLeaf() {
        for (Architecture mode : X86Tables.MODES) {
            X86Tables tables = new X86Tables(mode);
            Walk.Translated read = (Walk.Translated) tables.access(X86Control.LINUX, READ);
            int levels = tables.top() + 1 - (mode == PAE ? 1 : 0);
            assertThat(read.effects()).hasSize(levels).allMatch(e -> e.flag().equals("A"));
            assertThat(read.effects()).allMatch(e -> e.after() == (e.before() | A));
            Walk.Translated write = (Walk.Translated) tables.access(X86Control.LINUX, WRITE);
            assertThat(write.effects().get(levels - 1))
                    .isEqualTo(new Effect(tables.at(0), PAGE | OPEN, PAGE | OPEN | A | D, "D"));
            for (Effect effect : write.effects()) {
                tables.memory.store(effect.entry(), mode == TWO_LEVEL ? 4 : 8, effect.after());
            }
            assertThat(((Walk.Translated) tables.access(X86Control.LINUX, WRITE)).effects())
                    .isEmpty();
            assertThat(translated(new X86Tables(mode), X86Control.LINUX).effects())
                    .isEmpty();
        }
    }

    /** 4.9.2: the index is PAT, PCD, PWT; PAT is bit 7 of a 4K page and bit 12 of a larger one. */
    @Test
    void selectsTheMemoryType() {
        List<String> linux = List.of("WB", "WC", "UC-", "UC", "WB", "WP", "UC-", "WT");
        X86Control control = X86Bit.control(PSE);
        for (Architecture mode : X86Tables.MODES) {
            for (int index = 0; index < 8; index++) {
                X86Tables tables = new X86Tables(mode);
                long low = (index & 3L) << 3;
                tables.set(0, PAGE | OPEN | low | (long) (index >> 2) << 7);
                assertThat(translated(tables, control).memory())
                        .isEqualTo(new MemoryType("PAT " + index, linux.get(index)));
                tables.set(1, PAGE | OPEN | PS | low | (long) (index >> 2) << 12);
                assertThat(translated(tables, control).memory())
                        .isEqualTo(new MemoryType("PAT " + index, linux.get(index)));
            }
        }
    }

    @Test
    void namesTheFlagsOfEachShape() {
        X86Tables tables = new X86Tables(X86_64.FOUR_LEVEL);
        long key = 5L << 59;
        tables.set(3, tables.table(3, OPEN | A | D | 1 << 8 | key | XD));
        tables.set(0, PAGE | OPEN | A | D | PS | 1 << 8 | key);
        assertThat(flags(tables, 0)).containsExactly("P", "R/W", "U/S", "A", "XD");
        assertThat(flags(tables, 3)).containsExactly("P", "R/W", "U/S", "A", "D", "PAT", "G", "protection key=5");
        tables.set(1, PAGE | OPEN | A | D | PS | 1 << 12 | 1 << 8);
        assertThat(flags(tables, 2)).containsExactly("P", "R/W", "U/S", "A", "D", "PS", "G", "PAT");
        tables.set(1, -2L);
        assertThat(flags(tables, 2)).isEmpty();
        X86Tables pae = new X86Tables(PAE);
        pae.set(2, pae.table(2, P | 1 << 3));
        assertThat(flags(pae, 0)).containsExactly("P", "PWT");
    }

    private static List<String> flags(X86Tables tables, int step) {
        return tables.walker(X86Control.LINUX)
                .trace(tables.address)
                .steps()
                .get(step)
                .flags();
    }

    @Test
    void takesTheRootWithoutTheFlagsOfCr3() {
        X86Tables tables = new X86Tables(X86_64.FOUR_LEVEL);
        long identifierAndMasking = 1L << 62 | 0x123;
        Walker walker = new Walker(
                new X86Regime(X86_64.FOUR_LEVEL, 0x1000 | identifierAndMasking, X86Control.LINUX), tables.memory);
        assertThat(walker.translate(tables.address)).isInstanceOf(Walk.Translated.class);
    }

    @Test
    void refusesAnAddressWidthThatNoProcessorHas() {
        assertThatThrownBy(() -> X86Bit.control(53, 0, 0, List.of())).hasMessageContaining("53");
        assertThatThrownBy(() -> X86Bit.control(31, 0, 0, List.of())).hasMessageContaining("31");
    }
}
