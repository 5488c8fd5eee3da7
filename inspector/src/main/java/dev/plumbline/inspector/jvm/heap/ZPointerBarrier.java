package dev.plumbline.inspector.jvm.heap;

import dev.plumbline.inspector.jvm.vmstructs.VmStructs;

/**
 * ZGC with generations: a reference is an address shifted left, with its colours in the lower 16 bits. Of the four bits at 12, x86
 * and its like set one, and the address begins behind it; AArch64 and its like clear one, and it begins behind all four.
 *
 * <p>Source: gc/z/zAddress.hpp, zAddress.inline.hpp, cpu/{x86,aarch64}/gc/z/zAddress_*.inline.hpp (jdk-21, jdk-25).
 */
final class ZPointerBarrier implements LoadBarrier {

    private static final int REMAPPED_SHIFT = 12;
    private static final int REMAPPED_BITS = 4;

    private final long badMask;
    private final long offsetMask;
    private final ZForwardings forwardings;

    ZPointerBarrier(ZGlobals globals, VmStructs vm) {
        this.badMask = globals.value("PointerLoadBadMask");
        this.offsetMask = globals.value("AddressOffsetMask");
        this.forwardings = ZForwardings.of(globals, vm);
    }

    @Override
    public long resolve(long stored) {
        int remapped = (int) (stored >>> REMAPPED_SHIFT) & ((1 << REMAPPED_BITS) - 1);
        int set = Integer.bitCount(remapped);
        if (set != 1 && set != REMAPPED_BITS - 1) {
            return 0;
        }
        int behind = set == 1 ? Integer.numberOfTrailingZeros(remapped) + 1 : REMAPPED_BITS;
        long address = stored >>> (REMAPPED_SHIFT + behind);
        long offset = address & offsetMask;
        if (offset == address || (stored & badMask) == 0) {
            return offset == address ? 0 : address;
        }
        return forwardings.of(offset).orElse(offset) | (address & ~offsetMask);
    }
}
