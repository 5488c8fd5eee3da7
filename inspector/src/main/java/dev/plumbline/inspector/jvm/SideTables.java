package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.jvm.vmstructs.VmType;
import dev.plumbline.inspector.observed.Mappings;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tables of the region-based collectors that lie beside the heap: mark bitmaps, block offsets, counts of cards. vmStructs describes none
 * of them. They are found in the objects that hold them by what their sizes must be: each is a fixed fraction of the heap, and a
 * range of exactly that size, at page bounds, that anonymous mappings back, is no coincidence.
 *
 * <p>Source: G1RegionToSpaceMapper and G1PageBasedVirtualSpace, gc/g1/g1RegionToSpaceMapper.cpp, g1PageBasedVirtualSpace.hpp
 * (jdk8u to jdk-25): a bitmap has a bit, and other tables a byte, for 64 and 512 bytes of heap; ShenandoahHeap::_bitmap_region,
 * gc/shenandoah/shenandoahHeap.cpp, shenandoahMarkBitMap.cpp: two bits for 64.
 */
final class SideTables {

    private static final int MAX_OBJECT_BYTES = 1 << 13;
    private static final int HOLDER_WORDS = 16;
    private static final long BITMAP_FACTOR = 64;
    private static final long TWO_BITMAP_FACTOR = 32;
    private static final long CARD_FACTOR = 512;

    private final VmStructs vm;
    private final TargetMemory memory;
    private final Mappings mappings;
    private final AddressRange heap;
    private final ClaimList claims;

    SideTables(VmStructs vm, Mappings mappings, AddressRange heap, ClaimList claims) {
        this.vm = vm;
        this.memory = vm.memory();
        this.mappings = mappings;
        this.heap = heap;
        this.claims = claims;
    }

    /** G1's: the region manager holds pointers to what maps each of them. */
    void claimG1() {
        String prefix = vm.type("G1HeapRegionManager").isPresent() ? "G1" : "";
        Optional<VmObject> manager = vm.statics("Universe")
                .follow("_collectedHeap", "G1CollectedHeap")
                .flatMap(h -> h.inside("_hrm", prefix + "HeapRegionManager"));
        Set<AddressRange> found = new LinkedHashSet<>();
        manager.flatMap(this::content).ifPresent(words -> {
            for (int at = 0; at < words.limit(); at += memory.wordBytes()) {
                long pointer = memory.word(words, at);
                if (pointer != 0 && mappings.at(pointer).isPresent()) {
                    memory.buffer(pointer, HOLDER_WORDS * memory.wordBytes())
                            .ifPresent(holder -> addPairs(holder, found, false));
                }
            }
        });
        claim(found, "vmStructs G1CollectedHeap::_hrm, by size");
    }

    /** Shenandoah's: the heap object holds their ranges. */
    void claimShenandoah() {
        Set<AddressRange> found = new LinkedHashSet<>();
        vm.statics("Universe")
                .follow("_collectedHeap", "ShenandoahHeap")
                .flatMap(this::content)
                .ifPresent(words -> addPairs(words, found, true));
        claim(found, "vmStructs ShenandoahHeap, by size");
    }

    private Optional<ByteBuffer> content(VmObject object) {
        long sizeBytes = vm.type(object.type()).map(VmType::sizeBytes).orElse(0L);
        return sizeBytes <= 0 || sizeBytes > MAX_OBJECT_BYTES
                ? Optional.empty()
                : memory.buffer(object.address(), (int) sizeBytes & -memory.wordBytes());
    }

    /** Neighbouring words that are a table's start and its end, or its start and its size in words. */
    private void addPairs(ByteBuffer words, Set<AddressRange> found, boolean sized) {
        for (int at = 0; at + 2 * memory.wordBytes() <= words.limit(); at += memory.wordBytes()) {
            long start = memory.word(words, at);
            long second = memory.word(words, at + memory.wordBytes());
            long sizeBytes = sized ? second * memory.wordBytes() : second - start;
            if (start != 0 && (start & 4095) == 0 && label(sizeBytes).isPresent() && start + sizeBytes > start) {
                AddressRange range = AddressRange.of(start, start + sizeBytes);
                boolean outside = !heap.contains(range.start());
                if (outside
                        && mappings.cover(range)
                        && mappings.in(range).stream().allMatch(Backing::table)) {
                    found.add(range);
                }
            }
        }
    }

    private void claim(Set<AddressRange> found, String evidence) {
        for (AddressRange range : found) {
            claims.add(range, Owner.GC, label(range.sizeBytes()).orElse(""), evidence, Backing::table);
        }
    }

    /** Which table has this size; a small heap's tables are rounded up to a page, and told apart no more: none is claimed. */
    private Optional<String> label(long sizeBytes) {
        if (sizeBytes <= 0 || (sizeBytes & 4095) != 0) {
            return Optional.empty();
        }
        if (sizeBytes == heap.sizeBytes() / BITMAP_FACTOR || sizeBytes == heap.sizeBytes() / TWO_BITMAP_FACTOR) {
            return Optional.of("mark bitmap");
        }
        return sizeBytes == heap.sizeBytes() / CARD_FACTOR
                ? Optional.of("table of a byte for 512 bytes of heap")
                : Optional.empty();
    }
}
