package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.observed.Mappings;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Class metadata: the compressed class space, where it is used, and the nodes of all other metadata.
 *
 * <p>Source: src/hotspot/share/memory/metaspace.cpp (jdk-17, jdk-25): a Klass lies in the class space alone where class pointers
 * are compressed, and the class space is one node, reserved with CompressedClassSpaceSize at start.
 */
final class MetaspaceReader {

    private static final String EVIDENCE = "VirtualSpaceNode reached from vmStructs ClassLoaderDataGraph::_head";
    private static final int MAX_KLASSES = 256;

    /** What was found. */
    record Metaspace(Optional<AddressRange> classSpace, List<AddressRange> nodes) {}

    private final VmStructs vm;
    private final VmFlags flags;

    MetaspaceReader(VmStructs vm, VmFlags flags) {
        this.vm = vm;
        this.flags = flags;
    }

    Metaspace read(Mappings mappings, ClaimList claims) {
        List<AddressRange> nodes = new ArrayList<>(new MetaspaceNodes(vm, mappings, HeapReader.reserved(vm)).find());
        Optional<AddressRange> classSpace = flags.isOn("UseCompressedClassPointers")
                ? classSpaceOf(nodes).or(() -> behindTheHeap(mappings))
                : Optional.empty();
        classSpace.ifPresent(nodes::remove);
        classSpace.ifPresent(range -> claims.add(range, Owner.CLASS_SPACE, "", EVIDENCE, Backing::table));
        for (AddressRange node : nodes) {
            claims.add(node, Owner.METASPACE, "", EVIDENCE, Backing::table);
        }
        return new Metaspace(classSpace, List.copyOf(nodes));
    }

    private Optional<AddressRange> classSpaceOf(List<AddressRange> nodes) {
        Set<VirtAddr> klasses = klasses();
        for (AddressRange node : nodes) {
            if (klasses.stream().anyMatch(node::contains)) {
                return Optional.of(node);
            }
        }
        long sizeBytes = flags.number("CompressedClassSpaceSize").orElse(0);
        List<AddressRange> sized =
                nodes.stream().filter(n -> n.sizeBytes() == sizeBytes).toList();
        return sized.size() == 1 ? Optional.of(sized.get(0)) : Optional.empty();
    }

    /**
     * Where jdk8u reserves it without an archive ({@code Metaspace::global_initialize}, memory/metaspace.cpp): directly behind the
     * heap. Believed if it is mapped whole, and a class lies there.
     */
    private Optional<AddressRange> behindTheHeap(Mappings mappings) {
        long sizeBytes = flags.number("CompressedClassSpaceSize").orElse(0);
        Set<VirtAddr> klasses = klasses();
        return HeapReader.reserved(vm)
                .map(heap -> AddressRange.of(heap.end().value(), heap.end().value() + Math.max(0, sizeBytes)))
                .filter(range -> sizeBytes > 0
                        && mappings.cover(range)
                        && mappings.in(range).stream().allMatch(Backing::table)
                        && klasses.stream().anyMatch(range::contains));
    }

    /** Some classes' addresses; those in the archive are of no use here, and do no harm. */
    private Set<VirtAddr> klasses() {
        Set<VirtAddr> klasses = new HashSet<>();
        for (String name : new String[] {"_boolArrayKlassObj", "_byteArrayKlassObj", "_charArrayKlassObj"}) {
            vm.statics("Universe").word(name).ifPresent(k -> klasses.add(new VirtAddr(k)));
        }
        long loader = vm.statics("ClassLoaderDataGraph").word("_head").orElse(0);
        for (int i = 0; loader != 0 && i < MAX_KLASSES; i++) {
            long klass = vm.object("ClassLoaderData", loader).word("_klasses").orElse(0);
            if (klass != 0) {
                klasses.add(new VirtAddr(klass));
            }
            loader = vm.object("ClassLoaderData", loader).word("_next").orElse(0);
        }
        return klasses;
    }
}
