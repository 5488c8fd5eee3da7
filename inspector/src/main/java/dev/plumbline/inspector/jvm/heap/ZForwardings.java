package dev.plumbline.inspector.jvm.heap;

import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.jvm.vmstructs.VmType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where ZGC moved objects. While references to its old objects may be left, a page has a table of where each of them went; a map
 * leads from a granule of the heap to the table of the page that was there.
 *
 * <p>Source: gc/z/zForwarding.inline.hpp, zForwardingTable.inline.hpp, zGranuleMap.hpp, zAttachedArray.inline.hpp (jdk-17, jdk-25);
 * zForwardingTable.hpp, zPage.hpp, zPageTableEntry.hpp (jdk-11).
 */
final class ZForwardings {

    /** {@code ZGranuleSizeShift}, and {@code ZPageSizeMinShift} of jdk-11: 2 MiB on every architecture. */
    private static final int GRANULE_SHIFT = 21;

    private static final int MAX_HEAP_OBJECT_BYTES = 1 << 16;
    private static final int MAX_MAPS = 4;

    private final TargetMemory memory;
    private final VmStructs vm;
    private final String letter;
    private final List<Long> maps;
    private final ZForwardedPage.Format format;
    private final Map<Long, Optional<ZForwardedPage>> pages = new HashMap<>();

    private ZForwardings(VmStructs vm, String letter, List<Long> maps, ZForwardedPage.Format format) {
        this.vm = vm;
        this.memory = vm.memory();
        this.letter = letter;
        this.maps = maps;
        this.format = format;
    }

    static ZForwardings of(ZGlobals globals, VmStructs vm) {
        String letter = globals.letter();
        Optional<VmObject> heap = globals.heap();
        Optional<VmObject> oldest = heap.flatMap(h -> h.inside("_pagetable", "ZPageTable"))
                .flatMap(table -> table.inside("_map", "ZAddressRangeMapForPageTable"));
        if (oldest.isPresent()) {
            return new ZForwardings(vm, letter, map(oldest.get()), ZForwardedPage.Format.IN_THE_PAGE);
        }
        Optional<VmObject> only = heap.flatMap(h -> h.inside("_forwarding_table", letter + "ForwardingTable"))
                .flatMap(table -> table.inside("_map", letter + "GranuleMapForForwarding"));
        List<Long> maps = only.map(ZForwardings::map)
                .orElseGet(() -> heap.map(h -> mapsOfGenerations(h, letter)).orElse(List.of()));
        return new ZForwardings(vm, letter, maps, ZForwardedPage.Format.BEHIND_THE_FORWARDING);
    }

    /** Where the object at an offset went; empty where it did not move, or its page is not known to have been emptied. */
    OptionalLong of(long offset) {
        for (long map : maps) {
            long entry = memory.word(map + (offset >>> GRANULE_SHIFT) * memory.wordBytes())
                    .orElse(0);
            if (entry != 0) {
                Optional<ZForwardedPage> page = pages.computeIfAbsent(entry, this::page);
                OptionalLong moved = page.map(p -> p.find(offset)).orElseGet(OptionalLong::empty);
                if (moved.isPresent()) {
                    return moved;
                }
            }
        }
        return OptionalLong.empty();
    }

    private Optional<ZForwardedPage> page(long entry) {
        return ZForwardedPage.read(vm, letter, format, entry);
    }

    private static List<Long> map(VmObject map) {
        OptionalLong entries = map.word("_map");
        return entries.orElse(0) == 0 ? List.of() : List.of(entries.getAsLong());
    }

    /**
     * The generations' tables are not exported. They are maps of as many granules as the table of pages, which is: inside the heap's
     * object, the words that hold this number with a pointer behind them.
     */
    private static List<Long> mapsOfGenerations(VmObject heap, String letter) {
        TargetMemory memory = heap.vm().memory();
        OptionalLong table = heap.addressOf("_page_table");
        OptionalLong granules = table.isPresent() ? memory.word(table.getAsLong()) : table;
        long sizeBytes = heap.vm().type(letter + "Heap").map(VmType::sizeBytes).orElse(0L);
        List<Long> maps = new ArrayList<>();
        int word = memory.wordBytes();
        long end = heap.address() + Math.min(sizeBytes, MAX_HEAP_OBJECT_BYTES);
        for (long at = heap.address(); granules.orElse(0) > 1 && at + word < end; at += word) {
            if (at != table.getAsLong() && memory.word(at).equals(granules) && maps.size() < MAX_MAPS) {
                OptionalLong entries = memory.word(at + word);
                if (entries.orElse(0) > granules.getAsLong()) {
                    maps.add(entries.getAsLong());
                }
            }
        }
        return maps;
    }
}
