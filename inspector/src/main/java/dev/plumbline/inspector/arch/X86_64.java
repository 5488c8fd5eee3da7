package dev.plumbline.inspector.arch;

import static dev.plumbline.inspector.arch.AddressSegment.inPlace;
import static dev.plumbline.inspector.arch.PageTableRole.P4D;
import static dev.plumbline.inspector.arch.PageTableRole.PGD;
import static dev.plumbline.inspector.arch.PageTableRole.PMD;
import static dev.plumbline.inspector.arch.PageTableRole.PTE;
import static dev.plumbline.inspector.arch.PageTableRole.PUD;

import dev.plumbline.inspector.arch.Region.Part;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;
import java.util.Optional;

/**
 * x86-64 with 4-level and 5-level paging. Entries: Intel SDM volume 3, 4.5; the kernel's ranges:
 * Documentation/arch/x86/x86_64/mm.rst and arch/x86/include/asm/pgtable_64_types.h (6.1, 6.12).
 *
 * @param vaBits 48 or 57
 * @param format the page-table format
 */
public record X86_64(int vaBits, PageTableFormat format) implements Architecture {

    private static final X86Flags FLAGS = new X86Flags(X86Flags.Upper.LONG, "Intel SDM vol. 3, 4.5");

    /** 48-bit virtual addresses. */
    public static final X86_64 FOUR_LEVEL = withBits(48);

    /** 57-bit virtual addresses (CR4.LA57). */
    public static final X86_64 LA57 = withBits(57);

    /** Where kernel text is linked: __START_KERNEL_map, arch/x86/include/asm/page_64_types.h. */
    static final long START_KERNEL_MAP = 0xffffffff80000000L;

    private static final String SDM = "Intel SDM vol. 3, 4.5";
    private static final String MM_RST = "Documentation/arch/x86/x86_64/mm.rst";
    private static final long CPU_ENTRY_AREA = 0xfffffe0000000000L;
    private static final long MODULES_END = 0xffffffffff000000L;

    private static final long P = 1;
    private static final long PS = 1 << 7;
    private static final long LARGE = P | PS;

    private static X86_64 withBits(int vaBits) {
        List<TableLevel> levels = levels(vaBits);
        long half = 1L << (vaBits - 1);
        return new X86_64(
                vaBits,
                new PageTableFormat(
                        "IA-32e paging",
                        12,
                        levels,
                        FLAGS.page(),
                        Optional.of(AddressRange.of(half, -half)),
                        PageTableFormat.asTheHardware(levels)));
    }

    private static List<TableLevel> levels(int vaBits) {
        List<AddressSegment> next = List.of(inPlace(51, 12));
        EntryForm table = EntryForm.table(LARGE, P, 12, next, 0, SDM).withFlags(FLAGS.table());
        EntryForm noLeaf = EntryForm.reserved("PS set above the page directory pointers", LARGE, LARGE, SDM);
        EntryForm page = EntryForm.leaf("4K page", P, P, 12, next, 0, SDM).withFlags(FLAGS.page());
        TableLevel pte = new TableLevel(PTE, 12, 9, 8, List.of(page));
        TableLevel pmd = new TableLevel(PMD, 21, 9, 8, List.of(table, large("2M page", 21)));
        TableLevel pud = new TableLevel(PUD, 30, 9, 8, List.of(table, large("1G page", 30)));
        PageTableRole fourth = vaBits == 48 ? PGD : P4D;
        TableLevel four = new TableLevel(fourth, 39, 9, 8, List.of(table, noLeaf));
        TableLevel five = new TableLevel(PGD, 48, 9, 8, List.of(table, noLeaf));
        return vaBits == 48 ? List.of(pte, pmd, pud, four) : List.of(pte, pmd, pud, four, five);
    }

    private static EntryForm large(String name, int shift) {
        long patIsBit12 = 1L << 12;
        long belowTheAddress = (1L << shift) - (1L << 12) & ~patIsBit12;
        return EntryForm.leaf(name, LARGE, LARGE, shift, List.of(inPlace(51, shift)), belowTheAddress, SDM)
                .withFlags(FLAGS.largePage());
    }

    @Override
    public AddressSpace addressSpace() {
        long half = 1L << (vaBits - 1);
        boolean five = vaBits == 57;
        long directMap = five ? 0xff11000000000000L : 0xffff888000000000L;
        AddressRange randomized = AddressRange.of(directMap, CPU_ENTRY_AREA);
        String kaslr = MM_RST + "; arch/x86/mm/kaslr.c places direct map, vmalloc and vmemmap in this order,"
                + " the first no smaller than RAM, all below the CPU entry area";
        return new AddressSpace(
                AddressRange.of(0, half - 4096),
                AddressRange.of(0, (1L << 47) - 4096),
                Optional.of(AddressRange.of(0, 0xffffe000L)),
                AddressRange.of(-half, 0),
                "TASK_SIZE_MAX, arch/x86/include/asm/page_64_types.h; " + MM_RST,
                List.of(new AddressSpace.Gate("[vsyscall]", AddressRange.of(0xffffffffff600000L, 0xffffffffff601000L))),
                List.of(
                        new Region(Part.DIRECT_MAP, randomized, kaslr),
                        new Region(Part.VMALLOC, randomized, kaslr),
                        new Region(Part.VMEMMAP, randomized, kaslr),
                        new Region(Part.CPU_ENTRY_AREA, AddressRange.of(CPU_ENTRY_AREA, 0xfffffe8000000000L), MM_RST),
                        new Region(
                                Part.KERNEL_IMAGE,
                                AddressRange.of(START_KERNEL_MAP, 0xffffffffc0000000L),
                                MM_RST + ": KERNEL_IMAGE_SIZE is 512M, 1G with CONFIG_RANDOMIZE_BASE"),
                        new Region(
                                Part.MODULES,
                                AddressRange.of(0xffffffffa0000000L, MODULES_END),
                                MM_RST + ": from text + KERNEL_IMAGE_SIZE to ffffffffff000000")));
    }

    @Override
    public String machine() {
        return "x86_64";
    }

    @Override
    public String variant() {
        return format.levels().size() + "-level paging";
    }

    @Override
    public AslrBits aslrBits() {
        return new AslrBits(
                new AslrBits.Range(28, 32), Optional.of(new AslrBits.Range(8, 16)), "arch/x86/Kconfig ARCH_MMAP_RND_*");
    }

    @Override
    public List<ZoneLimit> zones() {
        String source = "arch/x86/mm/init.c zone_sizes_init; arch/x86/include/asm/dma.h";
        return List.of(
                new ZoneLimit("DMA", new ZoneLimit.At(16L << 20), source),
                new ZoneLimit("DMA32", new ZoneLimit.At(4L << 30), source),
                new ZoneLimit("Normal", new ZoneLimit.EndOfRam(), source));
    }

    @Override
    public List<LayoutConstant> layoutConstants() {
        String page = "arch/x86/include/asm/page_64_types.h";
        String elf = "arch/x86/include/asm/elf.h";
        long window = addressSpace().defaultMapWindow().end().value();
        return List.of(
                new LayoutConstant("TASK_SIZE_MAX", addressSpace().user().end().value(), page),
                new LayoutConstant("DEFAULT_MAP_WINDOW", window, page),
                new LayoutConstant("STACK_TOP", window, page),
                new LayoutConstant("STACK_RND_MASK", 0x3fffff, elf),
                new LayoutConstant("ELF_ET_DYN_BASE", window / 3 * 2, elf),
                new LayoutConstant("IA32_PAGE_OFFSET", 0xffffe000L, page));
    }
}
