package dev.plumbline.inspector.arch;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;
import java.util.stream.Stream;

/**
 * The parts of the kernel's address space that lie at fixed places, whatever KASLR does, and the holes between them. Unlike
 * {@link AddressSpace#regions}, which are windows for what may move, they do not overlap.
 */
public final class KernelLandmarks {

    private static final String MM_RST = "Documentation/arch/x86/x86_64/mm.rst";
    private static final String VM_LAYOUT = "Documentation/arch/arm/memory.rst";

    private KernelLandmarks() {}

    /**
     * A named range.
     *
     * @param name for people
     * @param range where it is
     * @param hole whether nothing is ever mapped there
     * @param source the kernel's file
     */
    public record Landmark(String name, AddressRange range, boolean hole, String source) {}

    /** Those of an architecture, ascending. */
    public static List<Landmark> of(Architecture architecture) {
        if (architecture instanceof X86_64 x86) {
            return x86.vaBits() == 57 ? X86_5_LEVEL : X86_4_LEVEL;
        }
        return architecture instanceof Arm ? ARM : List.of();
    }

    /** Direct map, vmalloc and vmemmap of x86-64 without KASLR. */
    public static List<Landmark> unrandomized(X86_64 x86) {
        return x86.vaBits() == 57
                ? List.of(
                        part("direct map", 0xff11000000000000L, 0xff91000000000000L),
                        part("vmalloc", 0xffa0000000000000L, 0xffd2000000000000L),
                        part("vmemmap", 0xffd4000000000000L, 0xffd6000000000000L))
                : List.of(
                        part("direct map", 0xffff888000000000L, 0xffffc88000000000L),
                        part("vmalloc", 0xffffc90000000000L, 0xffffe90000000000L),
                        part("vmemmap", 0xffffea0000000000L, 0xffffeb0000000000L));
    }

    private static final List<Landmark> X86_TOP = List.of(
            part("CPU entry area", 0xfffffe0000000000L, 0xfffffe8000000000L),
            hole(0xfffffe8000000000L, 0xffffff0000000000L),
            part("espfix stacks", 0xffffff0000000000L, 0xffffff8000000000L),
            hole(0xffffff8000000000L, 0xffffffef00000000L),
            part("EFI runtime services", 0xffffffef00000000L, 0xffffffff00000000L),
            hole(0xffffffff00000000L, 0xffffffff80000000L),
            part("fixmap", 0xffffffffff000000L, 0xffffffffff600000L),
            part("vsyscall page", 0xffffffffff600000L, 0xffffffffff601000L),
            part("fixmap", 0xffffffffff601000L, 0xffffffffff7ff000L),
            hole(0xffffffffff7ff000L, 0));

    private static final List<Landmark> X86_4_LEVEL = concat(
            List.of(
                    new Landmark(
                            "guard hole, kept for hypervisors",
                            AddressRange.of(0xffff800000000000L, 0xffff880000000000L),
                            true,
                            MM_RST),
                    part("LDT remap of page-table isolation", 0xffff880000000000L, 0xffff888000000000L)),
            X86_TOP);

    private static final List<Landmark> X86_5_LEVEL = concat(
            List.of(
                    new Landmark(
                            "guard hole, kept for hypervisors",
                            AddressRange.of(0xff00000000000000L, 0xff10000000000000L),
                            true,
                            MM_RST),
                    part("LDT remap of page-table isolation", 0xff10000000000000L, 0xff11000000000000L)),
            X86_TOP);

    /** FDT_FIXED_BASE, arch/arm/include/asm/memory.h (5.11 and later); FIXADDR_START and FIXADDR_END, asm/fixmap.h. */
    private static final List<Landmark> ARM = List.of(
            new Landmark("device tree, mapped at boot", AddressRange.of(0xff800000L, 0xffc00000L), false, VM_LAYOUT),
            new Landmark("fixmap", AddressRange.of(0xffc80000L, 0xfff00000L), false, VM_LAYOUT),
            new Landmark("exception vectors", AddressRange.of(0xffff0000L, 0xffff2000L), false, VM_LAYOUT));

    private static Landmark part(String name, long start, long end) {
        return new Landmark(name, AddressRange.of(start, end), false, MM_RST);
    }

    private static Landmark hole(long start, long end) {
        return new Landmark("unused hole", AddressRange.of(start, end), true, MM_RST);
    }

    private static List<Landmark> concat(List<Landmark> first, List<Landmark> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
