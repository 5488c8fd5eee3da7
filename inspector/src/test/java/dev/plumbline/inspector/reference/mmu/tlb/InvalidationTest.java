package dev.plumbline.inspector.reference.mmu.tlb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What each instruction leaves, by its manual's words. */
class InvalidationTest {

    private static final long PAGE = 0x1000;
    private static final long OTHER = 0x2000;
    private static final long GLOBAL = 0x8000_0000L;
    private static final int FETCH = 0;

    /** Address spaces 1 and 2 with two pages each, and a global page. */
    private final Tlb tlb = filled();

    private static Tlb filled() {
        ArraySpec array =
                new ArraySpec("L1", 1, ArraySpec.UNIFIED, List.of(12), 1, 8, SetIndex.LINEAR, Replacement.LRU);
        TlbModel model = new TlbModel("one", "one", "any", List.of(array), List.of(), false, List.of(), List.of());
        Tlb tlb = new Tlb(model, WalkShape.of(12, 21, 30, 39), a -> a >= GLOBAL ? 12 | PageSizes.GLOBAL : 12, 1);
        for (int space = 1; space <= 2; space++) {
            tlb.switchTo(space);
            tlb.access(PAGE, FETCH);
            tlb.access(OTHER, FETCH);
            tlb.access(GLOBAL, FETCH);
        }
        return tlb;
    }

    /** What is left after an instruction, as {@code space:page}. */
    private Set<String> left(Invalidation instruction) {
        tlb.invalidate(instruction);
        Set<String> left = new TreeSet<>();
        for (int space = 1; space <= 2; space++) {
            tlb.switchTo(space);
            for (long page : new long[] {PAGE, OTHER, GLOBAL}) {
                if (tlb.access(page, FETCH) == 0) {
                    left.add(space + (page == PAGE ? ":page" : page == OTHER ? ":other" : ":global"));
                }
            }
        }
        return left;
    }

    @Test
    void everythingStandsBefore() {
        assertThat(left(Invalidation.movToCr3(1, true)))
                .containsExactly("1:global", "1:other", "1:page", "2:global", "2:other", "2:page");
    }

    @Test
    void invlpgTakesThePageOfTheCurrentPcid() {
        assertThat(left(Invalidation.invlpg(PAGE, 12, 1)))
                .containsExactly("1:global", "1:other", "2:global", "2:other", "2:page");
    }

    /** "INVLPG also invalidates any global TLB entries ... regardless of PCID" (SDM vol. 3, 4.10.4.1). */
    @Test
    void invlpgTakesGlobalPages() {
        assertThat(tlb.invalidate(Invalidation.invlpg(GLOBAL, 12, 1))).isEqualTo(1);
    }

    @Test
    void movToCr3KeepsGlobalPagesAndOtherPcids() {
        // The global page was found by space 1 again, so both see it.
        assertThat(left(Invalidation.movToCr3(1, false))).containsExactly("1:global", "2:global", "2:other", "2:page");
    }

    @Test
    void invpcidByType() {
        assertThat(filledAfter(Invalidation.invpcidAddress(GLOBAL, 12, 1))).isZero();
        assertThat(filledAfter(Invalidation.invpcidAddress(PAGE, 12, 2))).isEqualTo(1);
        assertThat(filledAfter(Invalidation.invpcidContext(2))).isEqualTo(2);
        assertThat(filledAfter(Invalidation.invpcidAll())).isEqualTo(5);
        assertThat(filledAfter(Invalidation.invpcidAllNotGlobal())).isEqualTo(4);
        assertThat(filledAfter(Invalidation.movToCr4Pge())).isEqualTo(5);
    }

    @Test
    void sfenceVmaByOperands() {
        OptionalLong page = OptionalLong.of(PAGE);
        OptionalLong global = OptionalLong.of(GLOBAL);
        OptionalInt asid = OptionalInt.of(1);
        assertThat(filledAfter(Invalidation.sfenceVma(OptionalLong.empty(), 12, OptionalInt.empty())))
                .isEqualTo(5);
        assertThat(filledAfter(Invalidation.sfenceVma(OptionalLong.empty(), 12, asid)))
                .isEqualTo(2);
        assertThat(filledAfter(Invalidation.sfenceVma(page, 12, OptionalInt.empty())))
                .isEqualTo(2);
        assertThat(filledAfter(Invalidation.sfenceVma(page, 12, asid))).isEqualTo(1);
        assertThat(filledAfter(Invalidation.sfenceVma(global, 12, asid))).isZero();
        assertThat(filledAfter(Invalidation.sfenceVma(global, 12, OptionalInt.empty())))
                .isEqualTo(1);
    }

    @Test
    void tlbiByOperation() {
        assertThat(filledAfter(Invalidation.tlbiVmalle1())).isEqualTo(5);
        assertThat(filledAfter(Invalidation.tlbiAside1(2))).isEqualTo(2);
        assertThat(filledAfter(Invalidation.tlbiVae1(PAGE, 12, 2))).isEqualTo(1);
        assertThat(filledAfter(Invalidation.tlbiVae1(GLOBAL, 12, 2))).isEqualTo(1);
        assertThat(filledAfter(Invalidation.tlbiVaae1(PAGE, 12))).isEqualTo(2);
        assertThat(filledAfter(Invalidation.tlbiVale1(PAGE, 12, 1))).isEqualTo(1);
        assertThat(filledAfter(Invalidation.tlbiVaale1(OTHER, 12))).isEqualTo(2);
    }

    /** A 2 MiB page held in 4 KiB pieces goes as a whole. */
    @Test
    void piecesOfALargePageGoTogether() {
        ArraySpec array =
                new ArraySpec("L1", 1, ArraySpec.UNIFIED, List.of(12), 1, 8, SetIndex.LINEAR, Replacement.LRU);
        TlbModel model = new TlbModel("one", "one", "any", List.of(array), List.of(), false, List.of(), List.of());
        Tlb pieces = new Tlb(model, WalkShape.of(12, 21, 30, 39), PageSizes.constant(21), 1);
        for (long address : new long[] {0, 0x1000, 0x1ff000, 0x200000}) {
            pieces.access(address, FETCH);
        }
        assertThat(pieces.invalidate(Invalidation.invlpg(0x55000, 21, 0))).isEqualTo(3);
    }

    private static int filledAfter(Invalidation instruction) {
        return filled().invalidate(instruction);
    }
}
