package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The two generations of Serial and of CMS, and those of Parallel.
 *
 * <p>Source: {@code SerialHeap::_young_gen}, gc/serial/serialHeap.hpp (jdk-25); {@code GenCollectedHeap::_young_gen},
 * gc/shared/genCollectedHeap.hpp (jdk-11, jdk-17); {@code GenCollectedHeap::_gens}, memory/genCollectedHeap.hpp (jdk8u);
 * {@code ParallelScavengeHeap}, gc/parallel/parallelScavengeHeap.hpp.
 */
final class GenerationReader {

    static final String YOUNG = "young generation";
    static final String OLD = "old generation";

    private GenerationReader() {}

    /** Serial's and CMS's. */
    static void addGenerations(VmStructs vm, HeapParts parts) {
        Optional<VmObject> heap = vm.statics("Universe").follow("_collectedHeap", "CollectedHeap");
        for (String type : new String[] {"SerialHeap", "GenCollectedHeap"}) {
            if (vm.field(type, "_young_gen").isEmpty()
                    && vm.field(type, "_gens").isEmpty()) {
                continue;
            }
            Optional<VmObject> of = heap.map(h -> vm.object(type, h.address()));
            of.flatMap(h -> h.follow("_young_gen", "Generation"))
                    .flatMap(g -> g.memRegion("_reserved"))
                    .ifPresent(r -> parts.add(r, YOUNG));
            of.flatMap(h -> h.follow("_old_gen", "Generation"))
                    .flatMap(g -> g.memRegion("_reserved"))
                    .ifPresent(r -> parts.add(r, OLD));
            OptionalLong array = of.map(h -> h.addressOf("_gens")).orElseGet(OptionalLong::empty);
            for (int i = 0; i < 2 && array.isPresent(); i++) {
                String label = i == 0 ? YOUNG : OLD;
                long pointer = vm.memory()
                        .word(array.getAsLong() + (long) i * vm.memory().wordBytes())
                        .orElse(0);
                if (pointer != 0) {
                    vm.object("Generation", pointer).memRegion("_reserved").ifPresent(r -> parts.add(r, label));
                }
            }
            return;
        }
    }

    /** Parallel's, as far as they are reserved; the boundary between the two does not move. */
    static void addParallel(VmStructs vm, HeapParts parts) {
        generation(vm, "_young_gen", "PSYoungGen").ifPresent(r -> parts.add(r, YOUNG));
        generation(vm, "_old_gen", "PSOldGen").ifPresent(r -> parts.add(r, OLD));
    }

    private static Optional<AddressRange> generation(VmStructs vm, String field, String type) {
        return vm.statics("ParallelScavengeHeap")
                .follow(field, type)
                .flatMap(g -> g.follow("_virtual_space", "PSVirtualSpace"))
                .flatMap(s -> s.between("_reserved_low_addr", "_reserved_high_addr"));
    }
}
