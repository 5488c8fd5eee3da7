package dev.plumbline.inspector.jvm;

import dev.plumbline.bridge.MemoryPiece;
import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.jvm.vmstructs.VmType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * G1's regions by their kinds. The numbers of the kinds moved between releases; the JVM exports them.
 *
 * <p>Source: gc/g1/heapRegionManager.hpp, heapRegionType.hpp (jdk-17); g1HeapRegionManager.hpp, g1HeapRegionType.hpp (since 23).
 * jdk8u does not export the type.
 */
final class G1RegionReader {

    private static final int MAX_REGIONS = 1 << 18;
    private static final int MAX_REGION_BYTES = 1024;

    private final VmStructs vm;
    private final TargetMemory memory;
    private final String prefix;
    private final Map<String, Long> tags;

    G1RegionReader(VmStructs vm) {
        this.vm = vm;
        this.memory = vm.memory();
        this.prefix = vm.type("G1HeapRegion").isPresent() ? "G1" : "";
        this.tags = vm.constantsOf(prefix + "HeapRegionType::");
    }

    /** Adds every region that there is an object for; the others were never committed. */
    void addRegions(HeapParts parts) {
        Optional<VmObject> table = vm.statics("Universe")
                .follow("_collectedHeap", "G1CollectedHeap")
                .flatMap(h -> h.inside("_hrm", prefix + "HeapRegionManager"))
                .flatMap(m -> m.inside("_regions", "G1HeapRegionTable"));
        long length =
                table.map(t -> t.word("_length")).orElseGet(OptionalLong::empty).orElse(0);
        long base =
                table.map(t -> t.word("_base")).orElseGet(OptionalLong::empty).orElse(0);
        if (base == 0 || length <= 0 || length > MAX_REGIONS) {
            return;
        }
        Optional<ByteBuffer> pointers = memory.buffer(base, (int) length * memory.wordBytes());
        List<Long> regions = new ArrayList<>();
        for (int i = 0; pointers.isPresent() && i < length; i++) {
            long region = memory.word(pointers.get(), i * memory.wordBytes());
            if (region != 0) {
                regions.add(region);
            }
        }
        int regionBytes = (int) Math.max(
                0,
                Math.min(
                        MAX_REGION_BYTES,
                        vm.type(prefix + "HeapRegion").map(VmType::sizeBytes).orElse(0L)));
        memory.prefetch(
                regions.stream().map(r -> new MemoryPiece(r, regionBytes)).toList());
        for (long address : regions) {
            VmObject region = vm.object(prefix + "HeapRegion", address);
            region.between("_bottom", "_end").ifPresent(range -> parts.add(range, label(region)));
        }
    }

    private String label(VmObject region) {
        OptionalLong tag = region.inside("_type", prefix + "HeapRegionType")
                .map(t -> t.integer("_tag"))
                .orElseGet(OptionalLong::empty);
        if (tag.isEmpty()) {
            return "region";
        }
        for (Map.Entry<String, Long> known : tags.entrySet()) {
            if (known.getKey().endsWith("Tag") && known.getValue() == tag.getAsLong()) {
                return word(known.getKey().replace("Tag", ""));
            }
        }
        for (String mask : new String[] {"ArchiveMask", "OldMask"}) {
            if ((tags.getOrDefault(mask, 0L) & tag.getAsLong()) != 0) {
                return word(mask.replace("Mask", ""));
            }
        }
        return "region";
    }

    private static String word(String name) {
        return switch (name) {
            case "Surv" -> "survivor";
            case "StartsHumongous", "ContinuesHumongous" -> "humongous";
            default -> name.toLowerCase(Locale.ROOT);
        };
    }
}
