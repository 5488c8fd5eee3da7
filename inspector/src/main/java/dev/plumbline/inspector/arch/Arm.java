package dev.plumbline.inspector.arch;

import static dev.plumbline.inspector.arch.AddressSegment.inPlace;
import static dev.plumbline.inspector.arch.PageTableRole.PGD;
import static dev.plumbline.inspector.arch.PageTableRole.PMD;
import static dev.plumbline.inspector.arch.PageTableRole.PTE;

import dev.plumbline.inspector.arch.Region.Part;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * 32-bit Arm with short and with long (LPAE) descriptors. Entries: Arm ARM (ARMv7-A) B3.5 and B3.6; the kernel's ranges:
 * Documentation/arch/arm/memory.rst, arch/arm/include/asm/memory.h (6.1).
 *
 * @param lpae three levels of 64-bit descriptors (CONFIG_ARM_LPAE)
 * @param split where the kernel's linear map begins
 * @param format the page-table format
 */
public record Arm(boolean lpae, VmSplit split, PageTableFormat format) implements Architecture {

    /** Splits that Kconfig offers with short descriptors. */
    static final List<VmSplit> SPLITS = List.of(VmSplit.G3, VmSplit.G3_OPT, VmSplit.G2, VmSplit.G1);

    /** Splits that Kconfig offers with LPAE. */
    static final List<VmSplit> SPLITS_LPAE = List.of(VmSplit.G3, VmSplit.G2, VmSplit.G1);

    private static final String SHORT = "Arm ARM (ARMv7-A) B3.5";
    private static final String LONG = "Arm ARM (ARMv7-A) B3.6";
    private static final String MEMORY_H = "arch/arm/include/asm/memory.h";
    private static final FlagBits B = FlagBits.of("B", 2, SHORT);
    private static final FlagBits C = FlagBits.of("C", 3, SHORT);
    private static final FlagBits DOMAIN = new FlagBits("domain", 5, 4, SHORT);
    private static final List<FlagBits> FIRST_TABLE_FLAGS =
            List.of(FlagBits.of("PXN", 2, SHORT), FlagBits.of("NS", 3, SHORT), DOMAIN);
    private static final List<FlagBits> SUPERSECTION_FLAGS = List.of(
            FlagBits.of("PXN", 0, SHORT),
            B,
            C,
            FlagBits.of("XN", 4, SHORT),
            new FlagBits("AP[1:0]", 10, 2, SHORT),
            new FlagBits("TEX[2:0]", 12, 3, SHORT),
            FlagBits.of("AP[2]", 15, SHORT),
            FlagBits.of("S", 16, SHORT),
            FlagBits.of("nG", 17, SHORT),
            FlagBits.of("NS", 19, SHORT));
    private static final List<FlagBits> SECTION_FLAGS = Stream.concat(SUPERSECTION_FLAGS.stream(), Stream.of(DOMAIN))
            .sorted(Comparator.comparingInt(FlagBits::low))
            .toList();
    private static final List<FlagBits> LARGE_PAGE_FLAGS = List.of(
            B,
            C,
            new FlagBits("AP[1:0]", 4, 2, SHORT),
            FlagBits.of("AP[2]", 9, SHORT),
            FlagBits.of("S", 10, SHORT),
            FlagBits.of("nG", 11, SHORT),
            new FlagBits("TEX[2:0]", 12, 3, SHORT),
            FlagBits.of("XN", 15, SHORT));
    private static final List<FlagBits> TABLE_FLAGS = List.of(
            new FlagBits("type", 0, 2, LONG),
            FlagBits.of("PXNTable", 59, LONG),
            FlagBits.of("XNTable", 60, LONG),
            new FlagBits("APTable", 61, 2, LONG),
            FlagBits.of("NSTable", 63, LONG));
    private static final long MODULES_BELOW = 16L << 20;

