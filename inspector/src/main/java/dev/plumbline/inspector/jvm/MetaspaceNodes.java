package dev.plumbline.inspector.jvm;

import dev.plumbline.bridge.MemoryPiece;
import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.jvm.vmstructs.VmType;
import dev.plumbline.inspector.observed.Mappings;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The pieces of address space that metaspace consists of. No release exports them. They are found from the loaders' data, which
 * are exported: a ClassLoaderData points to its arenas, these to chunks, a chunk to its VirtualSpaceNode. Where in each object the
 * pointer lies differs from release to release, and is not needed: a VirtualSpaceNode is known by telling its range twice,
 * as where its reservation begins with a size in bytes, and as where its memory begins with a size in words, or with its end (11);
 * and that range must be mapped.
 *
 * <p>Source: src/hotspot/share/memory/metaspace/virtualSpaceNode.hpp, metachunk.hpp, metaspaceArena.hpp (jdk-17, jdk-25);
 * metaspace.cpp (jdk8u), metaspace/virtualSpaceNode.hpp (jdk-11).
 */
final class MetaspaceNodes {

    private static final int OBJECT_WORDS = 20;
    private static final int MAX_DEPTH = 5;
    private static final int MAX_OBJECTS = 1 << 14;
    private static final int MAX_LOADERS = 1 << 14;
    private static final int LOADERS_SEARCHED = 8;
    private static final int MAX_NODES = 1 << 12;
    private static final int MAX_DATA_BYTES = 512;

    private final VmStructs vm;
    private final TargetMemory memory;
    private final Mappings mappings;
    private final Optional<AddressRange> heap;
    private final Map<Long, AddressRange> nodes = new TreeMap<>(Long::compareUnsigned);
    private final Set<Long> visited = new HashSet<>();

    /** The Java heap is not searched: no object there points to metaspace as these objects do. */
    MetaspaceNodes(VmStructs vm, Mappings mappings, Optional<AddressRange> heap) {
        this.vm = vm;
        this.memory = vm.memory();
        this.mappings = mappings;
        this.heap = heap;
    }

    /** The ranges, in address order. */
    List<AddressRange> find() {
        List<Long> loaders = loaders();
        // The boot loader's is the last, and has chunks of the oldest nodes; new nodes are chained to either end of
        // their list.
        Set<Long> seeds = new LinkedHashSet<>();
        for (int i = 0; i < Math.min(LOADERS_SEARCHED, loaders.size()); i++) {
            seeds.add(loaders.get(loaders.size() - 1 - i));
            seeds.add(loaders.get(i));
        }
        int dataBytes = (int) Math.min(
                MAX_DATA_BYTES,
                Math.max(0, vm.type("ClassLoaderData").map(VmType::sizeBytes).orElse(0L)));
        Set<Long> level = pointersIn(seeds, dataBytes / memory.wordBytes());
        for (int depth = 1; depth <= MAX_DEPTH && visited.size() < MAX_OBJECTS; depth++) {
            level = pointersIn(level, OBJECT_WORDS);
        }
        return nodes.values().stream()
                .distinct()
                .sorted(Comparator.comparing(AddressRange::start))
                .toList();
    }

    private List<Long> loaders() {
        Set<Long> found = new LinkedHashSet<>();
        long next = vm.statics("ClassLoaderDataGraph").word("_head").orElse(0);
        while (next != 0 && found.size() < MAX_LOADERS && found.add(next)) {
            next = vm.object("ClassLoaderData", next).word("_next").orElse(0);
        }
        return new ArrayList<>(found);
    }

    /** Looks at objects, keeps the nodes among them, and tells where the others point. */
    private Set<Long> pointersIn(Set<Long> objects, int words) {
        int bytes = words * memory.wordBytes();
        memory.prefetch(objects.stream().map(o -> new MemoryPiece(o, bytes)).toList());
        Set<Long> pointers = new LinkedHashSet<>();
        for (long object : objects) {
            Optional<ByteBuffer> content = visited.size() < MAX_OBJECTS && visited.add(object)
                    ? memory.buffer(object, bytes)
                    : Optional.empty();
            if (content.isEmpty() || chain(object)) {
                continue;
            }
            for (int at = 0; at < bytes; at += memory.wordBytes()) {
                long word = memory.word(content.get(), at);
                if (isObject(word)) {
                    pointers.add(word);
                }
            }
        }
        return pointers;
    }

    /** Follows the list of nodes that begins here; whether this is one at all. */
    private boolean chain(long first) {
        long at = first;
        boolean any = false;
        while (at != 0 && nodes.size() < MAX_NODES && !nodes.containsKey(at)) {
            Optional<AddressRange> node = nodeAt(at);
            if (node.isEmpty()) {
                break;
            }
            nodes.put(at, node.get());
            any = true;
            at = memory.word(at).orElse(0);
        }
        return any || nodes.containsKey(first);
    }

    private Optional<AddressRange> nodeAt(long address) {
        int word = memory.wordBytes();
        Optional<ByteBuffer> content = memory.buffer(address, OBJECT_WORDS * word);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        for (int i = 1; i < OBJECT_WORDS - 1; i++) {
            long base = memory.word(content.get(), i * word);
            long bytes = memory.word(content.get(), (i + 1) * word);
            if (isReserved(base, bytes) && isToldAgain(content.get(), i, base, bytes)) {
                return Optional.of(AddressRange.of(base, base + bytes));
            }
        }
        return Optional.empty();
    }

    private boolean isToldAgain(ByteBuffer content, int first, long base, long bytes) {
        int word = memory.wordBytes();
        for (int j = 1; j < OBJECT_WORDS - 1; j++) {
            long second = memory.word(content, (j + 1) * word);
            if (j != first
                    && memory.word(content, j * word) == base
                    && (second == bytes / word || second == base + bytes)) {
                return true;
            }
        }
        return false;
    }

    private boolean isReserved(long base, long bytes) {
        if ((base & 4095) != 0
                || (bytes & 4095) != 0
                || base == 0
                || bytes <= 0
                || Long.compareUnsigned(base, base + bytes) > 0) {
            return false;
        }
        AddressRange range = AddressRange.of(base, base + bytes);
        return mappings.at(base).isPresent()
                && mappings.cover(range)
                && mappings.in(range).stream().allMatch(Backing::table);
    }

    private boolean isObject(long word) {
        Optional<Vma> vma = (word & (memory.wordBytes() - 1)) == 0 && word != 0 ? mappings.at(word) : Optional.empty();
        return vma.filter(v -> v.readable() && v.writable() && !v.executable() && !v.fileBacked())
                .filter(v -> heap.filter(h -> h.contains(v.range().start())).isEmpty())
                .isPresent();
    }
}
