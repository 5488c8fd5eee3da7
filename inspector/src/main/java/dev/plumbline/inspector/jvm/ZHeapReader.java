package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.observed.Mappings;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * ZGC's heap. It has no {@code CollectedHeap::_reserved}: it lies at addresses that are bits of its coloured pointers. Before it had
 * generations the same memory was mapped three times, once for each of the bits marked0, marked1 and remapped; with generations it is
 * mapped once, above the largest offset. The memory is a memfd or a file of hugetlbfs named {@code java_heap}.
 *
 * <p>Source: gc/z/zGlobals.cpp, zAddress.cpp, zPhysicalMemoryBacking_linux.cpp, vmStructs_z.hpp (jdk-11, jdk-17, jdk-25); gc/x, where
 * jdk-21 to 23 keep the collector without generations, under names that begin with X.
 */
final class ZHeapReader {

    private static final String FILE = "java_heap";

    /** ZPlatformAddressOffsetBits of jdk-11, which exports no mask; its views are the three bits above. */
    private static final int OFFSET_BITS_OF_11 = 42;

    private static final int VIEWS_OF_11 = 3;

    /** {@code ZPlatformAddressSpaceStart} and four times the offsets, zGlobals_linux_x86.hpp (jdk-11). */
    private static final long ADDRESS_SPACE_END_OF_11 = 5L << OFFSET_BITS_OF_11;

    /** {@code ZGranuleSizeShift}: 2 MiB on every architecture. */
    private static final int GRANULE_SHIFT = 21;

    private ZHeapReader() {}

    /** The heap from its first mapping to its last in the lowest view; empty where none of its addresses is mapped. */
    static Optional<JavaHeap> read(VmStructs vm, Mappings mappings, ClaimList claims) {
        List<AddressRange> views = views(vm);
        Optional<AddressRange> reserved = Optional.empty();
        for (AddressRange view : views) {
            List<Vma> mapped =
                    mappings.in(view).stream().filter(ZHeapReader::fits).toList();
            if (mapped.isEmpty()) {
                continue;
            }
            for (Vma vma : mapped) {
                String label = views.size() == 1
                        ? ""
                        : "view at 0x" + Long.toHexString(view.start().value());
                claims.add(vma.range(), Owner.JAVA_HEAP, label, "vmStructs ZAddressOffsetMask", ZHeapReader::fits);
            }
            if (reserved.isEmpty()) {
                reserved = Optional.of(new AddressRange(
                        mapped.get(0).range().start(),
                        mapped.get(mapped.size() - 1).range().end()));
            }
        }
        if (reserved.isPresent()) {
            pageTable(vm, claims);
            if (mask(vm, "AddressOffsetMask").isEmpty()) {
                ZMarkStacks.claim(ADDRESS_SPACE_END_OF_11, mappings, claims);
            }
        }
        return reserved.map(range -> new JavaHeap(range, List.of()));
    }

    /** Reserved, which is anonymous and inaccessible or a file's page, or the heap's file. */
    private static boolean fits(Vma vma) {
        return Backing.anonymous(vma) || (vma.fileBacked() && vma.fileName().contains(FILE));
    }

    private static List<AddressRange> views(VmStructs vm) {
        List<AddressRange> views = new ArrayList<>();
        OptionalLong offsets = mask(vm, "AddressOffsetMask");
        OptionalLong metadata = mask(vm, "AddressMetadataMask");
        if (offsets.isEmpty()) {
            for (int i = 0; i < VIEWS_OF_11; i++) {
                views.add(view(1L << (OFFSET_BITS_OF_11 + i), 1L << OFFSET_BITS_OF_11));
            }
        } else if (Long.bitCount(offsets.getAsLong() + 1) == 1) {
            long sizeBytes = offsets.getAsLong() + 1;
            for (long bits = metadata.orElse(sizeBytes); bits != 0; bits &= bits - 1) {
                long lowest = Long.lowestOneBit(bits);
                if (lowest > 0 && Long.compareUnsigned(lowest, sizeBytes) >= 0) {
                    views.add(view(lowest, sizeBytes));
                }
            }
        }
        return views;
    }

    private static AddressRange view(long start, long sizeBytes) {
        return AddressRange.of(start, start + sizeBytes);
    }

    /** The tables hold pointers to the masks, for these are set when the heap's size is known. */
    private static OptionalLong mask(VmStructs vm, String name) {
        for (String letter : new String[] {"Z", "X"}) {
            String type = letter + "GlobalsForVMStructs";
            OptionalLong pointer = vm.statics(type)
                    .follow("_instance_p", type)
                    .map(g -> g.word("_" + letter + name))
                    .orElseGet(OptionalLong::empty);
            OptionalLong value = pointer.orElse(0) == 0 ? pointer : vm.memory().word(pointer.getAsLong());
            if (value.orElse(0) != 0) {
                return value;
            }
        }
        return OptionalLong.empty();
    }

    /** One pointer for each granule of offsets; the table tells how many that are. */
    private static void pageTable(VmStructs vm, ClaimList claims) {
        OptionalLong offsets = mask(vm, "AddressOffsetMask");
        for (String letter : new String[] {"Z", "X"}) {
            Optional<VmObject> map = vm.statics("Universe")
                    .follow("_collectedHeap", letter + "CollectedHeap")
                    .flatMap(h -> h.inside("_heap", letter + "Heap"))
                    .flatMap(h -> h.inside("_page_table", letter + "PageTable"))
                    .flatMap(t -> t.inside("_map", letter + "GranuleMapForPageTable"));
            long start =
                    map.map(m -> m.word("_map")).orElseGet(OptionalLong::empty).orElse(0);
            long entries = map.map(m -> vm.memory().word(m.address()))
                    .orElseGet(OptionalLong::empty)
                    .orElse(0);
            if (start != 0 && offsets.isPresent() && isEntries(entries, offsets.getAsLong())) {
                AddressRange range =
                        AddressRange.of(start, start + entries * vm.memory().wordBytes());
                claims.add(range, Owner.GC, "page table", "vmStructs ZPageTable::_map", Backing::table);
            }
        }
    }

    private static boolean isEntries(long entries, long offsetMask) {
        return entries > 0 && entries <= (offsetMask + 1) >>> GRANULE_SHIFT;
    }
}
