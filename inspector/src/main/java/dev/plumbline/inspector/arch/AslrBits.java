package dev.plumbline.inspector.arch;

import java.util.Optional;

/**
 * How many bits of a mapping's place may be random, as Kconfig fixes them (ARCH_MMAP_RND_BITS_MIN and _MAX).
 *
 * @param mmap range of vm.mmap_rnd_bits; its least value is the default
 * @param compat range of vm.mmap_rnd_compat_bits; empty where 32-bit tasks are native or unknown
 * @param source the Kconfig file
 */
public record AslrBits(Range mmap, Optional<Range> compat, String source) {

    /** Least and greatest value that the sysctl accepts. */
    public record Range(int min, int max) {

        /** Whether the kernel can hold this value. */
        public boolean contains(long bits) {
            return min <= bits && bits <= max;
        }

        @Override
        public String toString() {
            return min + ".." + max;
        }
    }
}
