package dev.plumbline.inspector.arch;

import static dev.plumbline.inspector.arch.AddressSegment.inPlace;

import dev.plumbline.inspector.arch.Region.Part;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * AArch64, stage 1 at EL1. Entries: Arm ARM D8.3 (VMSAv8-64 descriptors); the kernel's ranges:
 * Documentation/arch/arm64/memory.rst, arch/arm64/include/asm/memory.h (5.10, 6.1, 6.12).
 *
 * @param granule the base page
 * @param vaBits virtual-address bits in use (vabits_actual)
 * @param kernelVaBits the bits the kernel is built for (CONFIG_ARM64_VA_BITS); more than in use where a 52-bit kernel
 *     meets hardware without LVA or LPA2
 * @param format the page-table format
 */
public record Aarch64(Granule granule, int vaBits, int kernelVaBits, PageTableFormat format) implements Architecture {

    private static final String ARM_ARM = "Arm ARM D8.3";
    private static final String MEMORY_H = "arch/arm64/include/asm/memory.h";
    private static final List<PageTableRole> BELOW_THE_ROOT =
            List.of(PageTableRole.PTE, PageTableRole.PMD, PageTableRole.PUD, PageTableRole.P4D);
    private static final List<FlagBits> TABLE_FLAGS = List.of(
            new FlagBits("type", 0, 2, ARM_ARM),
            FlagBits.of("PXNTable", 59, ARM_ARM),
            FlagBits.of("UXNTable", 60, ARM_ARM),
            new FlagBits("APTable", 61, 2, ARM_ARM),
            FlagBits.of("NSTable", 63, ARM_ARM));
    private static final long VALID = 1;
    private static final long TYPE = 3;

    /**
     * A kernel built for the bits that it uses.
     *
     * @throws IllegalArgumentException if Kconfig does not offer this size of address with this granule
     */
    public static Aarch64 of(Granule granule, int vaBits) {
        return of(granule, vaBits, vaBits);
    }

    /**
     * A kernel on hardware that may use fewer bits than it is built for.
     *
     * @throws IllegalArgumentException if Kconfig does not offer these sizes with this granule
     */
    public static Aarch64 of(Granule granule, int vaBits, int kernelVaBits) {
        if (!offered(granule).contains(vaBits)
                || !offered(granule).contains(kernelVaBits)
                || (kernelVaBits != vaBits && kernelVaBits != 52)) {
            throw new IllegalArgumentException(
                    "no arm64 kernel uses %d of %d bits with %s pages".formatted(vaBits, kernelVaBits, granule));
        }
        return new Aarch64(granule, vaBits, kernelVaBits, format(granule, vaBits));
    }

    /** Address sizes that arch/arm64/Kconfig offers with a granule. */
    static List<Integer> offered(Granule granule) {
        return switch (granule) {
            case K4 -> List.of(39, 48, 52);
            case K16 -> List.of(36, 47, 48, 52);
            case K64 -> List.of(42, 48, 52);
        };
    }

