package dev.plumbline.inspector.owner;

import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * One pass over mappings and claims, both ascending. Claims over the current address wait in a queue, the last one laid first, so
 * that the cost is one logarithm for each claim however deep they lie.
 */
final class Painter {

    private final List<Vma> vmas;
    private final List<Claim> claims;
    private final List<Layer> layers = new ArrayList<>();
    private final PriorityQueue<Layer> over =
            new PriorityQueue<>(Comparator.comparingInt(Layer::order).reversed());
    private final BitSet touching = new BitSet();
    private final BitSet unfit = new BitSet();
    private final List<Painting.Refusal> refused = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private int next;

    /** A claim at page bounds; {@code last} is its last address, so that a claim may end at 2^64. */
    private record Layer(long start, long last, int order, Claim claim) {}

    Painter(List<Vma> vmas, List<Claim> claims, int pageBytes) {
        this.vmas = vmas;
        this.claims = claims;
        long inPage = pageBytes - 1L;
        for (int i = 0; i < claims.size(); i++) {
            AddressRange range = claims.get(i).range();
            if (range.sizeBytes() != 0) {
                layers.add(
                        new Layer(range.start().value() & ~inPage, range.end().value() - 1 | inPage, i, claims.get(i)));
            }
        }
        layers.sort((a, b) -> Long.compareUnsigned(a.start, b.start));
    }

    Painting paint() {
        vmas.forEach(this::paint);
        List<Claim> inVain = new ArrayList<>();
        for (int i = touching.nextClearBit(0); i < claims.size(); i = touching.nextClearBit(i + 1)) {
            inVain.add(claims.get(i));
        }
        return new Painting(parts, inVain, refused);
    }

    private void paint(Vma vma) {
        long at = vma.range().start().value();
        long end = vma.range().end().value();
        List<Layer> setAside = new ArrayList<>();
        Optional<Part> open = Optional.empty();
        while (at != end) {
            enqueue(at);
            Optional<Layer> top = top(vma, at, setAside);
            long until = until(end, top);
            Part part = part(vma, AddressRange.of(at, until), top);
            if (open.isPresent() && sameClaim(open.get(), part)) {
                part = part(vma, AddressRange.of(open.get().range().start().value(), until), top);
            } else {
                open.ifPresent(parts::add);
            }
            open = Optional.of(part);
            at = until;
        }
        open.ifPresent(parts::add);
        over.addAll(setAside);
    }

    /** Puts the claims that begin at an address or below into the queue. */
    private void enqueue(long address) {
        while (next < layers.size() && Long.compareUnsigned(layers.get(next).start, address) <= 0) {
            Layer layer = layers.get(next++);
            if (Long.compareUnsigned(layer.last, address) >= 0) {
                over.add(layer);
                touching.set(layer.order);
            }
        }
    }

    /** The claim that has the address, among those that fit the mapping. */
    private Optional<Layer> top(Vma vma, long at, List<Layer> setAside) {
        while (!over.isEmpty()) {
            Layer layer = over.element();
            if (Long.compareUnsigned(layer.last, at) < 0) {
                over.remove();
            } else if (!Fit.allows(layer.claim.owner(), vma)) {
                setAside.add(over.remove());
                if (!unfit.get(layer.order)) {
                    unfit.set(layer.order);
                    refused.add(new Painting.Refusal(layer.claim, vma));
                }
            } else {
                return Optional.of(layer);
            }
        }
        return Optional.empty();
    }

    /** Up to where nothing changes: the mapping's end, the claim's end, or the start of another claim. */
    private long until(long end, Optional<Layer> top) {
        long last = end - 1;
        if (top.isPresent() && Long.compareUnsigned(top.get().last, last) < 0) {
            last = top.get().last;
        }
        if (next < layers.size() && Long.compareUnsigned(layers.get(next).start - 1, last) < 0) {
            last = layers.get(next).start - 1;
        }
        return last + 1;
    }

    private static Part part(Vma vma, AddressRange range, Optional<Layer> top) {
        return top.map(layer -> new Part(range, vma, layer.claim.owner(), layer.claim.label(), layer.claim.evidence()))
                .orElseGet(() -> new Part(range, vma, Owner.ANONYMOUS, "", "no rule names it"));
    }

    private static boolean sameClaim(Part before, Part part) {
        return before.owner() == part.owner()
                && before.label().equals(part.label())
                && before.evidence().equals(part.evidence());
    }
}
