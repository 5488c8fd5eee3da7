package dev.plumbline.inspector.jvm.heap;

/**
 * ZGC with generations: a reference is an address shifted left, with its colours in the lower 16 bits. Of the four bits at 12, x86
 * and its like set one, and the address begins behind it; AArch64 and its like clear one, and it begins behind all four. Which one
 * it is, is a number whose lower bit changes when the young generation moves objects and the upper one when the old one does.
 *
 * <p>Source: gc/z/zAddress.hpp, zAddress.inline.hpp, zBarrier.inline.hpp ({@code remap_generation}),
 * cpu/{x86,aarch64}/gc/z/zAddress_*.inline.hpp (jdk-21, jdk-25).
 */
final class ZPointerBarrier implements LoadBarrier {

    private static final int REMAPPED_SHIFT = 12;
    private static final int REMAPPED_BITS = 4;
    private static final int ALL_REMAPPED = (1 << REMAPPED_BITS) - 1;
    private static final int YOUNG = 1;
    private static final int OLD = 2;

    /** Both bits set: a reference from an old object to an old one. */
    private static final long REMEMBERED = 0x30;

    private final int good;
    private final long offsetMask;
    private final ZForwardings young;
    private final ZForwardings old;

    ZPointerBarrier(ZGlobals globals) {
        this.good = number(remapped(globals.value("PointerLoadGoodMask")));
        this.offsetMask = globals.value("AddressOffsetMask");
        this.young = ZForwardings.young(globals);
        this.old = ZForwardings.old(globals);
    }

    @Override
    public long resolve(long stored) {
        int remapped = remapped(stored);
        int number = number(remapped);
        if (number < 0 || good < 0) {
            return 0;
        }
        int behind = Integer.bitCount(remapped) == 1 ? number + 1 : REMAPPED_BITS;
        long address = stored >>> (REMAPPED_SHIFT + behind);
        long offset = address & offsetMask;
        if (offset == address) {
            return 0; // The bit of the heap's base is missing.
        }
        return number == good
                ? address
                : generation(stored, number, offset).of(offset).orElse(offset) | (address & ~offsetMask);
    }

    /** Whose objects moved since the reference was stored; an object moves in one generation before it is in the other. */
    private ZForwardings generation(long stored, int number, long offset) {
        int changed = number ^ good;
        if (changed == YOUNG) {
            return young;
        }
        boolean fromOldToOld = (stored & REMEMBERED) == REMEMBERED;
        return changed == OLD || fromOldToOld || !young.emptied(offset) ? old : young;
    }

    private static int remapped(long stored) {
        return (int) (stored >>> REMAPPED_SHIFT) & ALL_REMAPPED;
    }

    /** Which bit is set, or is the one that is not; -1 where neither is so. */
    private static int number(int remapped) {
        int one = Integer.bitCount(remapped) == 1 ? remapped : remapped ^ ALL_REMAPPED;
        return Integer.bitCount(one) == 1 ? Integer.numberOfTrailingZeros(one) : -1;
    }
}
