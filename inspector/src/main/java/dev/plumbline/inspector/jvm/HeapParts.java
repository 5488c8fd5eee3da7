package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Parts of a heap, put in order; neighbours of one kind become one. Parts outside of the heap are torn, and left out. */
final class HeapParts {

    private final AddressRange heap;
    private final List<JavaHeap.Part> parts = new ArrayList<>();

    HeapParts(AddressRange heap) {
        this.heap = heap;
    }

    void add(AddressRange range, String label) {
        if (range.sizeBytes() != 0 && heap.contains(range)) {
            parts.add(new JavaHeap.Part(range, label));
        }
    }

    List<JavaHeap.Part> joined() {
        parts.sort(Comparator.comparing(part -> part.range().start()));
        List<JavaHeap.Part> joined = new ArrayList<>();
        for (JavaHeap.Part part : parts) {
            JavaHeap.Part last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null
                    && last.label().equals(part.label())
                    && last.range().end().equals(part.range().start())) {
                joined.set(
                        joined.size() - 1,
                        new JavaHeap.Part(
                                new AddressRange(
                                        last.range().start(), part.range().end()),
                                part.label()));
            } else {
                joined.add(part);
            }
        }
        return List.copyOf(joined);
    }
}
