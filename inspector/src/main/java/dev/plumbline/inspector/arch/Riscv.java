package dev.plumbline.inspector.arch;

import dev.plumbline.inspector.arch.Region.Part;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * RISC-V with Sv32, Sv39, Sv48 and Sv57. Entries: the privileged specification's chapter on virtual memory, with Svnapot
 * and Svpbmt; the kernel's ranges: arch/riscv/include/asm/pgtable.h, Documentation/arch/riscv/vm-layout.rst (6.1, 6.12).
 *
 * @param vaBits 32, 39, 48 or 57
 * @param format the page-table format
 */
public record Riscv(int vaBits, PageTableFormat format) implements Architecture {

    /** 32-bit addresses, two levels. */
    public static final Riscv SV32 = of(32, 10, PageTableRole.PTE, PageTableRole.PGD);

    /** 39-bit addresses, three levels; the kernel folds PUD and P4D. */
    public static final Riscv SV39 = of(39, 9, PageTableRole.PTE, PageTableRole.PMD, PageTableRole.PGD);

    /** 48-bit addresses, four levels; the kernel folds P4D. */
    public static final Riscv SV48 =
            of(48, 9, PageTableRole.PTE, PageTableRole.PMD, PageTableRole.PUD, PageTableRole.PGD);

    /** 57-bit addresses, five levels. */
    public static final Riscv SV57 =
            of(57, 9, PageTableRole.PTE, PageTableRole.PMD, PageTableRole.PUD, PageTableRole.P4D, PageTableRole.PGD);

    private static final String SPEC = "RISC-V privileged specification, Sv32 to Sv57, steps 3 to 5";
    private static final String PGTABLE = "arch/riscv/include/asm/pgtable.h";
    private static final long V = 1;
    private static final long R = 2;
    private static final long W = 4;
    private static final long X = 8;
    private static final long NAPOT = 1L << 63;

    private static Riscv of(int vaBits, int indexBits, PageTableRole... roles) {
        List<TableLevel> levels = new ArrayList<>();
        for (int i = 0; i < roles.length; i++) {
            levels.add(level(roles[i], i, 12 + i * indexBits, indexBits));
        }
        long half = 1L << (vaBits - 1);
        return new Riscv(
                vaBits,
                new PageTableFormat(
                        "Sv" + vaBits,
                        12,
                        levels,
                        flags(vaBits),
                        vaBits == 32 ? Optional.empty() : Optional.of(AddressRange.of(half, -half)),
                        PageTableFormat.asTheHardware(levels)));
    }

    private static TableLevel level(PageTableRole role, int i, int shift, int indexBits) {
        boolean sv32 = indexBits == 10;
        AddressSegment ppn = sv32 ? new AddressSegment(10, 22, 12) : new AddressSegment(10, 44, 12);
        long reserved = sv32 ? 0 : 0x7fL << 54;
        long notInTables = 0xd0 | (sv32 ? 0 : 7L << 61);
        AddressSegment leaf = new AddressSegment(10 + shift - 12, ppn.width() - (shift - 12), shift);
        long misaligned = ppn.mask() & ~leaf.mask();
        long napotBit = sv32 ? 0 : NAPOT;
        List<EntryForm> forms = new ArrayList<>();
        forms.add(EntryForm.reserved("writable and not readable", V | R | W, V | W, SPEC));
        if (i > 0) {
            forms.add(EntryForm.table(V | R | W | X, V, 12, List.of(ppn), reserved | notInTables, SPEC));
        } else {
            forms.add(EntryForm.reserved("pointer at the last level", V | R | W | X, V, SPEC));
        }
        if (i == 0 && !sv32) {
            forms.add(napot64k(V | R, V | R, reserved));
            forms.add(napot64k(V | R | W | X, V | X, reserved));
            forms.add(EntryForm.reserved("N set without a 64K NAPOT pattern", V | NAPOT, V | NAPOT, "Svnapot"));
        }
        long zero = reserved | misaligned | (i == 0 ? 0 : napotBit);
        String size = (1L << (shift - 12)) * 4 + "K page";
        forms.add(EntryForm.leaf(size, V | R, V | R, shift, List.of(leaf), zero, SPEC));
        forms.add(EntryForm.leaf(size, V | R | W | X, V | X, shift, List.of(leaf), zero, SPEC));
        return new TableLevel(role, shift, indexBits, sv32 ? 4 : 8, forms);
    }

