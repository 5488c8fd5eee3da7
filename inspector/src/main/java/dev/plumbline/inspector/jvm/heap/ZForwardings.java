package dev.plumbline.inspector.jvm.heap;

import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.jvm.vmstructs.VmType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where ZGC moved objects. While references to its old objects may be left, a page has a table of where each of them went; a map
 * leads from a granule of the heap to the table of the page that was there. Each generation has a map of its own.
 *
 * <p>Source: gc/z/zForwarding.inline.hpp, zForwardingTable.inline.hpp, zGranuleMap.hpp, zAttachedArray.inline.hpp, zGeneration.hpp
 * (jdk-17, jdk-25); zForwardingTable.hpp, zPage.hpp, zPageTableEntry.hpp (jdk-11).
 */
final class ZForwardings {

    /** {@code ZGranuleSizeShift}, and {@code ZPageSizeMinShift} of jdk-11: 2 MiB on every architecture. */
    private static final int GRANULE_SHIFT = 21;

    private static final int MAX_HEAP_OBJECT_BYTES = 1 << 16;

    /** {@code ZGenerationId}. */
    private static final int YOUNG = 0;

    private static final int OLD = 1;

    private final VmStructs vm;
    private final String letter;
    private final OptionalLong map;
    private final ZForwardedPage.Format format;
    private final Map<Long, Optional<ZForwardedPage>> pages = new HashMap<>();

    private ZForwardings(VmStructs vm, String letter, OptionalLong map, ZForwardedPage.Format format) {
        this.vm = vm;
        this.letter = letter;
        this.map = map;
        this.format = format;
    }

    /** Those of a heap without generations; in jdk-11 the table of pages leads to them. */
    static ZForwardings only(ZGlobals globals) {
        String letter = globals.letter();
        Optional<VmObject> heap = globals.heap();
        Optional<VmObject> pages = heap.flatMap(h -> h.inside("_pagetable", "ZPageTable"))
                .flatMap(table -> table.inside("_map", "ZAddressRangeMapForPageTable"));
        if (pages.isPresent()) {
            return new ZForwardings(globals.vm(), letter, pages.get().word("_map"), ZForwardedPage.Format.IN_THE_PAGE);
        }
        OptionalLong map = heap.flatMap(h -> h.inside("_forwarding_table", letter + "ForwardingTable"))
                .map(table -> mapOf(table, letter))
                .orElseGet(OptionalLong::empty);
        return new ZForwardings(globals.vm(), letter, map, ZForwardedPage.Format.BEHIND_THE_FORWARDING);
    }

    /** Those of the young generation. */
    static ZForwardings young(ZGlobals globals) {
        return ofGeneration(globals, YOUNG);
    }

    /** Those of the old generation. */
    static ZForwardings old(ZGlobals globals) {
        return ofGeneration(globals, OLD);
    }

    /** Whether the page that was at an offset was emptied. */
    boolean emptied(long offset) {
        return entry(offset) != 0;
    }

    /** Where the object at an offset went; empty where it did not move, or not yet. */
    OptionalLong of(long offset) {
        long entry = entry(offset);
        return entry == 0
                ? OptionalLong.empty()
                : pages.computeIfAbsent(entry, e -> ZForwardedPage.read(vm, letter, format, e))
                        .map(page -> page.find(offset))
                        .orElseGet(OptionalLong::empty);
    }

    private long entry(long offset) {
        TargetMemory memory = vm.memory();
        return map.orElse(0) == 0
                ? 0
                : memory.word(map.getAsLong() + (offset >>> GRANULE_SHIFT) * memory.wordBytes())
                        .orElse(0);
    }

    private static OptionalLong mapOf(VmObject table, String letter) {
        return table.inside("_map", letter + "GranuleMapForForwarding")
                .map(map -> map.word("_map"))
                .orElseGet(OptionalLong::empty);
    }

    /**
     * The generations are not exported. Each lies inside the heap's object and begins with its number, a pointer to the heap's page
     * allocator, one to its table of pages, and its map: the two pointers, in a row, are nowhere else.
     */
    private static ZForwardings ofGeneration(ZGlobals globals, int generation) {
        VmStructs vm = globals.vm();
        TargetMemory memory = vm.memory();
        int word = memory.wordBytes();
        OptionalLong map = OptionalLong.empty();
        for (VmObject heap : globals.heap().stream().toList()) {
            OptionalLong allocator = heap.addressOf("_page_allocator");
            OptionalLong table = heap.addressOf("_page_table");
            long sizeBytes =
                    vm.type(globals.letter() + "Heap").map(VmType::sizeBytes).orElse(0L);
            long end = heap.address() + Math.min(sizeBytes, MAX_HEAP_OBJECT_BYTES) - 3L * word;
            for (long at = heap.address(); allocator.isPresent() && table.isPresent() && at < end; at += word) {
                boolean begins = memory.int32(at).orElse(-1) % 256 == generation
                        && memory.word(at + word).equals(allocator)
                        && memory.word(at + 2L * word).equals(table);
                if (begins) {
                    map = mapOf(vm.object(globals.letter() + "ForwardingTable", at + 3L * word), globals.letter());
                }
            }
        }
        return new ZForwardings(vm, globals.letter(), map, ZForwardedPage.Format.BEHIND_THE_FORWARDING);
    }
}