    /**
     * Two levels of 32-bit descriptors. The hardware's first level has 4096 entries of 1 MiB; Linux treats pairs of them as
     * one of 2048 PGD entries, and keeps two hardware tables and their software twins in one page, of which it counts the
     * twins' 512 entries (arch/arm/include/asm/pgtable-2level.h).
     */
    public static Arm shortDescriptor(VmSplit split) {
        List<EntryForm> first = List.of(
                EntryForm.table(3, 1, 10, List.of(inPlace(31, 10)), 0, SHORT).withFlags(FIRST_TABLE_FLAGS),
                EntryForm.leaf("section", 2 | 1 << 18, 2, 20, List.of(inPlace(31, 20)), 0, SHORT)
                        .withFlags(SECTION_FLAGS),
                EntryForm.leaf(
                                "supersection",
                                2 | 1 << 18,
                                2 | 1 << 18,
                                24,
                                List.of(inPlace(31, 24), new AddressSegment(20, 4, 32), new AddressSegment(5, 4, 36)),
                                0,
                                SHORT)
                        .withFlags(SUPERSECTION_FLAGS));
        List<EntryForm> second = List.of(
                EntryForm.leaf("large page", 3, 1, 16, List.of(inPlace(31, 16)), 0, SHORT)
                        .withFlags(LARGE_PAGE_FLAGS),
                EntryForm.leaf("small page", 2, 2, 12, List.of(inPlace(31, 12)), 0, SHORT));
        List<FlagBits> flags = List.of(
                FlagBits.of("XN", 0, SHORT),
                FlagBits.of("small page", 1, SHORT),
                B,
                C,
                new FlagBits("AP[1:0]", 4, 2, SHORT),
                new FlagBits("TEX[2:0]", 6, 3, SHORT),
                FlagBits.of("AP[2]", 9, SHORT),
                FlagBits.of("S", 10, SHORT),
                FlagBits.of("nG", 11, SHORT));
        return new Arm(
                false,
                split,
                new PageTableFormat(
                        "short descriptors",
                        12,
                        List.of(new TableLevel(PTE, 12, 8, 4, second), new TableLevel(PGD, 20, 12, 4, first)),
                        flags,
                        Optional.empty(),
                        List.of(KernelTable.counted(PTE, 21, 512 * 4), KernelTable.notCounted(PGD, 32))));
    }

    /**
     * Three levels of 64-bit descriptors. Every process is born with the page directory of its modules and PKMAP area
     * (arch/arm/mm/pgd.c pgd_alloc).
     */
    public static Arm lpae(VmSplit split) {
        List<AddressSegment> page = List.of(inPlace(39, 12));
        EntryForm table = EntryForm.table(3, 3, 12, page, 0, LONG).withFlags(TABLE_FLAGS);
        List<TableLevel> levels = List.of(
                new TableLevel(
                        PTE,
                        12,
                        9,
                        8,
                        List.of(
                                EntryForm.leaf("page", 3, 3, 12, page, 0, LONG),
                                EntryForm.reserved("block at the last level", 3, 1, LONG))),
                new TableLevel(
                        PMD,
                        21,
                        9,
                        8,
                        List.of(table, EntryForm.leaf("2M block", 3, 1, 21, List.of(inPlace(39, 21)), 0, LONG))),
                new TableLevel(
                        PGD,
                        30,
                        2,
                        8,
                        List.of(table, EntryForm.leaf("1G block", 3, 1, 30, List.of(inPlace(39, 30)), 0, LONG))));
        List<FlagBits> flags = List.of(
                new FlagBits("type", 0, 2, LONG),
                new FlagBits("AttrIndx", 2, 3, LONG),
                FlagBits.of("NS", 5, LONG),
                new FlagBits("AP[2:1]", 6, 2, LONG),
                new FlagBits("SH", 8, 2, LONG),
                FlagBits.of("AF", 10, LONG),
                FlagBits.of("nG", 11, LONG),
                FlagBits.of("Contiguous", 52, LONG),
                FlagBits.of("PXN", 53, LONG),
                FlagBits.of("XN", 54, LONG),
                new FlagBits("software", 55, 4, "arch/arm/include/asm/pgtable-3level.h"));
        KernelTable directories = new KernelTable(
                PMD, 30, new KernelTable.PerTable(4096), List.of(new VirtAddr(split.pageOffset() - MODULES_BELOW)));
        return new Arm(
                true,
                split,
                new PageTableFormat(
                        "long descriptors",
                        12,
                        levels,
                        flags,
                        Optional.empty(),
                        List.of(KernelTable.counted(PTE, 21, 4096), directories, KernelTable.notCounted(PGD, 32))));
    }

