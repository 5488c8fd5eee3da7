package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.observed.Mappings;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.Optional;

/**
 * The Java heap. {@code Universe::_collectedHeap} holds where it is reserved, whatever the collector, but for ZGC. A generation is
 * claimed by itself, and a region is not: thousands of claims would say little, and {@link JavaHeap#parts} has them.
 *
 * <p>Source: src/hotspot/share/gc/shared/collectedHeap.hpp (jdk-17, jdk-25).
 */
final class HeapReader {

    private static final String EVIDENCE = "vmStructs CollectedHeap::_reserved";

    private final VmStructs vm;
    private final Mappings mappings;
    private final ClaimList claims;

    HeapReader(VmStructs vm, Mappings mappings, ClaimList claims) {
        this.vm = vm;
        this.mappings = mappings;
        this.claims = claims;
    }

    /** The heap's address space as the JVM says. */
    static Optional<AddressRange> reserved(VmStructs vm) {
        Optional<VmObject> heap = vm.statics("Universe").follow("_collectedHeap", "CollectedHeap");
        return heap.flatMap(h -> h.memRegion("_reserved")).filter(range -> range.sizeBytes() != 0);
    }

    Optional<JavaHeap> read(Optional<String> collector) {
        if (collector.equals(Optional.of("z"))) {
            return ZHeapReader.read(vm, mappings, claims);
        }
        return reserved(vm)
                .filter(range -> claims.add(range, Owner.JAVA_HEAP, "", EVIDENCE, Backing::heap))
                .map(range -> heap(range, collector.orElse("")));
    }

    private JavaHeap heap(AddressRange reserved, String collector) {
        HeapParts parts = new HeapParts(reserved);
        switch (collector) {
            case "serial", "cms" -> GenerationReader.addGenerations(vm, parts);
            case "parallel" -> GenerationReader.addParallel(vm, parts);
            case "g1" -> {
                new G1RegionReader(vm).addRegions(parts);
                new SideTables(vm, mappings, reserved, claims).claimG1();
            }
            case "shenandoah" -> {
                ShenandoahRegionReader.addRegions(vm, parts);
                new SideTables(vm, mappings, reserved, claims).claimShenandoah();
            }
            default -> {} // Epsilon's heap is one piece.
        }
        JavaHeap heap = new JavaHeap(reserved, parts.joined());
        for (JavaHeap.Part part : heap.parts()) {
            if (part.label().equals(GenerationReader.YOUNG) || part.label().equals(GenerationReader.OLD)) {
                claims.add(part.range(), Owner.JAVA_HEAP, part.label(), "vmStructs generations", Backing::heap);
            }
        }
        return heap;
    }
}
