package dev.plumbline.inspector.arch;

import static dev.plumbline.inspector.arch.AddressSegment.inPlace;
import static dev.plumbline.inspector.arch.PageTableRole.PGD;
import static dev.plumbline.inspector.arch.PageTableRole.PMD;
import static dev.plumbline.inspector.arch.PageTableRole.PTE;

import dev.plumbline.inspector.arch.Region.Part;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;
import java.util.Optional;

/**
 * 32-bit x86 with two-level and with PAE paging. Entries: Intel SDM volume 3, 4.3 (32-bit paging) and 4.4 (PAE); the
 * kernel's ranges: arch/x86/include/asm/pgtable_32_areas.h (6.1).
 *
 * @param pae three levels of 64-bit entries (CONFIG_X86_PAE)
 * @param split where user addresses end
 * @param format the page-table format
 */
public record I386(boolean pae, VmSplit split, PageTableFormat format) implements Architecture {

    /** Splits that Kconfig offers without PAE. */
    static final List<VmSplit> SPLITS = List.of(VmSplit.G3, VmSplit.G3_OPT, VmSplit.G2, VmSplit.G2_OPT, VmSplit.G1);

    /** Splits that Kconfig offers with PAE: the optimized ones cut through a page directory. */
    static final List<VmSplit> SPLITS_PAE = List.of(VmSplit.G3, VmSplit.G2, VmSplit.G1);

    private static final String SDM32 = "Intel SDM vol. 3, 4.3";
    private static final String SDM_PAE = "Intel SDM vol. 3, 4.4";
    private static final long P = 1;
    private static final long LARGE = 1 | 1 << 7;

    /** Two levels of 32-bit entries. */
    public static I386 twoLevel(VmSplit split) {
        X86Flags flags = new X86Flags(X86Flags.Upper.NONE, SDM32);
        List<AddressSegment> frame = List.of(inPlace(31, 12));
        EntryForm page4m = EntryForm.leaf(
                        "4M page",
                        LARGE,
                        LARGE,
                        22,
                        List.of(inPlace(31, 22), new AddressSegment(13, 8, 32)),
                        1 << 21,
                        SDM32 + ", table 4-4 (PSE-36)")
                .withFlags(flags.largePage());
        EntryForm page4k = EntryForm.leaf("4K page", P, P, 12, frame, 0, SDM32).withFlags(flags.page());
        EntryForm table = EntryForm.table(LARGE, P, 12, frame, 0, SDM32).withFlags(flags.table());
        List<TableLevel> levels = List.of(
                new TableLevel(PTE, 12, 10, 4, List.of(page4k)),
                new TableLevel(PGD, 22, 10, 4, List.of(table, page4m)));
        return new I386(
                false,
                split,
                new PageTableFormat(
                        "32-bit paging",
                        12,
                        levels,
                        flags.page(),
                        Optional.empty(),
                        PageTableFormat.asTheHardware(levels)));
    }

    /**
     * Physical address extension: four page directories of 512 entries. Bit 5 of a page-directory pointer is reserved like
     * its neighbours, but is let pass: QEMU, which reads the pointers at every walk and not when CR3 is loaded, sets it for
     * A (target/i386/tcg/sysemu/excp_helper.c, 7.2), and its images have it.
     */
    public static I386 pae(VmSplit split) {
        List<AddressSegment> frame = List.of(inPlace(51, 12));
        long reservedHigh = 0x7ffL << 52;
        X86Flags flags = new X86Flags(X86Flags.Upper.PAE, SDM_PAE);
        EntryForm page4k = EntryForm.leaf("4K page", P, P, 12, frame, reservedHigh, SDM_PAE)
                .withFlags(flags.page());
        EntryForm page2m = EntryForm.leaf(
                        "2M page", LARGE, LARGE, 21, List.of(inPlace(51, 21)), reservedHigh | 0xffL << 13, SDM_PAE)
                .withFlags(flags.largePage());
        EntryForm table =
                EntryForm.table(LARGE, P, 12, frame, reservedHigh, SDM_PAE).withFlags(flags.table());
        long reservedLow = 0x1c6;
        EntryForm pointer = EntryForm.table(P, P, 12, frame, 0xfffL << 52 | reservedLow, SDM_PAE + ".1")
                .withFlags(flags.pointer());
        List<TableLevel> levels = List.of(
                new TableLevel(PTE, 12, 9, 8, List.of(page4k)),
                new TableLevel(PMD, 21, 9, 8, List.of(table, page2m)),
                new TableLevel(PGD, 30, 2, 8, List.of(pointer)));
        int userDirectories = (int) (split.pageOffset() >> 30);
        KernelTable directories = new KernelTable(
                PMD, 30, new KernelTable.Preallocated(userDirectories, 4, 4 + (4 - userDirectories), 4096), List.of());
        return new I386(
                true,
                split,
                new PageTableFormat(
                        "PAE paging",
                        12,
                        levels,
                        flags.page(),
                        Optional.empty(),
                        List.of(KernelTable.counted(PTE, 21, 4096), directories, KernelTable.notCounted(PGD, 32))));
    }

    @Override
    public String machine() {
        return "i386";
    }

    @Override
    public String variant() {
        return (pae ? "PAE" : "2-level") + " paging, " + split;
    }

    @Override
    public AddressSpace addressSpace() {
        AddressRange user = AddressRange.of(0, split.pageOffset());
        AddressRange kernel = AddressRange.of(split.pageOffset(), 1L << 32);
        String source = "arch/x86/include/asm/page_32_types.h, pgtable_32_areas.h";
        String order = source + ": lowmem, 8M, vmalloc, PKMAP, LDT remap, CPU entry areas, fixmap";
        return new AddressSpace(
                user,
                user,
                Optional.empty(),
                kernel,
                "TASK_SIZE = __PAGE_OFFSET = CONFIG_PAGE_OFFSET, " + source,
                List.of(),
                List.of(
                        new Region(Part.DIRECT_MAP, kernel, order),
                        new Region(Part.KERNEL_IMAGE, kernel, "linked at PAGE_OFFSET + CONFIG_PHYSICAL_START"),
                        new Region(Part.VMALLOC, kernel, order),
                        new Region(Part.MODULES, kernel, "MODULES_VADDR = VMALLOC_START, " + source)));
    }

    @Override
    public AslrBits aslrBits() {
        return new AslrBits(new AslrBits.Range(8, 16), Optional.empty(), "arch/x86/Kconfig ARCH_MMAP_RND_BITS_*");
    }

    @Override
    public List<ZoneLimit> zones() {
        String source = "arch/x86/mm/init.c zone_sizes_init; init_32.c find_low_pfn_range";
        return List.of(
                new ZoneLimit("DMA", new ZoneLimit.At(16L << 20), source),
                new ZoneLimit("Normal", new ZoneLimit.Lowmem(), source),
                new ZoneLimit("HighMem", new ZoneLimit.EndOfRam(), source));
    }

    @Override
    public List<LayoutConstant> layoutConstants() {
        String source = "arch/x86/include/asm/page_32_types.h";
        return List.of(
                new LayoutConstant("TASK_SIZE", split.pageOffset(), source),
                new LayoutConstant("STACK_TOP", split.pageOffset(), source),
                new LayoutConstant("STACK_RND_MASK", 0x7ff, "fs/binfmt_elf.c"),
                new LayoutConstant("ELF_ET_DYN_BASE", 0x400000, "arch/x86/include/asm/elf.h"));
    }
}
