package dev.plumbline.inspector.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Painting beside the plainest way to paint: page by page, claim by claim. */
class PaintingTest {

    private static final int PAGE = 4096;

    @Test
    void aLaterClaimCoversAnEarlierOneAndTheRestStays() {
        Painting painting = Painting.of(
                List.of(vma(0x10, 0x20, "rw-p")),
                List.of(claim(0x10, 0x20, Owner.JAVA_HEAP, ""), claim(0x14, 0x16, Owner.GC, "bitmap")),
                PAGE);

        assertThat(painting.parts())
                .extracting(p -> p.range() + " " + p.owner().word() + " " + p.label())
                .containsExactly("10000-14000 java-heap ", "14000-16000 gc bitmap", "16000-20000 java-heap ");
        assertThat(painting.inVain()).isEmpty();
    }

    @Test
    void aClaimReachesToTheBoundsOfItsPages() {
        Claim odd = new Claim(AddressRange.of(0x12010, 0x13001), Owner.CODE_CACHE, "stubs", "test");

        Painting painting = Painting.of(List.of(vma(0x10, 0x20, "rwxp")), List.of(odd), PAGE);

        assertThat(painting.parts().get(1).range()).hasToString("12000-14000");
    }

    @Test
    void whatNoMappingBacksIsClaimedInVain() {
        Claim nowhere = claim(0x20, 0x30, Owner.GC, "");
        Claim covered = claim(0x10, 0x11, Owner.GC, "below");

        Painting painting = Painting.of(
                List.of(vma(0x10, 0x20, "rw-p"), vma(0x30, 0x31, "rw-p")),
                List.of(covered, claim(0x10, 0x20, Owner.CDS, ""), nowhere),
                PAGE);

        assertThat(painting.inVain()).containsExactly(nowhere);
    }

    @Test
    void theKernelsOwnMappingsAndImagesStayWhatTheyAre() {
        Vma stack = new Vma(AddressRange.of(0x10000, 0x20000), "rw-p", 0, 0, 0, 0, "[stack]", 1);
        Vma text = new Vma(AddressRange.of(0x20000, 0x30000), "r-xp", 0, 8, 1, 77, "/lib/libx.so", 2);
        Claim heap = claim(0x10, 0x40, Owner.JAVA_HEAP, "");

        Painting painting = Painting.of(List.of(stack, text, vma(0x30, 0x40, "rw-p")), List.of(heap), PAGE);

        assertThat(painting.parts())
                .extracting(Part::owner)
                .containsExactly(Owner.ANONYMOUS, Owner.ANONYMOUS, Owner.JAVA_HEAP);
        assertThat(painting.refused()).containsExactly(new Painting.Refusal(heap, stack));
    }

    /** As JDK 11 maps the first region of its archive. */
    @Test
    void anArchiveOfClassesMayHoldCode() {
        Vma code = new Vma(
                AddressRange.of(0x8_0000_0000L, 0x8_0000_2000L),
                "r-xp",
                0x1000,
                8,
                1,
                78,
                "/jdk/lib/server/classes.jsa",
                1);
        Claim archive = new Claim(code.range(), Owner.CDS, "classes.jsa", "test");

        Painting painting = Painting.of(List.of(code), List.of(archive), PAGE);

        assertThat(painting.parts()).extracting(Part::owner).containsExactly(Owner.CDS);
        assertThat(painting.refused()).isEmpty();
    }

    @Test
    void aMappingAtTheEndOfTheAddressSpaceIsPainted() {
        Vma last = new Vma(AddressRange.of(-0x2000L, 0), "rw-p", 0, 0, 0, 0, "", 1);

        Painting painting = Painting.of(
                List.of(last), List.of(new Claim(AddressRange.of(-0x1000L, 0), Owner.GC, "", "test")), PAGE);

        assertThat(painting.parts()).extracting(p -> p.range().sizeBytes()).containsExactly(0x1000L, 0x1000L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyPageHasTheOwnerThatPaintingPageByPageGives(long seed) {
        Random random = new Random(seed);
        List<Vma> vmas = new ArrayList<>();
        long at = 1;
        for (int i = 0; i < 40; i++) {
            at += random.nextInt(3);
            long end = at + 1 + random.nextInt(12);
            vmas.add(vma(at, end, "rw-p"));
            at = end;
        }
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            long start = random.nextInt((int) at);
            claims.add(claim(start, start + 1 + random.nextInt(30), Owner.GC, "claim " + i));
        }

        Painting painting = Painting.of(vmas, claims, PAGE);

        long page = 0;
        for (Part part : painting.parts()) {
            assertThat(part.vma().range().contains(part.range())).isTrue();
            for (long a = part.range().start().value(); a != part.range().end().value(); a += PAGE) {
                assertThat(a).isGreaterThanOrEqualTo(page);
                page = a + PAGE;
                assertThat(part.label()).as("page %x", a).isEqualTo(lastOver(claims, a));
            }
        }
        assertThat(painting.parts().stream()
                        .mapToLong(p -> p.range().sizeBytes())
                        .sum())
                .isEqualTo(vmas.stream().mapToLong(v -> v.range().sizeBytes()).sum());
        assertThat(painting.inVain()).allMatch(c -> vmas.stream().noneMatch(v -> meet(v.range(), c.range())));
    }

    private static String lastOver(List<Claim> claims, long address) {
        String label = "";
        for (Claim claim : claims) {
            label = claim.range().contains(new VirtAddr(address)) ? claim.label() : label;
        }
        return label;
    }

    private static boolean meet(AddressRange a, AddressRange b) {
        return a.contains(b.start()) || b.contains(a.start());
    }

    private static Vma vma(long startPage, long endPage, String permissions) {
        return new Vma(AddressRange.of(startPage * PAGE, endPage * PAGE), permissions, 0, 0, 0, 0, "", 1);
    }

    private static Claim claim(long startPage, long endPage, Owner owner, String label) {
        return new Claim(AddressRange.of(startPage * PAGE, endPage * PAGE), owner, label, "test");
    }
}
