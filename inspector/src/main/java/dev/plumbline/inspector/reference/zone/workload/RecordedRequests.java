package dev.plumbline.inspector.reference.zone.workload;

import dev.plumbline.inspector.reference.zone.buddy.Gfp;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Requests for pages that were recorded on a real machine: blocks that callers got and gave back, in order. What was given back
 * without having been got since the recording began is a stranger, and is left out.
 */
public final class RecordedRequests {

    /** How many requests are kept at most. */
    public static final int MOST = 1 << 26;

    private static final int FREE = -1;

    private final Set<Long> live = new HashSet<>();
    private long[] blocks = new long[1 << 10];
    private byte[] gfps = new byte[1 << 10];
    private short[] cpus = new short[1 << 10];
    private final Gfp[] known = {
        Gfp.KERNEL, Gfp.HIGHUSER_MOVABLE, Gfp.RECLAIMABLE, Gfp.ATOMIC, Gfp.NOWAIT, Gfp.TRANSHUGE_LIGHT
    };
    private int size;
    private long strangers;

    /** What a request may do besides asking for a type. */
    public enum Patience {
        /** The caller may wait. */
        WAITS,
        /** It cannot, and may use reserves. */
        ATOMIC,
        /** It does not want to. */
        NOWAIT
    }

    /**
     * A block was got.
     *
     * @param type the migrate type that was asked for: 0 unmovable, 1 movable, 2 reclaimable
     * @throws IllegalArgumentException if no request can ask for that type
     * @throws IllegalStateException if {@link #MOST} requests are kept
     */
    public void allocated(int cpu, long pfn, int order, int type, Patience patience) {
        live.add(Blocks.of(pfn, order));
        add(cpu, Blocks.of(pfn, order), gfp(type, patience));
    }

    /** A block was given back. */
    public void freed(int cpu, long pfn, int order) {
        if (live.remove(Blocks.of(pfn, order))) {
            add(cpu, Blocks.of(pfn, order), FREE);
        } else {
            strangers++;
        }
    }

    /** Requests that are kept. */
    public int size() {
        return size;
    }

    /** Blocks that were given back without having been got. */
    public long strangers() {
        return strangers;
    }

    long block(int index) {
        return blocks[index];
    }

    int cpu(int index) {
        return cpus[index];
    }

    boolean isFree(int index) {
        return gfps[index] == FREE;
    }

    Gfp gfp(int index) {
        return known[gfps[index]];
    }

    private static int gfp(int type, Patience patience) {
        return switch (type) {
            case 0 -> patience == Patience.ATOMIC ? 3 : patience == Patience.NOWAIT ? 4 : 0;
            case 1 -> patience == Patience.WAITS ? 1 : 5;
            case 2 -> 2;
            default -> throw new IllegalArgumentException("migrate type " + type + ": a request asks for 0, 1 or 2");
        };
    }

    private void add(int cpu, long block, int gfp) {
        if (size == MOST) {
            throw new IllegalStateException("more than " + MOST + " requests");
        }
        if (size == blocks.length) {
            blocks = Arrays.copyOf(blocks, size * 2);
            gfps = Arrays.copyOf(gfps, size * 2);
            cpus = Arrays.copyOf(cpus, size * 2);
        }
        blocks[size] = block;
        gfps[size] = (byte) gfp;
        cpus[size] = (short) cpu;
        size++;
    }
}
