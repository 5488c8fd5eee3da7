package dev.plumbline.inspector.check.machine;

import dev.plumbline.inspector.check.Evidence;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.reference.zone.derive.AddedMemory;
import dev.plumbline.inspector.reference.zone.derive.BootOptions;
import dev.plumbline.inspector.reference.zone.derive.RamRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was done to memory after booting, by the memory blocks. A block without any memory of booting was added; its zone is
 * the one that it names while it is online (valid_zones_show, drivers/base/memory.c).
 *
 * @param added blocks that were added and are online
 * @param evidence where they stand
 * @param undecided what cannot be told
 */
record LaterMemory(List<AddedMemory> added, List<Evidence> evidence, Optional<Verdict.NotObservable> undecided) {

    private static final String MOVABLE = "Movable";

    static LaterMemory of(List<MemoryBlocks.Block> blocks, BootMap map, List<RamRange> now, BootOptions options) {
        List<RamRange> boot = map.map().ram();
        boolean movable =
                !options.kernelcore().isNone() || !options.movablecore().isNone() || options.movableNode();
        List<AddedMemory> added = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        Optional<String> why = Optional.empty();
        for (MemoryBlocks.Block block : blocks) {
            boolean booted =
                    boot.stream().anyMatch(r -> r.startBytes() < block.endBytes() && block.startBytes() < r.endBytes());
            if (booted && !block.online()) {
                why = why.or(() -> Optional.of(block.path() + " had memory at boot and is offline"));
            } else if (!booted
                    && block.online()
                    && block.zone().isPresent()
                    && block.node().isPresent()) {
                added.add(new AddedMemory(
                        block.node().getAsInt(), block.zone().get(), block.startBytes(), block.endBytes()));
                evidence.add(block.evidence());
            } else if (booted
                    && !map.boot()
                    && !movable
                    && block.zone().filter(MOVABLE::equals).isPresent()) {
                why = why.or(() -> Optional.of(block.path()
                        + " is Movable, and what of RAM was there at boot is not known without the boot log"));
            } else if (!booted && block.online()) {
                why = why.or(() -> Optional.of(block.path() + " was added and names no single zone or node"));
            }
        }
        Optional<RamRange> unblocked = now.stream()
                .filter(r -> none(r, boot)
                        && added.stream()
                                .noneMatch(a -> a.startBytes() < r.endBytes() && r.startBytes() < a.endBytes()))
                .findFirst();
        if (blocks.isEmpty() && unblocked.isPresent()) {
            why = why.or(() -> unblocked.map(
                    r -> "RAM at 0x%x was added after booting; no memory block says where".formatted(r.startBytes())));
        }
        return new LaterMemory(
                added,
                evidence,
                why.map(text -> new Verdict.NotObservable(text, "valid_zones of " + MemoryBlocks.DIRECTORY)));
    }

    private static boolean none(RamRange range, List<RamRange> others) {
        return others.stream().noneMatch(o -> o.startBytes() < range.endBytes() && range.startBytes() < o.endBytes());
    }
}
