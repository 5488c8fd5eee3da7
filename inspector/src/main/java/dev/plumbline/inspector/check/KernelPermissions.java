package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.AddressSpace;
import dev.plumbline.inspector.arch.Region;
import dev.plumbline.inspector.reference.mmu.Mapping;
import dev.plumbline.inspector.reference.mmu.Regime;
import dev.plumbline.inspector.reference.mmu.TranslationVisitor;
import dev.plumbline.inspector.reference.mmu.Translations;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the supervisor may do with every page of the kernel's part of the address space, summed up by region. */
final class KernelPermissions implements TranslationVisitor {

    private final AddressSpace space;
    private final Map<String, Map<String, Long>> bytesByRegion = new TreeMap<>();
    private final List<AddressRange> writableExecutable = new ArrayList<>();
    private long directMapOffset;
    private boolean directMapSeen;
    private long bytes;
    private Optional<PhysAddr> notHeld = Optional.empty();

    private KernelPermissions(AddressSpace space) {
        this.space = space;
    }

    /** Goes through all tables of the kernel's part. */
    static KernelPermissions of(StoppedMachine machine, Regime regime) {
        AddressSpace space = machine.architecture().addressSpace();
        KernelPermissions permissions = new KernelPermissions(space);
        new Translations(regime, machine.image().memory()).visit(space.kernel(), permissions);
        return permissions;
    }

    /** Bytes mapped. */
    long bytes() {
        return bytes;
    }

    /** Ranges that are writable and executable, ascending, neighbours joined. */
    List<AddressRange> writableExecutable() {
        return writableExecutable;
    }

    /** Where an entry stands that the image does not hold. */
    Optional<PhysAddr> notHeld() {
        return notHeld;
    }

    /** A line a region: how many bytes are mapped with which rights. */
    List<String> lines() {
        return bytesByRegion.entrySet().stream()
                .map(r -> r.getKey() + ": "
                        + r.getValue().entrySet().stream()
                                .map(e -> e.getKey() + " " + (e.getValue() >> 10) + " KiB")
                                .collect(Collectors.joining(", ")))
                .toList();
    }

    /** The name of the region that an address lies in. */
    String region(VirtAddr address) {
        List<String> windows = space.regions().stream()
                .filter(r -> r.range().contains(address))
                .map(r -> r.what().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .toList();
        return windows.isEmpty() ? "elsewhere" : String.join(" or ", windows);
    }

    @Override
    public void mapping(Mapping mapping) {
        if (!space.kernel().contains(mapping.start())) {
            return;
        }
        bytes += mapping.sizeBytes();
        bytesByRegion
                .computeIfAbsent(named(mapping), r -> new TreeMap<>())
                .merge(mapping.rights().kernel(), mapping.sizeBytes(), Long::sum);
        if (mapping.rights().kernelWrite() && mapping.rights().kernelExecute()) {
            join(mapping.range());
        }
    }

    @Override
    public void notHeld(AddressRange range, PhysAddr entry, int level) {
        notHeld = notHeld.or(() -> Optional.of(entry));
    }

    private void join(AddressRange range) {
        int last = writableExecutable.size() - 1;
        if (last >= 0 && writableExecutable.get(last).end().equals(range.start())) {
            writableExecutable.set(
                    last, new AddressRange(writableExecutable.get(last).start(), range.end()));
        } else {
            writableExecutable.add(range);
        }
    }

    /**
     * The region of a mapping. Where one window holds several parts in any place, the direct map comes first, and all of it
     * lies as far from its physical address as its first page does (arch/x86/mm/kaslr.c).
     */
    private String named(Mapping mapping) {
        Optional<Region> direct = space.region(Region.Part.DIRECT_MAP);
        boolean shared = direct.isPresent()
                && direct.get().range().contains(mapping.start())
                && space.regions().stream()
                                .filter(r -> r.range().contains(mapping.start()))
                                .count()
                        > 1;
        if (!shared) {
            return region(mapping.start());
        }
        long offset = mapping.start().value() - mapping.base().value();
        if (!directMapSeen) {
            directMapSeen = true;
            directMapOffset = offset;
        }
        return offset == directMapOffset ? "direct map" : "vmalloc or vmemmap";
    }
}
