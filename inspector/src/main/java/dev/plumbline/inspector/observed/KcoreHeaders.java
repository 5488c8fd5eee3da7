package dev.plumbline.inspector.observed;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * The ELF header, program headers and VMCOREINFO note of /proc/kcore.
 *
 * @param addressBits 32 or 64 (EI_CLASS)
 * @param byteOrder EI_DATA
 * @param machine e_machine: 3 i386, 21 ppc64, 22 s390, 40 arm, 62 x86-64, 183 aarch64, 243 riscv
 * @param segments the PT_LOAD headers in the file's order, which is not by address
 * @param vmcoreInfo the note; empty on kernels without CONFIG_VMCORE_INFO (CONFIG_CRASH_CORE before 6.9), or where it lies beyond what was read
 */
public record KcoreHeaders(
        int addressBits,
        ByteOrder byteOrder,
        int machine,
        List<KcoreSegment> segments,
        Optional<VmcoreInfo> vmcoreInfo) {

    /** Copies the list. */
    public KcoreHeaders {
        segments = List.copyOf(segments);
    }

    /** The segments that contain an address; the kernel's image may be shown twice, in its own place and in the direct map. */
    public List<KcoreSegment> containing(long address) {
        return segments.stream().filter(s -> s.contains(address)).toList();
    }
}
