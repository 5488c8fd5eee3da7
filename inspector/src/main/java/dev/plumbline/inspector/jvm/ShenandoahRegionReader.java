package dev.plumbline.inspector.jvm;

import dev.plumbline.bridge.MemoryPiece;
import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.unit.AddressRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Shenandoah's regions: in use as far as their tops, or empty. The numbers of their states are not exported by all releases, and are not
 * needed for that.
 *
 * <p>Source: gc/shenandoah/vmStructs_shenandoah.hpp, shenandoahHeapRegion.hpp (jdk-17, jdk-25); jdk-11 exports no regions.
 */
final class ShenandoahRegionReader {

    private static final int MAX_REGIONS = 1 << 16;
    private static final int FIELDS_BYTES = 96;

    private ShenandoahRegionReader() {}

    static void addRegions(VmStructs vm, HeapParts parts) {
        TargetMemory memory = vm.memory();
        Optional<VmObject> heap = vm.statics("Universe").follow("_collectedHeap", "ShenandoahHeap");
        long count = heap.map(h -> h.word("_num_regions"))
                .orElseGet(OptionalLong::empty)
                .orElse(0);
        long array =
                heap.map(h -> h.word("_regions")).orElseGet(OptionalLong::empty).orElse(0);
        if (array == 0 || count <= 0 || count > MAX_REGIONS) {
            return;
        }
        Optional<ByteBuffer> pointers = memory.buffer(array, (int) count * memory.wordBytes());
        List<Long> regions = new ArrayList<>();
        for (int i = 0; pointers.isPresent() && i < count; i++) {
            regions.add(memory.word(pointers.get(), i * memory.wordBytes()));
        }
        memory.prefetch(
                regions.stream().map(r -> new MemoryPiece(r, FIELDS_BYTES)).toList());
        for (long address : regions) {
            VmObject region = vm.object("ShenandoahHeapRegion", address);
            Optional<AddressRange> whole = region.between("_bottom", "_end");
            Optional<AddressRange> used = region.between("_bottom", "_top");
            if (whole.isPresent() && used.isPresent()) {
                parts.add(whole.get(), used.get().sizeBytes() == 0 ? "empty" : "in use");
            }
        }
    }
}
