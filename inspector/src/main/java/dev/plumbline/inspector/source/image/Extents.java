package dev.plumbline.inspector.source.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** What a file says it holds, brought into an order that can be searched. */
final class Extents {

    private Extents() {}

    private record Claim(Extent extent, int order) {}

    /**
     * Disjoint extents in address order. Where several claim an address, the one that the file names first has it: a kdump
     * core describes the kernel's own memory once as text and once as part of the direct map. One sweep; what it costs
     * grows with n log n whatever the overlaps.
     */
    static List<Extent> disjoint(List<Extent> claimed) {
        List<Claim> claims = new ArrayList<>(claimed.size());
        for (Extent extent : claimed) {
            claims.add(new Claim(extent, claims.size()));
        }
        claims.sort((a, b) -> Long.compareUnsigned(a.extent.first(), b.extent.first()));
        PriorityQueue<Claim> open = new PriorityQueue<>(Comparator.comparingInt(Claim::order));
        List<Extent> result = new ArrayList<>();
        int next = 0;
        long at = 0;
        while (true) {
            if (open.isEmpty()) {
                if (next == claims.size()) {
                    return result;
                }
                at = claims.get(next).extent.first();
            }
            while (next < claims.size()
                    && Long.compareUnsigned(claims.get(next).extent.first(), at) <= 0) {
                open.add(claims.get(next++));
            }
            while (!open.isEmpty() && Long.compareUnsigned(open.element().extent.last(), at) < 0) {
                open.remove();
            }
            if (open.isEmpty()) {
                continue;
            }
            Extent holder = open.element().extent;
            long last = holder.last();
            if (next < claims.size()
                    && Long.compareUnsigned(claims.get(next).extent.first(), last) <= 0) {
                last = claims.get(next).extent.first() - 1;
            }
            append(result, holder.part(at, last));
            if (last == -1) {
                return result;
            }
            at = last + 1;
        }
    }

    private static void append(List<Extent> result, Extent extent) {
        int end = result.size() - 1;
        if (end >= 0 && result.get(end).continuesWith(extent)) {
            Extent before = result.get(end);
            result.set(end, new Extent(before.first(), extent.last(), before.offset()));
        } else {
            result.add(extent);
        }
    }
}
