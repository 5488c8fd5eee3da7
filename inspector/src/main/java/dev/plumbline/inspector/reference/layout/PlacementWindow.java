package dev.plumbline.inspector.reference.layout;

import dev.plumbline.inspector.unit.AddressRange;

/**
 * Where the kernel can have put a mapping of some kind.
 *
 * @param kind which kind
 * @param range the addresses that the rule allows
 * @param rule in words, with the kernel file it comes from
 */
public record PlacementWindow(Kind kind, AddressRange range, String rule) {

    /** What decides where a mapping goes. */
    public enum Kind {
        /** The main thread's stack, below STACK_TOP. */
        STACK,
        /** Below mmap_base, top down. */
        MMAP,
        /** A position-independent program, above ELF_ET_DYN_BASE. */
        IMAGE,
        /** The program break, above the program. */
        BRK,
        /** Code and data that the kernel lends, above the stack: on x86-64 until 6.9, on 32-bit ARM still. */
        ABOVE_STACK,
        /** A page of the kernel's half, the same in every process. */
        GATE,
        /** An address that the program, or its linker, asked for: nothing about it is random. */
        ASKED
    }
}
