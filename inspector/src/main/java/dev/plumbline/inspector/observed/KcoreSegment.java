package dev.plumbline.inspector.observed;

import java.util.OptionalLong;

/**
 * A PT_LOAD program header of /proc/kcore: a range of the kernel's address space.
 *
 * @param virtualAddress its first address
 * @param sizeBytes p_memsz
 * @param fileOffset where its contents begin in /proc/kcore
 * @param physicalAddress where the direct map or the kernel's image puts it; empty where it has no single physical place
 *     (vmalloc, modules, vmemmap: the kernel writes all ones)
 * @param index of the program header, 0-based
 */
public record KcoreSegment(
        long virtualAddress, long sizeBytes, long fileOffset, OptionalLong physicalAddress, int index) {

    /** The first address behind it; zero stands for 2^64. */
    public long end() {
        return virtualAddress + sizeBytes;
    }

    /** Whether the address lies inside, compared unsigned. */
    public boolean contains(long address) {
        return Long.compareUnsigned(address - virtualAddress, sizeBytes) < 0;
    }
}
