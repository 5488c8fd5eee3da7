package dev.plumbline.inspector.owner.glibc;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.Optional;
import java.util.Set;

/**
 * glibc's descriptor of a thread.
 *
 * <p>Source: {@code struct pthread}, nptl/descr.h (glibc 2.31 to 2.41). It begins with the head of the thread control block, which
 * on x86 and s390 holds the block's own address twice ({@code tcb} and {@code self}, sysdeps/x86_64/nptl/tls.h); the head is
 * padded to 24 words, on x86-64 it has 88. A list node of two words follows, then the thread's id. The bounds of the stack
 * ({@code stackblock}, {@code stackblock_size}, {@code guardsize}: three words in a row) stand at an offset that moves from
 * release to release, so that they are found by what they must be.
 *
 * @param address where it is
 * @param tid the thread's id; zero of a thread that has ended, whose stack glibc keeps
 * @param block stack and guard
 * @param guardBytes of the block, the lowest ones
 */
record ThreadDescriptor(long address, int tid, AddressRange block, long guardBytes) {

    private static final int PADDING_WORDS = 24;
    private static final int X86_64_HEAD_WORDS = 88;
    private static final int LIST_WORDS = 2;
    private static final int SELF_WORD = 2;

    /** Words behind the id in which the bounds of the stack are looked for; they were within 130 in every release. */
    private static final int BOUNDS_WITHIN_WORDS = 256;

    /** The descriptor that stands in the top of a mapping; empty where none does. */
    static Optional<ThreadDescriptor> in(Words top, ProcessWords process, AnonymousAreas areas, Set<Long> threads) {
        int w = process.wordBytes();
        for (long at = top.end() - 4L * w & -2L * w; at >= top.base(); at -= 2L * w) {
            Optional<ThreadDescriptor> found = top.word(at) == at && top.word(at + (long) SELF_WORD * w) == at
                    ? selfPointing(top, at, w, areas, threads)
                    : padded(top, at, w, areas, threads);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<ThreadDescriptor> selfPointing(
            Words top, long at, int w, AnonymousAreas areas, Set<Long> threads) {
        int[] heads = w == Long.BYTES ? new int[] {X86_64_HEAD_WORDS, PADDING_WORDS} : new int[] {PADDING_WORDS};
        for (int head : heads) {
            long tidAt = at + (long) (head + LIST_WORDS) * w;
            int tid = top.number(tidAt);
            if (listed(top, tidAt, w) && (tid == 0 || threads.contains((long) tid))) {
                return withBounds(top, at, tidAt, tid, w, areas);
            }
        }
        return Optional.empty();
    }

    /** Where the thread pointer points behind the descriptor, only the list and the id, which must be a thread's, tell it. */
    private static Optional<ThreadDescriptor> padded(
            Words top, long at, int w, AnonymousAreas areas, Set<Long> threads) {
        long tidAt = at + (long) (PADDING_WORDS + LIST_WORDS) * w;
        int tid = top.number(tidAt);
        return tid > 0 && listed(top, tidAt, w) && threads.contains((long) tid)
                ? withBounds(top, at, tidAt, tid, w, areas)
                : Optional.empty();
    }

    /** Whether the list's two pointers lead anywhere but to nothing. */
    private static boolean listed(Words top, long tidAt, int w) {
        long next = top.word(tidAt - 2L * w);
        long previous = top.word(tidAt - w);
        return next != 0 && previous != 0 && (next | previous) % w == 0;
    }

    private static Optional<ThreadDescriptor> withBounds(
            Words top, long at, long tidAt, int tid, int w, AnonymousAreas areas) {
        for (int i = 1; i < BOUNDS_WITHIN_WORDS; i++) {
            long place = (tidAt & -w) + (long) i * w;
            long block = top.word(place);
            long size = top.word(place + w);
            long guard = top.word(place + 2L * w);
            boolean around = block != 0
                    && Long.compareUnsigned(block, at) < 0
                    && Long.compareUnsigned(at - block, size) < 0
                    && Long.compareUnsigned(guard, size) < 0
                    && (block | size | guard) % 4096 == 0;
            if (around && areas.cover(AddressRange.of(block, block + size))) {
                return Optional.of(new ThreadDescriptor(at, tid, AddressRange.of(block, block + size), guard));
            }
        }
        return Optional.empty();
    }
}
