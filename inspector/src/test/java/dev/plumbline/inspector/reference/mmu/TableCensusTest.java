package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.Granule;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.VmSplit;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Expected numbers are worked out by hand from the manuals' spans: 2 MiB, 1 GiB and 512 GiB on x86-64. */
class TableCensusTest {

    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    @Test
    void onePageNeedsOneTableOfEachCountedLevel() {
        assertThat(bytes(X86_64.FOUR_LEVEL.format(), 0x400000)).isEqualTo(3 * 4096);
        assertThat(bytes(X86_64.LA57.format(), 0x400000)).isEqualTo(3 * 4096);
    }

    @Test
    void neighboursShareTablesUntilASpanEnds() {
        assertThat(bytes(X86_64.FOUR_LEVEL.format(), 0, 2 * MIB - 4096)).isEqualTo(3 * 4096);
        assertThat(bytes(X86_64.FOUR_LEVEL.format(), 0, 2 * MIB)).isEqualTo(4 * 4096);
        assertThat(bytes(X86_64.FOUR_LEVEL.format(), 0, GIB)).isEqualTo(5 * 4096);
        assertThat(bytes(X86_64.FOUR_LEVEL.format(), 0, 512 * GIB)).isEqualTo(6 * 4096);
    }

    @Test
    void paePreallocatesItsDirectories() {
        PageTableFormat pae = I386.pae(VmSplit.G3).format();

        assertThat(bytes(pae, 0x08048000, 0xbf800000L)).isEqualTo((3 + 2) * 4096);
        assertThat(bytes(pae, Directories.ALL, 0x08048000, 0xbf800000L)).isEqualTo((4 + 2) * 4096);
        assertThat(bytes(pae, Directories.ISOLATED, 0x08048000, 0xbf800000L)).isEqualTo((5 + 2) * 4096);
        assertThat(bytes(I386.pae(VmSplit.G2).format(), Directories.USER, 0x08048000))
                .isEqualTo((2 + 1) * 4096);
        assertThat(bytes(I386.pae(VmSplit.G2).format(), Directories.ISOLATED, 0x08048000))
                .isEqualTo((6 + 1) * 4096);
    }

    @Test
    void twoLevelsCountOneKind() {
        assertThat(bytes(I386.twoLevel(VmSplit.G3).format(), 0, 4 * MIB - 4096)).isEqualTo(4096);
        assertThat(bytes(I386.twoLevel(VmSplit.G3).format(), 0, 4 * MIB)).isEqualTo(2 * 4096);
    }

    @Test
    void armCountsHalfOfATableAndItsSpanIsTwoSections() {
        assertThat(bytes(Arm.shortDescriptor(VmSplit.G3).format(), MIB, 2 * MIB))
                .isEqualTo(2 * 2048);
        assertThat(bytes(Arm.shortDescriptor(VmSplit.G3).format(), 2 * MIB, 3 * MIB))
                .isEqualTo(2048);
    }

    @Test
    void sixteenKibPagesHaveTablesOfThirtyTwoMib() {
        PageTableFormat format = Aarch64.of(Granule.K16, 47).format();

        assertThat(bytes(format, 0, 32 * MIB - 16384)).isEqualTo(2 * 16384);
        assertThat(bytes(format, 0, 32 * MIB)).isEqualTo(3 * 16384);
    }

    @Test
    void hugePagesNeedNoTableBelowTheirEntry() {
        TableCensus census = new TableCensus(X86_64.FOUR_LEVEL.format(), Directories.USER);
        census.hugePage(0, 21);
        assertThat(census.bytes()).isEqualTo(2 * 4096);

        census.hugePage(512 * GIB, 30);
        assertThat(census.bytes()).isEqualTo(3 * 4096);

        census.hugePage(GIB, 16);
        assertThat(census.bytes()).isEqualTo(5 * 4096);
    }

    @Test
    void missingTablesAreThoseOfSpansWithoutPages() {
        TableCensus census = new TableCensus(X86_64.FOUR_LEVEL.format(), Directories.USER);
        census.page(0);

        assertThat(census.missingBytes(List.of(range(0, 2 * MIB)))).isZero();
        assertThat(census.missingBytes(List.of(range(0, 2 * MIB + 4096)))).isEqualTo(4096);
        assertThat(census.missingBytes(List.of(range(4 * MIB, 4 * MIB + 4096), range(4 * MIB + 8192, 8 * MIB))))
                .isEqualTo(2 * 4096);
        assertThat(census.missingBytes(List.of(range(GIB, 2 * GIB)))).isEqualTo(513 * 4096);
    }

    @Test
    void anyOrderOfPagesGivesTheSameTables() {
        long seed = 20261122;
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            TableCensus census = new TableCensus(X86_64.FOUR_LEVEL.format(), Directories.USER);
            TreeSet<Long> pte = new TreeSet<>();
            TreeSet<Long> pmd = new TreeSet<>();
            TreeSet<Long> pud = new TreeSet<>();
            for (int i = 0; i < 300; i++) {
                long address = random.nextLong(1L << 41) & -4096;
                census.page(address);
                pte.add(address / (2 * MIB));
                pmd.add(address / GIB);
                pud.add(address / (512 * GIB));
            }
            assertThat(census.bytes())
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(4096L * (pte.size() + pmd.size() + pud.size()));
            assertThat(census.lowest().spans().starts()[0])
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(pte.first() * 2 * MIB);
        }
    }

    private static long bytes(PageTableFormat format, long... pages) {
        return bytes(format, Directories.USER, pages);
    }

    private static long bytes(PageTableFormat format, Directories directories, long... pages) {
        return count(new TableCensus(format, directories), pages);
    }

    private static long count(TableCensus census, long... pages) {
        for (long page : pages) {
            census.page(page);
        }
        return census.bytes();
    }

    private static AddressRange range(long start, long end) {
        return AddressRange.of(start, end);
    }
}
