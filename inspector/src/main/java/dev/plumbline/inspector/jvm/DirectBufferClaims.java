package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.jvm.direct.BufferPages;
import dev.plumbline.inspector.jvm.direct.DirectBuffer;
import dev.plumbline.inspector.jvm.direct.DirectBuffers;
import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.observed.Mappings;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;

/** Claims the pages of direct buffers, mapping by mapping, and says what of them is not claimed. */
final class DirectBufferClaims {

    private static final String BY_HEAD = "cleaner of a java.nio.DirectByteBuffer, head of glibc's malloc";
    private static final String BY_BUFFER = "cleaner of a java.nio.DirectByteBuffer";

    private final Mappings mappings;
    private final int pageBytes;
    private final ClaimList claims;

    DirectBufferClaims(Mappings mappings, int pageBytes, ClaimList claims) {
        this.mappings = mappings;
        this.pageBytes = pageBytes;
        this.claims = claims;
    }

    /** Claims what was found. */
    void add(DirectBuffers found, TargetMemory memory, VmFlags flags) {
        List<DirectBuffer> mapped = found.buffers().stream()
                .filter(b -> mappings.cover(b.memory())
                        && mappings.in(b.memory()).stream().allMatch(DirectBufferClaims::allocated))
                .toList();
        BufferPages pages = BufferPages.of(mapped, memory, isTracked(flags), pageBytes);
        List<DirectBuffer> onOthersPages = claim(pages);
        noteOthersPages(onOthersPages);
        int refused = found.buffers().size() - pages.buffers().size();
        if (refused > 0) {
            claims.note("%d direct buffers are not where their cleaners say, or were freed meanwhile: not attributed"
                    .formatted(refused));
        }
        noteMissing(found);
    }

    /** A buffer counts to the pages that hold its middle; those for which there are none are left over. */
    private List<DirectBuffer> claim(BufferPages pages) {
        List<DirectBuffer> buffers = pages.buffers();
        List<DirectBuffer> left = new ArrayList<>();
        int next = 0;
        for (AddressRange run : pages.pages()) {
            for (Vma vma : mappings.in(run)) {
                AddressRange part = common(run, vma.range());
                long capacityBytes = 0;
                int count = 0;
                for (;
                        next < buffers.size()
                                && isBelow(middle(buffers.get(next)), part.end().value());
                        next++) {
                    DirectBuffer buffer = buffers.get(next);
                    if (isBelow(middle(buffer), part.start().value())) {
                        left.add(buffer);
                    } else {
                        count++;
                        capacityBytes += buffer.capacityBytes();
                    }
                }
                String evidence = pages.validated() ? BY_HEAD : BY_BUFFER;
                claims.add(
                        part,
                        Owner.DIRECT_BUFFER,
                        label(count, capacityBytes),
                        evidence,
                        DirectBufferClaims::allocated);
            }
        }
        left.addAll(buffers.subList(next, buffers.size()));
        return left;
    }

    private void noteOthersPages(List<DirectBuffer> buffers) {
        long bytes = buffers.stream().mapToLong(b -> b.memory().sizeBytes()).sum();
        if (bytes >= pageBytes) {
            claims.note("%s lie on pages of which other allocations have more, and count as theirs"
                    .formatted(label(buffers.size(), bytes)));
        }
    }

    private void noteMissing(DirectBuffers found) {
        if (!found.missing().isEmpty()) {
            claims.note("there may be more direct buffers: " + found.missing());
            return;
        }
        long memoryBytes = found.memoryBytes();
        found.reserved()
                .filter(r -> r.memoryBytes() > memoryBytes)
                .ifPresent(reserved -> claims.note(
                        ("java.nio counts %s in %d allocations outside of the heap, of which %s in %d are direct buffers; the others, such as "
                                        + "segments of automatic arenas (java.lang.foreign), count as the allocator's")
                                .formatted(
                                        size(reserved.memoryBytes()),
                                        reserved.count(),
                                        size(memoryBytes),
                                        found.buffers().size())));
    }

    /** What malloc takes its memory from: private memory that can be written, the program break's included. */
    private static boolean allocated(Vma vma) {
        return vma.readable()
                && vma.writable()
                && !vma.shared()
                && (Backing.anonymous(vma) || vma.path().equals("[heap]"));
    }

    private static boolean isTracked(VmFlags flags) {
        VmFlags.Flag level = flags.flags().get("NativeMemoryTracking");
        return level != null
                && level.value() instanceof VmFlags.Text text
                && text.text().filter(l -> !l.equals("off")).isPresent();
    }

    private static AddressRange common(AddressRange run, AddressRange mapping) {
        boolean later = isBelow(run.start().value(), mapping.start().value());
        boolean earlier = isBelow(mapping.end().value() - 1, run.end().value() - 1);
        return new AddressRange(later ? mapping.start() : run.start(), earlier ? mapping.end() : run.end());
    }

    private static long middle(DirectBuffer buffer) {
        return buffer.memory().start().value() + buffer.memory().sizeBytes() / 2;
    }

    private static boolean isBelow(long address, long other) {
        return Long.compareUnsigned(address, other) < 0;
    }

    private static String label(int count, long bytes) {
        return "%d %s, %s".formatted(count, count == 1 ? "buffer" : "buffers", size(bytes));
    }

    /** Exactly, in the largest unit of which it is a whole number. */
    private static String size(long bytes) {
        if (bytes >= 1 << 20 && bytes % (1 << 20) == 0) {
            return (bytes >> 20) + " MiB";
        }
        return bytes >= 1 << 10 && bytes % (1 << 10) == 0 ? (bytes >> 10) + " KiB" : bytes + " bytes";
    }
}