    @Override
    public String machine() {
        return "arm";
    }

    @Override
    public String variant() {
        return (lpae ? "LPAE, " : "short descriptors, ") + split;
    }

    @Override
    public AddressSpace addressSpace() {
        long taskSize = split.pageOffset() - MODULES_BELOW;
        AddressRange user = AddressRange.of(0, taskSize);
        AddressRange linear = AddressRange.of(split.pageOffset(), 1L << 32);
        return new AddressSpace(
                user,
                user,
                Optional.empty(),
                AddressRange.of(taskSize, 1L << 32),
                "TASK_SIZE = PAGE_OFFSET - 16M, " + MEMORY_H,
                List.of(new AddressSpace.Gate("[vectors]", AddressRange.of(0xffff0000L, 0xffff1000L))),
                List.of(
                        new Region(Part.KERNEL_IMAGE, linear, "linked at PAGE_OFFSET + TEXT_OFFSET, " + MEMORY_H),
                        new Region(
                                Part.MODULES,
                                AddressRange.of(taskSize, 1L << 32),
                                "MODULES_VADDR " + MEMORY_H + "; with CONFIG_ARM_MODULE_PLTS also vmalloc's range"),
                        new Region(Part.DIRECT_MAP, linear, MEMORY_H),
                        new Region(Part.VMALLOC, AddressRange.of(split.pageOffset(), 0xff800000L), "VMALLOC_END")));
    }

    @Override
    public AslrBits aslrBits() {
        int max = split.equals(VmSplit.G1) ? 14 : split.equals(VmSplit.G2) ? 15 : 16;
        return new AslrBits(new AslrBits.Range(8, max), Optional.empty(), "arch/arm/Kconfig ARCH_MMAP_RND_BITS_*");
    }

    @Override
    public List<ZoneLimit> zones() {
        String source = "arch/arm/mm/init.c zone_sizes_init, arm_adjust_dma_zone";
        return List.of(
                new ZoneLimit(
                        "DMA", new ZoneLimit.Lowmem(), source + ": a machine without a limit has all lowmem here"),
                new ZoneLimit("Normal", new ZoneLimit.Lowmem(), source),
                new ZoneLimit("HighMem", new ZoneLimit.EndOfRam(), source));
    }

    @Override
    public List<LayoutConstant> layoutConstants() {
        long taskSize = split.pageOffset() - MODULES_BELOW;
        return List.of(
                new LayoutConstant("PAGE_OFFSET", split.pageOffset(), MEMORY_H),
                new LayoutConstant("TASK_SIZE", taskSize, MEMORY_H),
                new LayoutConstant("STACK_TOP", taskSize, "arch/arm/include/asm/processor.h"),
                new LayoutConstant("TASK_UNMAPPED_BASE", (taskSize / 3 + (16 << 20) - 1) & -(16L << 20), MEMORY_H),
                new LayoutConstant("VMALLOC_END", 0xff800000L, "arch/arm/include/asm/pgtable.h"),
                new LayoutConstant("STACK_RND_MASK", 0x7ff, "fs/binfmt_elf.c"),
                new LayoutConstant("ELF_ET_DYN_BASE", 0x400000, "arch/arm/include/asm/elf.h"));
    }
}
