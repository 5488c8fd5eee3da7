package dev.plumbline.inspector.jvm.heap;

import dev.plumbline.inspector.jvm.vmstructs.VmStructs;

/**
 * ZGC without generations: a reference is an address in one of three views of the same memory, and the view is its colour. In any view
 * but the current one the object may have moved; the forwarding of its page tells where to.
 *
 * <p>Source: gc/z/zAddress.inline.hpp, zBarrier.inline.hpp, zHeap.inline.hpp ({@code remap_object}) (jdk-11, jdk-17); gc/x (jdk-21).
 */
final class ZAddressBarrier implements LoadBarrier {

    /** {@code ZAddressOffsetBits} of jdk-11, which exports it as a constant; later releases export the mask. */
    private static final long OFFSET_MASK_OF_11 = (1L << 42) - 1;

    private final long goodMask;
    private final long badMask;
    private final long offsetMask;
    private final ZForwardings forwardings;

    ZAddressBarrier(ZGlobals globals, VmStructs vm) {
        this.goodMask = globals.value("AddressGoodMask");
        this.badMask = globals.value("AddressBadMask");
        long exported = globals.value("AddressOffsetMask");
        this.offsetMask =
                exported != 0 ? exported : vm.constant("ZAddressOffsetMask").orElse(OFFSET_MASK_OF_11);
        this.forwardings = ZForwardings.only(globals);
    }

    @Override
    public long resolve(long stored) {
        if (stored == 0 || (stored & badMask) == 0) {
            return stored;
        }
        long offset = stored & offsetMask;
        return offset == 0 ? 0 : forwardings.of(offset).orElse(offset) | goodMask;
    }
}
