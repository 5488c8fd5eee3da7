package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;
import java.util.Optional;

/**
 * The Java heap's address space: {@code Universe::_collectedHeap} holds where it is reserved, whatever the collector.
 *
 * <p>Source: src/hotspot/share/gc/shared/collectedHeap.hpp (jdk-17, jdk-25).
 */
final class HeapReader {

    private static final String EVIDENCE = "vmStructs CollectedHeap::_reserved";

    private HeapReader() {}

    /** The heap's address space as the JVM says. */
    static Optional<AddressRange> reserved(VmStructs vm) {
        Optional<VmObject> heap = vm.statics("Universe").follow("_collectedHeap", "CollectedHeap");
        return heap.flatMap(h -> h.memRegion("_reserved")).filter(range -> range.sizeBytes() != 0);
    }

    static Optional<JavaHeap> read(VmStructs vm, ClaimList claims) {
        return reserved(vm)
                .filter(range -> claims.add(range, Owner.JAVA_HEAP, "", EVIDENCE, Backing::heap))
                .map(range -> new JavaHeap(range, List.of()));
    }
}
