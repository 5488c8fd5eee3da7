package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The card table of the collectors that have one (all but ZGC, Epsilon, and Shenandoah without generations).
 *
 * <p>Source: src/hotspot/share/gc/shared/cardTable.hpp, cardTableBarrierSet.hpp (jdk-17, jdk-25); {@code CardTableModRefBS},
 * memory/cardTableModRefBS.hpp, as {@code oopDesc::_bs} and {@code CollectedHeap::_barrier_set} (jdk8u).
 */
final class CardTableReader {

    private static final String LABEL = "card table";

    private CardTableReader() {}

    static Optional<AddressRange> read(VmStructs vm, ClaimList claims) {
        Optional<VmObject> table = vm.statics("BarrierSet")
                .follow("_barrier_set", "CardTableBarrierSet")
                .filter(CardTableReader::isCardTableBarrierSet)
                .flatMap(set -> set.follow("_card_table", "CardTable"));
        if (table.isEmpty()) {
            table = vm.statics("Universe")
                    .follow("_collectedHeap", "CollectedHeap")
                    .flatMap(heap -> heap.follow("_barrier_set", "CardTableModRefBS"));
        }
        return table.flatMap(CardTableReader::range)
                .filter(range -> claims.add(
                        range, Owner.GC, LABEL, "vmStructs " + LABEL + " CardTable::_byte_map", Backing::table));
    }

    /** The barrier set says by a tag what it is; G1's is a card table's too. */
    private static boolean isCardTableBarrierSet(VmObject set) {
        OptionalLong tag = set.inside("_fake_rtti", "BarrierSet::FakeRtti")
                .map(rtti -> rtti.integer("_concrete_tag"))
                .orElseGet(OptionalLong::empty);
        VmStructs vm = set.vm();
        return tag.isEmpty()
                || tag.equals(vm.constant("BarrierSet::CardTableBarrierSet"))
                || tag.equals(vm.constant("BarrierSet::G1BarrierSet"));
    }

    private static Optional<AddressRange> range(VmObject table) {
        long start = table.word("_byte_map").orElse(0);
        long sizeBytes = table.word("_byte_map_size").orElse(0);
        boolean sane = start != 0 && sizeBytes > 0 && Long.compareUnsigned(start, start + sizeBytes) < 0;
        return sane ? Optional.of(AddressRange.of(start, start + sizeBytes)) : Optional.empty();
    }
}
