package dev.plumbline.inspector.reference.layout;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.Region;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Where a kernel's image begins: at the address it is linked for, or where KASLR moves it. */
public sealed interface ImagePlacement {

    /** The architecture's kernels cannot move their image. */
    record Immovable(String source) implements ImagePlacement {}

    /**
     * The image may be moved.
     *
     * @param symbols those that mark its beginning, the best first
     * @param unmoved where it begins if KASLR does not act; more than one address where versions differ
     * @param window where it may begin if KASLR acts
     * @param alignmentBytes every such place is a multiple of this
     * @param source the kernel's files
     */
    record Movable(List<String> symbols, AddressRange unmoved, AddressRange window, long alignmentBytes, String source)
            implements ImagePlacement {

        /** Copies the list. */
        public Movable {
            symbols = List.copyOf(symbols);
        }

        /** How a place came about; empty if neither the linker nor KASLR puts an image there. */
        public Optional<Boolean> isMoved(VirtAddr start) {
            if (unmoved.contains(start)) {
                return Optional.of(false);
            }
            boolean possible = window.contains(start) && Long.remainderUnsigned(start.value(), alignmentBytes) == 0;
            return possible ? Optional.of(true) : Optional.empty();
        }
    }

    /** CONFIG_PHYSICAL_START where nobody chose another (arch/x86/Kconfig). */
    long DEFAULT_PHYSICAL_START = 0x1000000;

    /**
     * The rule of an architecture.
     *
     * @param physicalStart CONFIG_PHYSICAL_START of x86; the default where it is not known
     * @param physicalAlign CONFIG_PHYSICAL_ALIGN of x86; 2 MiB where it is not known, its least value on 64 bits
     */
    static ImagePlacement of(Architecture architecture, OptionalLong physicalStart, OptionalLong physicalAlign) {
        if (architecture instanceof X86_64 x86) {
            AddressRange image = imageRegion(x86);
            return x86(image, image.start().value(), physicalStart, physicalAlign.orElse(2 << 20));
        }
        if (architecture instanceof I386 i386) {
            long pageOffset = i386.split().pageOffset();
            AddressRange lowmem = AddressRange.of(pageOffset, Math.min(pageOffset + (512L << 20), 1L << 32));
            return x86(lowmem, pageOffset, physicalStart, physicalAlign.orElse(8 << 10));
        }
        if (architecture instanceof Aarch64 arm64) {
            return aarch64(arm64);
        }
        if (architecture instanceof Riscv riscv && riscv.vaBits() != 32) {
            long linked = 0xffffffff80000000L;
            return new Movable(
                    List.of("_start"),
                    AddressRange.of(linked, linked + 1),
                    AddressRange.of(linked, linked + (1L << 30)),
                    2 << 20,
                    "arch/riscv/mm/init.c setup_vm: (seed % slots) * PMD_SIZE above KERNEL_LINK_ADDR");
        }
        String source = architecture instanceof Arm ? "arch/arm/Kconfig has no RANDOMIZE_BASE" : "no RANDOMIZE_BASE";
        return new Immovable(source);
    }

    private static Movable x86(AddressRange window, long base, OptionalLong physicalStart, long align) {
        long start = physicalStart.orElse(DEFAULT_PHYSICAL_START);
        long linked = base + (start + align - 1) / align * align;
        return new Movable(
                List.of("_text", "startup_32"),
                AddressRange.of(linked, linked + 1),
                AddressRange.of(linked, window.end().value()),
                align,
                "LOAD_PHYSICAL_ADDR, arch/x86/include/asm/boot.h; arch/x86/boot/compressed/kaslr.c");
    }

    /**
     * Unmoved, the image begins behind the modules' range: 128M, with BPF's 256M (to 5.12), or 2G (from 6.5) above the end of
     * the linear map, and at most 2M further, where its place in RAM is not 2M-aligned. KASLR moves it by at least an eighth
     * of the upper half.
     */
    private static Movable aarch64(Aarch64 arm64) {
        AddressRange region = imageRegion(arm64);
        long pageEnd = region.start().value();
        long unmovedEnd = pageEnd + (2L << 30) + (4L << 20);
        return new Movable(
                List.of("_text", "_stext"),
                AddressRange.of(pageEnd + (128L << 20), unmovedEnd),
                AddressRange.of(unmovedEnd, region.end().value()),
                4096,
                "KIMAGE_VADDR, arch/arm64/include/asm/memory.h; arch/arm64/kernel/kaslr.c, pi/kaslr_early.c");
    }

    private static AddressRange imageRegion(Architecture architecture) {
        return architecture
                .addressSpace()
                .region(Region.Part.KERNEL_IMAGE)
                .map(Region::range)
                .orElseThrow();
    }
}
