package dev.plumbline.inspector.arch;

import java.util.List;

/** An architecture in one of its variants: page tables, division of the address space, zones, and constants. */
public sealed interface Architecture permits X86_64, I386, Aarch64, Arm, Riscv {

    /** As {@code uname -m} names the family: {@code x86_64 i386 aarch64 arm riscv64 riscv32}. */
    String machine();

    /** What tells this variant from its siblings, for people: {@code 5-level paging}, {@code 16 KiB pages, 52-bit VA}. */
    String variant();

    /** The page-table format. */
    PageTableFormat format();

    /** How the virtual addresses are divided. */
    AddressSpace addressSpace();

    /** Ranges of the mmap randomization sysctls. */
    AslrBits aslrBits();

    /** Zones in order of their addresses. Which of them exist depends on configuration and RAM. */
    List<ZoneLimit> zones();

    /** Constants of the user layout: where the stack, mmap and executables begin. */
    List<LayoutConstant> layoutConstants();

    /**
     * What a page-table entry says.
     *
     * @param level how many levels lie below: 0 for the last
     * @param raw the entry, zero-extended where it is shorter than eight bytes
     * @throws IndexOutOfBoundsException if the format has no such level
     */
    default Entry decode(int level, long raw) {
        return format().levels().get(level).decode(raw);
    }
}
