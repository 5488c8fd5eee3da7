package dev.plumbline.inspector.arch;

import dev.plumbline.inspector.unit.AddressRange;

/**
 * A named range of the kernel's address space. Where the kernel randomizes a place this is the window of all places.
 *
 * @param what which part of the kernel lives there
 * @param range the range or window
 * @param source the kernel file that fixes it
 */
public record Region(Part what, AddressRange range, String source) {

    /** The parts of the kernel's address space that the tables name. */
    public enum Part {
        /** Kernel text, data and bss. */
        KERNEL_IMAGE,
        /** Loadable modules. */
        MODULES,
        /** The linear map of RAM. */
        DIRECT_MAP,
        /** vmalloc, ioremap. */
        VMALLOC,
        /** The virtual memory map of struct page. */
        VMEMMAP,
        /** Fixed mappings. */
        FIXMAP,
        /** Mappings of highmem pages. */
        PKMAP,
        /** Per-CPU entry areas. */
        CPU_ENTRY_AREA
    }
}
