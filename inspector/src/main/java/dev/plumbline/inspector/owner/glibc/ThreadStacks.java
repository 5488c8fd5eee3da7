package dev.plumbline.inspector.owner.glibc;

import dev.plumbline.bridge.MemoryPiece;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stacks of threads, by the {@code struct pthread} that glibc keeps at the top of each: it holds the thread's id, which the kernel
 * knows too, and the bounds of the block that was mapped for stack and guard. Stacks that the program supplied are found as well
 * where their descriptor is.
 */
final class ThreadStacks {

    /** The descriptor, the thread's static TLS above or below it, and what the program placed on the stack first. */
    private static final int TOP_BYTES = 16 << 10;

    private final ProcessWords process;
    private final AnonymousAreas areas;
    private final Map<Long, String> threads;

    /**
     * The stacks of a process.
     *
     * @param threads the names of its threads by their ids in its own pid namespace
     */
    ThreadStacks(ProcessWords process, AnonymousAreas areas, Map<Long, String> threads) {
        this.process = process;
        this.areas = areas;
        this.threads = threads;
    }

    /** A claim for each stack and one for each guard. */
    List<Claim> claims() {
        List<Vma> candidates = areas.writable().stream()
                .filter(vma -> vma.range().sizeBytes() >= 4L * process.pageBytes())
                .filter(vma -> process.presentAt(vma.range().end().value() - process.pageBytes())
                        || process.presentAt(vma.range().end().value() - 2L * process.pageBytes()))
                .toList();
        List<MemoryPiece> tops = new ArrayList<>();
        candidates.forEach(vma -> tops.add(top(vma)));
        List<Claim> claims = new ArrayList<>();
        for (Optional<Words> top : process.readAll(tops)) {
            top.flatMap(words -> ThreadDescriptor.in(words, process, areas, threads.keySet()))
                    .ifPresent(descriptor -> claim(descriptor, claims));
        }
        return claims;
    }

    /** The top of a mapping down to where its pages are no longer present. */
    private MemoryPiece top(Vma vma) {
        long end = vma.range().end().value();
        long lowest = Math.max(vma.range().start().value(), end - TOP_BYTES);
        long at = process.presentAt(end - process.pageBytes()) ? end : end - process.pageBytes();
        long stop = at;
        while (at - process.pageBytes() >= lowest && process.presentAt(at - process.pageBytes())) {
            at -= process.pageBytes();
        }
        return new MemoryPiece(at, (int) (stop - at));
    }

    private void claim(ThreadDescriptor thread, List<Claim> claims) {
        String evidence = "struct pthread of glibc at 0x" + Long.toHexString(thread.address());
        String name = name(thread);
        claims.add(new Claim(thread.block(), Owner.THREAD_STACK, name, evidence));
        long start = thread.block().start().value();
        if (thread.guardBytes() > 0) {
            AddressRange guard = AddressRange.of(start, start + thread.guardBytes());
            claims.add(new Claim(guard, Owner.GUARD, name, evidence));
        }
    }

    private String name(ThreadDescriptor thread) {
        if (thread.tid() == 0) {
            return "kept for the next thread";
        }
        String comm = threads.getOrDefault((long) thread.tid(), "");
        return "thread " + thread.tid() + (comm.isEmpty() ? "" : " \"" + comm + "\"");
    }
}