    /** The only size that Svnapot defines: ppn[0] ends in 1000, and the page begins where ppn[0] ends in 0000. */
    private static EntryForm napot64k(long mask, long value, long reserved) {
        return EntryForm.leaf(
                "64K NAPOT page",
                mask | NAPOT | 0xfL << 10,
                value | NAPOT | 0x8L << 10,
                16,
                List.of(new AddressSegment(14, 40, 16)),
                reserved,
                "Svnapot");
    }

    private static List<FlagBits> flags(int vaBits) {
        List<FlagBits> flags = new ArrayList<>();
        for (String name : List.of("V", "R", "W", "X", "U", "G", "A", "D")) {
            flags.add(FlagBits.of(name, flags.size(), SPEC));
        }
        flags.add(new FlagBits("RSW", 8, 2, SPEC));
        if (vaBits != 32) {
            flags.add(new FlagBits("PBMT", 61, 2, "Svpbmt"));
            flags.add(FlagBits.of("N", 63, "Svnapot"));
        }
        return flags;
    }

    @Override
    public String variant() {
        return "Sv" + vaBits;
    }

    @Override
    public String machine() {
        return vaBits == 32 ? "riscv32" : "riscv64";
    }

    @Override
    public AddressSpace addressSpace() {
        return vaBits == 32 ? divide32() : divide64();
    }

    private AddressSpace divide64() {
        long half = 1L << (vaBits - 1);
        long kernelLinkAddr = 0xffffffff80000000L;
        AddressRange kernel = AddressRange.of(-half, 0);
        String modules =
                "arch/riscv/include/asm/pgtable.h: modules within 2G below the end of the image; with the image in"
                        + " the linear map (before 5.13) in vmalloc's range";
        return new AddressSpace(
                AddressRange.of(0, half),
                AddressRange.of(0, Math.min(half, 1L << 47)),
                Optional.of(AddressRange.of(0, 0x80000000L)),
                kernel,
                "TASK_SIZE_64, " + PGTABLE + "; Documentation/arch/riscv/vm-layout.rst",
                List.of(),
                List.of(
                        new Region(Part.VMEMMAP, AddressRange.of(-half, kernelLinkAddr), PGTABLE),
                        new Region(Part.VMALLOC, AddressRange.of(-half, kernelLinkAddr), PGTABLE),
                        new Region(Part.DIRECT_MAP, AddressRange.of(-half, kernelLinkAddr), PGTABLE),
                        new Region(Part.KERNEL_IMAGE, kernel, "KERNEL_LINK_ADDR, " + PGTABLE),
                        new Region(Part.MODULES, kernel, modules)));
    }

    /** FIXADDR_START lies below PCI I/O (16M), vmemmap (32M) and vmalloc (512M), which end at PAGE_OFFSET. */
    private static AddressSpace divide32() {
        long fixaddrTop = VmSplit.G3.pageOffset() - (512L << 20) - (32L << 20) - (16L << 20);
        AddressRange user = AddressRange.of(0, fixaddrTop - (8L << 20));
        return new AddressSpace(
                user,
                user,
                Optional.empty(),
                AddressRange.of(fixaddrTop - (8L << 20), 1L << 32),
                "TASK_SIZE = FIXADDR_START, " + PGTABLE,
                List.of(),
                List.of());
    }

    @Override
    public AslrBits aslrBits() {
        AslrBits.Range mmap = vaBits == 32 ? new AslrBits.Range(8, 17) : new AslrBits.Range(18, 24);
        Optional<AslrBits.Range> compat = vaBits == 32 ? Optional.empty() : Optional.of(new AslrBits.Range(8, 17));
        return new AslrBits(mmap, compat, "arch/riscv/Kconfig ARCH_MMAP_RND_*");
    }

    @Override
    public List<ZoneLimit> zones() {
        String source = "arch/riscv/mm/init.c zone_sizes_init";
        ZoneLimit normal = new ZoneLimit("Normal", new ZoneLimit.EndOfRam(), source);
        return vaBits == 32
                ? List.of(normal)
                : List.of(new ZoneLimit("DMA32", new ZoneLimit.At(4L << 30), source), normal);
    }

    @Override
    public List<LayoutConstant> layoutConstants() {
        AddressSpace space = addressSpace();
        String processor = "arch/riscv/include/asm/processor.h";
        long window = space.defaultMapWindow().end().value();
        return List.of(
                new LayoutConstant("TASK_SIZE", space.user().end().value(), PGTABLE),
                new LayoutConstant("STACK_TOP", window, processor + " (6.10 and later; TASK_SIZE before)"),
                new LayoutConstant("ELF_ET_DYN_BASE", window / 3 * 2, "arch/riscv/include/asm/elf.h"));
    }
}
