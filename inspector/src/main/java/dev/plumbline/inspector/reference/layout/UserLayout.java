package dev.plumbline.inspector.reference.layout;

import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The windows into which the kernel puts the parts of an address space, top-down layout.
 *
 * <p>Sources: {@code arch_pick_mmap_layout} and {@code mmap_base}, mm/util.c and arch/x86/mm/mmap.c; {@code randomize_stack_top},
 * mm/util.c; {@code load_elf_binary}, fs/binfmt_elf.c; {@code arch_randomize_brk} (read at 5.10 to 6.18).
 *
 * @param stackTop STACK_TOP
 * @param stackRandomPages STACK_RND_MASK: the stack's top lies at most so many pages below; zero without randomization
 * @param etDynBase ELF_ET_DYN_BASE
 * @param mmapRandomPages how many places mmap_base can have: two to the power of vm.mmap_rnd_bits; one without randomization
 * @param stackLimitBytes RLIMIT_STACK when the program was started
 * @param guardGapPages stack_guard_gap
 * @param pageBytes the base page size
 * @param brkRandomBytes how far above the program the break can begin: 1 GiB, 32 MiB for 32-bit programs; zero where it begins
 *     right behind the program
 */
public record UserLayout(
        long stackTop,
        long stackRandomPages,
        long etDynBase,
        long mmapRandomPages,
        OptionalLong stackLimitBytes,
        long guardGapPages,
        long pageBytes,
        long brkRandomBytes) {

    private static final long LEAST_GAP = 128L << 20;

    /** Of the address space, the part below which mmap_base never lies: the gap is at most five sixths of it. */
    private static final long SIXTHS = 6;

    /** What the stack's top may lie lower than its page says: up to 8 KiB are taken off first, and the top is aligned. */
    private static final long WITHIN_PAGES = 4;

    /** The stack: its end lies in this window. */
    public PlacementWindow stack() {
        long lowest = stackTop - (stackRandomPages + WITHIN_PAGES) * pageBytes;
        return new PlacementWindow(
                PlacementWindow.Kind.STACK,
                AddressRange.of(lowest, stackTop),
                "the stack's top lies at most STACK_RND_MASK pages below STACK_TOP (randomize_stack_top, mm/util.c)");
    }

    /** mmap_base itself lies between these. */
    public AddressRange mmapBase() {
        long most = Long.divideUnsigned(stackTop, SIXTHS) * (SIXTHS - 1);
        long pad = (stackRandomPages + guardGapPages) * pageBytes;
        long asked = stackLimitBytes.isPresent() && Long.compareUnsigned(stackLimitBytes.getAsLong(), most) < 0
                ? stackLimitBytes.getAsLong() + pad
                : most;
        long gap = Math.min(Math.max(asked, LEAST_GAP), most);
        long highest = stackTop - gap;
        return AddressRange.of(
                highest - (mmapRandomPages - 1) * pageBytes & -pageBytes, highest + pageBytes & -pageBytes);
    }

    /** Everything that goes wherever there is room. */
    public PlacementWindow mmap() {
        AddressRange base = mmapBase();
        return new PlacementWindow(
                PlacementWindow.Kind.MMAP,
                AddressRange.of(
                        Long.divideUnsigned(stackTop, SIXTHS), base.end().value()),
                "top down from mmap_base, which lies in %s (mmap_base, mm/util.c)".formatted(base));
    }

    /** A position-independent program. */
    public PlacementWindow image() {
        long lowest = etDynBase & -pageBytes;
        return new PlacementWindow(
                PlacementWindow.Kind.IMAGE,
                AddressRange.of(lowest, lowest + mmapRandomPages * pageBytes),
                "ELF_ET_DYN_BASE and as many random pages as mmap_base has (load_elf_binary, fs/binfmt_elf.c)");
    }

    /**
     * The program break.
     *
     * @param imageEnd where the program ends in memory, bss included
     * @param heapEnd where the break is now
     */
    public PlacementWindow brk(long imageEnd, long heapEnd) {
        long highest = imageEnd + brkRandomBytes + 2 * pageBytes;
        return new PlacementWindow(
                PlacementWindow.Kind.BRK,
                AddressRange.of(imageEnd, Long.compareUnsigned(heapEnd, highest) > 0 ? heapEnd : highest),
                brkRandomBytes == 0
                        ? "begins right behind the program (load_elf_binary, fs/binfmt_elf.c)"
                        : "begins at most %d MiB above the program (arch_randomize_brk)"
                                .formatted(brkRandomBytes >> 20));
    }

    /**
     * The vDSO and its data, where they do not go wherever there is room.
     *
     * @param stackEnd where the stack ends
     */
    public PlacementWindow aboveStack(long stackEnd) {
        return new PlacementWindow(
                PlacementWindow.Kind.ABOVE_STACK,
                AddressRange.of(stackEnd, Long.compareUnsigned(stackEnd, stackTop) > 0 ? stackEnd : stackTop),
                "above the stack (vdso_addr, arch/x86/entry/vdso/vma.c until 6.9; sigpage_addr, arch/arm/kernel/process.c)");
    }

    /** The window of a mapping that bears no name; empty where none fits, so that the program chose. */
    public Optional<PlacementWindow> unnamed(AddressRange mapping) {
        PlacementWindow mmap = mmap();
        VirtAddr last = new VirtAddr(mapping.end().value() - 1);
        return mmap.range().contains(mapping.start()) && mmap.range().contains(last)
                ? Optional.of(mmap)
                : Optional.empty();
    }

    /** Of how many places the kernel chooses one for a mapping of this kind, as a power of two; rounded down. */
    public int randomBits(PlacementWindow.Kind kind) {
        long places =
                switch (kind) {
                    case STACK -> stackRandomPages + 1;
                    case MMAP, IMAGE -> mmapRandomPages;
                    case BRK -> Math.max(1, brkRandomBytes / pageBytes);
                    case ABOVE_STACK, GATE, ASKED -> 1;
                };
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(places);
    }

    /** Below what the kernel chooses from, or above it. */
    public PlacementWindow asked() {
        return new PlacementWindow(
                PlacementWindow.Kind.ASKED,
                AddressRange.of(pageBytes, stackTop),
                "outside of what the kernel chooses from: the program or its linker named the address");
    }
}
