package dev.plumbline.inspector.owner.glibc;

import dev.plumbline.bridge.MemoryPiece;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * glibc's arenas but the main one, which lives below the program break. Every address to which a heap could be aligned is looked
 * at, as the kernel joins heaps that lie beside each other, or beside something else, in one mapping. What looks like a heap is
 * one if its chain of heaps ends at the one that holds the arena's state, and that state's pointer to the top chunk points into a
 * heap of the same arena.
 */
final class Arenas {

    /** 64 MiB each: 4 TiB. */
    private static final int MOST_HEAPS = 1 << 16;

    /** mutex, flags, up to 11 fast bins, top: within the first 32 words in every release. */
    private static final int STATE_WORDS = 32;

    private final ProcessWords process;
    private final AreasOverTime areas;
    private final Map<Long, HeapInfo> heaps = new LinkedHashMap<>();

    Arenas(ProcessWords process, AreasOverTime areas) {
        this.process = process;
        this.areas = areas;
    }

    /** One claim for each heap, with what it reserves. */
    List<Claim> claims() {
        find(HeapInfo.largestBytes(process.wordBytes()));
        if (heaps.isEmpty()) {
            find(8L << 20);
        }
        List<Claim> claims = new ArrayList<>();
        Map<Long, Boolean> states = new LinkedHashMap<>();
        for (HeapInfo heap : heaps.values()) {
            if (endsAtTheState(heap) && states.computeIfAbsent(heap.arena(), this::hasTop)) {
                claims.add(new Claim(
                        heap.range(),
                        Owner.MALLOC_ARENA,
                        "arena 0x" + Long.toHexString(heap.arena()),
                        "heap_info of glibc's malloc"));
            }
        }
        return claims;
    }

    private void find(long alignment) {
        List<MemoryPiece> candidates = new ArrayList<>();
        for (Vma vma : areas.before().writable()) {
            long start = vma.range().start().value();
            long at = (start + alignment - 1) & -alignment;
            while (vma.range().contains(new VirtAddr(at)) && candidates.size() < MOST_HEAPS) {
                if (process.presentAt(at)) {
                    candidates.add(new MemoryPiece(at, HeapInfo.headBytes(process.wordBytes())));
                }
                at += alignment;
            }
        }
        for (Optional<Words> words : process.readAll(candidates)) {
            words.flatMap(w -> HeapInfo.at(w, process, areas)).ifPresent(h -> heaps.put(h.start(), h));
        }
    }

    private boolean endsAtTheState(HeapInfo heap) {
        Set<Long> seen = new HashSet<>();
        HeapInfo at = heap;
        while (at.previous() != 0) {
            HeapInfo before = heaps.get(at.previous());
            if (before == null || before.arena() != heap.arena() || !seen.add(at.start())) {
                return false;
            }
            at = before;
        }
        return at.start() == heap.firstHeap();
    }

    private boolean hasTop(long arena) {
        Optional<Words> state = process.read(arena, STATE_WORDS * process.wordBytes());
        if (state.isEmpty()) {
            return false;
        }
        for (int i = 0; i < STATE_WORDS; i++) {
            if (pointsIntoHeapOf(arena, state.get().word(arena + (long) i * process.wordBytes()))) {
                return true;
            }
        }
        return false;
    }

    private boolean pointsIntoHeapOf(long arena, long pointer) {
        for (long reserved : new long[] {HeapInfo.largestBytes(process.wordBytes()), 8L << 20}) {
            HeapInfo heap = heaps.get(pointer & -reserved);
            if (heap != null
                    && heap.arena() == arena
                    && pointer - heap.start() < heap.sizeBytes()
                    && pointer % (2L * process.wordBytes()) == 0) {
                return true;
            }
        }
        return false;
    }
}
