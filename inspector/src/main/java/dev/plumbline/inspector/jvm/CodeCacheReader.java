package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.jvm.vmstructs.VmType;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The segments of the code cache and the tables that go with them.
 *
 * <p>Source: src/hotspot/share/memory/heap.hpp, src/hotspot/share/code/codeCache.cpp (jdk-17,
 * jdk-25); jdk8u has one heap, {@code CodeCache::_heap}.
 */
final class CodeCacheReader {

    /** Three since JDK 9 (JEP 197), with room for what may come. */
    private static final int MAX_HEAPS = 16;

    /** The names are {@code CodeHeap 'non-nmethods'} and the like, and {@code CodeCache} where there is one heap alone. */
    private static final String NAME_START = "Code";

    private static final int MAX_OBJECT_BYTES = 1024;
    private static final String EVIDENCE = "vmStructs CodeHeap::_memory";

    private CodeCacheReader() {}

    static List<CodeHeap> read(VmStructs vm, ClaimList claims) {
        List<CodeHeap> heaps = new ArrayList<>();
        for (VmObject heap : heaps(vm)) {
            heap(heap).ifPresent(heaps::add);
        }
        heaps.sort((a, b) -> a.reserved().start().compareTo(b.reserved().start()));
        List<CodeHeap> kept = new ArrayList<>();
        for (CodeHeap heap : heaps) {
            String label =
                    heap.name().orElse(heaps.size() == 1 ? "CodeCache" : "segment %d".formatted(kept.size() + 1));
            if (claims.add(heap.reserved(), Owner.CODE_CACHE, label, EVIDENCE, Backing::table)) {
                kept.add(heap);
                claims.add(
                        heap.segmapReserved(),
                        Owner.CODE_CACHE,
                        label + " segment map",
                        "vmStructs CodeHeap::_segmap",
                        Backing::table);
            }
        }
        return List.copyOf(kept);
    }

    private static List<VmObject> heaps(VmStructs vm) {
        List<VmObject> heaps = new ArrayList<>();
        VmObject cache = vm.statics("CodeCache");
        cache.follow("_heap", "CodeHeap").ifPresent(heaps::add);
        Optional<VmObject> array = cache.follow("_heaps", "GrowableArray<int>");
        if (array.isPresent()) {
            int length = length(array.get());
            OptionalLong data = array.get().word("_data");
            for (int i = 0; i < Math.min(length, MAX_HEAPS) && data.orElse(0) != 0; i++) {
                vm.memory()
                        .word(data.getAsLong() + (long) i * vm.memory().wordBytes())
                        .ifPresent(pointer -> heaps.add(vm.object("CodeHeap", pointer)));
            }
        }
        return heaps;
    }

    /** The length is a field of the base class, which is not described as one; its name changed. */
    private static int length(VmObject array) {
        for (String base : new String[] {"GrowableArrayBase", "GenericGrowableArray"}) {
            OptionalInt length = array.vm().object(base, array.address()).int32("_len");
            if (length.isPresent()) {
                return length.getAsInt();
            }
        }
        return 0;
    }

    private static Optional<CodeHeap> heap(VmObject heap) {
        Optional<VmObject> memory = heap.inside("_memory", "VirtualSpace");
        Optional<VmObject> segmap = heap.inside("_segmap", "VirtualSpace");
        Optional<AddressRange> reserved = memory.flatMap(m -> m.between("_low_boundary", "_high_boundary"));
        Optional<AddressRange> committed = memory.flatMap(m -> m.between("_low", "_high"));
        Optional<AddressRange> mapReserved = segmap.flatMap(m -> m.between("_low_boundary", "_high_boundary"));
        Optional<AddressRange> mapCommitted = segmap.flatMap(m -> m.between("_low", "_high"));
        if (reserved.isEmpty() || committed.isEmpty() || mapReserved.isEmpty() || mapCommitted.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new CodeHeap(name(heap), reserved.get(), committed.get(), mapCommitted.get(), mapReserved.get()));
    }

    /**
     * {@code CodeHeap::_name} is not exported. It is one of the object's words, and the one that points to a text which begins as
     * the names in codeCache.cpp do; nothing else in a CodeHeap points to such a text.
     */
    private static Optional<String> name(VmObject heap) {
        TargetMemory memory = heap.vm().memory();
        long sizeBytes = heap.vm().type("CodeHeap").map(VmType::sizeBytes).orElse(0L);
        for (long at = 0; at < Math.min(sizeBytes, MAX_OBJECT_BYTES); at += memory.wordBytes()) {
            OptionalLong word = memory.word(heap.address() + at);
            Optional<byte[]> start =
                    word.orElse(0) == 0 ? Optional.empty() : memory.bytes(word.getAsLong(), NAME_START.length());
            if (start.filter(s -> NAME_START.equals(new String(s, StandardCharsets.ISO_8859_1)))
                    .isPresent()) {
                return memory.string(word.getAsLong()).filter(n -> n.matches("CodeHeap '[a-z -]+'|CodeCache"));
            }
        }
        return Optional.empty();
    }
}