    private static PageTableFormat format(Granule granule, int vaBits) {
        int perLevel = granule.indexBits();
        int count = (vaBits - granule.shift() + perLevel - 1) / perLevel;
        List<TableLevel> levels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int shift = granule.shift() + i * perLevel;
            levels.add(new TableLevel(
                    role(i, count), shift, Math.min(perLevel, vaBits - shift), 8, forms(granule, vaBits, i, shift)));
        }
        return new PageTableFormat(
                "VMSAv8-64",
                granule.shift(),
                levels,
                flags(lpa2(granule, vaBits)),
                Optional.of(AddressRange.of(1L << vaBits, -(1L << vaBits))),
                PageTableFormat.asTheHardware(levels));
    }

    private static PageTableRole role(int level, int count) {
        return level == count - 1 ? PageTableRole.PGD : BELOW_THE_ROOT.get(level);
    }

    /** Whether descriptors have their LPA2 form (TCR.DS): 52-bit addresses with 4K or 16K pages. */
    public boolean lpa2() {
        return lpa2(granule, vaBits);
    }

    private static boolean lpa2(Granule granule, int vaBits) {
        return vaBits == 52 && granule != Granule.K64;
    }

    private static List<EntryForm> forms(Granule granule, int vaBits, int level, int shift) {
        EntryForm table = EntryForm.table(
                        TYPE, TYPE, granule.shift(), address(granule, vaBits, granule.shift()), 0, ARM_ARM)
                .withFlags(TABLE_FLAGS);
        List<AddressSegment> output = address(granule, vaBits, shift);
        if (level == 0) {
            return List.of(
                    EntryForm.leaf("page", TYPE, TYPE, shift, output, 0, ARM_ARM),
                    EntryForm.reserved("block at the last level", TYPE, VALID, ARM_ARM));
        }
        int largestBlock =
                switch (granule) {
                    case K4 -> lpa2(granule, vaBits) ? 3 : 2;
                    case K16 -> lpa2(granule, vaBits) ? 2 : 1;
                    case K64 -> 2;
                };
        return List.of(
                table,
                level <= largestBlock
                        ? EntryForm.leaf("block", TYPE, VALID, shift, output, 0, ARM_ARM)
                        : EntryForm.reserved("block at a level that has none", TYPE, VALID, ARM_ARM));
    }

    /** Output-address bits from {@code low} up. LPA2 keeps bits 51:50 at 9:8, LPA keeps bits 51:48 at 15:12. */
    private static List<AddressSegment> address(Granule granule, int vaBits, int low) {
        if (lpa2(granule, vaBits)) {
            return List.of(inPlace(49, low), new AddressSegment(8, 2, 50));
        }
        return granule == Granule.K64
                ? List.of(inPlace(47, low), new AddressSegment(12, 4, 48))
                : List.of(inPlace(47, low));
    }

    private static List<FlagBits> flags(boolean lpa2) {
        List<FlagBits> flags = new ArrayList<>(List.of(
                new FlagBits("type", 0, 2, ARM_ARM),
                new FlagBits("AttrIndx", 2, 3, ARM_ARM),
                FlagBits.of("NS", 5, ARM_ARM),
                new FlagBits("AP[2:1]", 6, 2, ARM_ARM),
                FlagBits.of("AF", 10, ARM_ARM),
                FlagBits.of("nG", 11, ARM_ARM),
                FlagBits.of("GP", 50, ARM_ARM),
                FlagBits.of("DBM", 51, ARM_ARM),
                FlagBits.of("Contiguous", 52, ARM_ARM),
                FlagBits.of("PXN", 53, ARM_ARM),
                FlagBits.of("UXN", 54, ARM_ARM),
                new FlagBits("software", 55, 4, "arch/arm64/include/asm/pgtable-prot.h")));
        if (!lpa2) {
            flags.add(new FlagBits("SH", 8, 2, ARM_ARM));
        }
        return flags;
    }

    @Override
    public String machine() {
        return "aarch64";
    }

    @Override
    public String variant() {
        return "%d KiB pages, %d-bit VA%s"
                .formatted(
                        format.pageSizeBytes() / 1024,
                        vaBits,
                        kernelVaBits == vaBits ? "" : " of a " + kernelVaBits + "-bit kernel");
    }

    @Override
    public AddressSpace addressSpace() {
        int vaBitsMin = kernelVaBits == 52 ? granule == Granule.K16 ? 47 : 48 : kernelVaBits;
        long kernelStart = -(1L << vaBits);
        AddressRange aboveTheLinearMap = AddressRange.of(-(1L << (vaBitsMin - 1)), 0);
        String image = "KIMAGE_VADDR and the KASLR offset lie between PAGE_END and VMALLOC_END, " + MEMORY_H;
        return new AddressSpace(
                AddressRange.of(0, 1L << vaBits),
                AddressRange.of(0, 1L << Math.min(vaBits, vaBitsMin)),
                Optional.of(
                        AddressRange.of(0, granule == Granule.K64 ? 1L << 32 : (1L << 32) - format.pageSizeBytes())),
                AddressRange.of(kernelStart, 0),
                "TASK_SIZE_64, arch/arm64/include/asm/processor.h; _PAGE_OFFSET, " + MEMORY_H,
                List.of(),
                List.of(
                        new Region(Part.DIRECT_MAP, AddressRange.of(kernelStart, -(1L << (vaBitsMin - 1))), MEMORY_H),
                        new Region(Part.KERNEL_IMAGE, aboveTheLinearMap, image),
                        new Region(Part.VMALLOC, aboveTheLinearMap, MEMORY_H),
                        new Region(Part.VMEMMAP, aboveTheLinearMap, MEMORY_H),
                        new Region(
                                Part.MODULES,
                                aboveTheLinearMap,
                                "MODULES_VADDR, or near a KASLR image: arch/arm64/kernel/module.c, kaslr.c")));
    }

    @Override
    public AslrBits aslrBits() {
        int min = 18 - (granule.shift() - 12);
        int max =
                switch (kernelVaBits) {
                    case 36 -> 19;
                    case 39 -> 24;
                    case 42 -> 27;
                    case 47 -> 30;
                    default -> 33 - (granule.shift() - 12);
                };
        int compatMin = 11 - (granule.shift() - 12);
        return new AslrBits(
                new AslrBits.Range(min, max),
                Optional.of(new AslrBits.Range(compatMin, 16)),
                "arch/arm64/Kconfig ARCH_MMAP_RND_*");
    }

    @Override
    public List<ZoneLimit> zones() {
        String source = "arch/arm64/mm/init.c zone_sizes_init: the least of the device tree's and the IORT's limits";
        return List.of(
                new ZoneLimit("DMA", new ZoneLimit.AtMost(4L << 30), source),
                new ZoneLimit("DMA32", new ZoneLimit.AtMost(4L << 30), "arch/arm64/mm/init.c max_zone_phys(32)"),
                new ZoneLimit("Normal", new ZoneLimit.EndOfRam(), source));
    }

    @Override
    public List<LayoutConstant> layoutConstants() {
        AddressSpace space = addressSpace();
        String processor = "arch/arm64/include/asm/processor.h";
        long window = space.defaultMapWindow().end().value();
        return List.of(
                new LayoutConstant("TASK_SIZE_64", space.user().end().value(), processor),
                new LayoutConstant(
                        "TASK_SIZE_32", space.compatUser().orElseThrow().end().value(), processor),
                new LayoutConstant("DEFAULT_MAP_WINDOW", window, processor),
                new LayoutConstant("STACK_TOP", window, processor),
                new LayoutConstant("TASK_UNMAPPED_BASE", window / 4, processor),
                new LayoutConstant("PAGE_OFFSET", -(1L << kernelVaBits), MEMORY_H),
                new LayoutConstant("STACK_RND_MASK", 0x3ffff >> (granule.shift() - 12), "arch/arm64/include/asm/elf.h"),
                new LayoutConstant("ELF_ET_DYN_BASE", 2 * window / 3, "arch/arm64/include/asm/elf.h"));
    }
}
