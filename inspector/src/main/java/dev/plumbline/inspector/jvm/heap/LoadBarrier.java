package dev.plumbline.inspector.jvm.heap;

import dev.plumbline.inspector.jvm.vmstructs.VmStructs;

/**
 * What a JVM does between loading a reference and following it. Collectors that move objects while the program runs leave references
 * behind that lead to where an object was; most collectors need nothing of the kind.
 */
interface LoadBarrier {

    /** References lead to their objects as they stand. */
    LoadBarrier NONE = stored -> stored;

    /** The object's address; zero where the reference is null, or leads nowhere. */
    long resolve(long stored);

    /** The barrier of the collector that is in use: the masks of ZGC are zero unless it is. */
    static LoadBarrier of(VmStructs vm) {
        for (String letter : new String[] {"Z", "X"}) {
            ZGlobals globals = new ZGlobals(vm, letter);
            if (globals.value("AddressGoodMask") != 0) {
                return new ZAddressBarrier(globals, vm);
            }
        }
        ZGlobals globals = new ZGlobals(vm, "Z");
        return globals.value("PointerLoadGoodMask") == 0 ? NONE : new ZPointerBarrier(globals);
    }
}
