package dev.plumbline.bridge;

import dev.plumbline.bridge.jna.ErrnoException;
import dev.plumbline.bridge.jna.LinuxCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * PAGEMAP_SCAN (Linux 6.7): names the populated parts of a range in one call, whatever the range's size. Structures:
 * {@code struct pm_scan_arg} and {@code struct page_region}, include/uapi/linux/fs.h. Only asks: no flag that write-protects
 * is ever set.
 */
final class PagemapScan {

    /** {@code _IOWR('f', 16, struct pm_scan_arg)}; the direction bits of _IOWR are the same on every architecture. */
    private static final long PAGEMAP_SCAN = 0xC0606610L;

    private static final int ARGUMENT_BYTES = 96;
    private static final int REGION_BYTES = 24;
    private static final int REGIONS = 2048;
    private static final int AT_WALK_END = 4 * Long.BYTES;

    private static final long POPULATED = PageRun.PRESENT | PageRun.SWAPPED;

    /** Measured on Linux 6.18: an entry costs 6 ns to read, a further call 2 µs. */
    private static final int JOINED_GAP_PAGES = 256;

    /**
     * The kernel holds the process's mmap_lock until it has found so many pages (do_pagemap_scan, fs/proc/task_mmu.c), and whoever
     * maps, unmaps or starts a thread there waits. Measured on Linux 6.18: 2 GiB in one call 5.7 ms; so 0.4 ms each, 5.8 ms in all.
     */
    private static final long PAGES_A_CALL = 1L << 15;

    private final LinuxCalls calls;
    private final int fd;
    private final long joinedGapBytes;
    private final ByteBuffer argument =
            ByteBuffer.allocateDirect(ARGUMENT_BYTES).order(ByteOrder.nativeOrder());
    private final ByteBuffer regions =
            ByteBuffer.allocateDirect(REGIONS * REGION_BYTES).order(ByteOrder.nativeOrder());

    PagemapScan(LinuxCalls calls, int fd, int pageSizeBytes) {
        this.calls = calls;
        this.fd = fd;
        this.joinedGapBytes = (long) JOINED_GAP_PAGES * pageSizeBytes;
    }

    /**
     * Whether the open file has an address space behind it. Kernels from 6.7 until pagemap_open checked (fs/proc/task_mmu.c,
     * commit 65c66047259f of April 2025, "proc: fix the issue of proc_mem_open returning NULL") dereference a null pointer
     * when asked to scan the pagemap of a kernel thread or of a process that has ended. Reading one entry tells, and delivers
     * nothing there.
     */
    boolean hasAddressSpace() throws ErrnoException {
        return calls.read(fd, ByteBuffer.allocateDirect(Long.BYTES)) == Long.BYTES;
    }

    /**
     * Finds populated parts from the start of a range on.
     *
     * @return some of them, ascending, close ones joined, and how far the walk came
     */
    Found scan(Span range) throws ErrnoException {
        int count = ask(range, POPULATED);
        return new Found(joined(count), argument.getLong(AT_WALK_END));
    }

    /**
     * Finds runs of populated pages that are alike, from the start of a range on.
     *
     * @param visitor takes some of them, ascending
     * @return how far the walk came
     */
    long runs(Span range, Consumer<PageRun> visitor) throws ErrnoException {
        int count = ask(range, POPULATED | PageRun.ZERO | PageRun.HUGE);
        for (int i = 0; i < count; i++) {
            int at = i * REGION_BYTES;
            visitor.accept(new PageRun(
                    regions.getLong(at), regions.getLong(at + Long.BYTES), regions.getLong(at + 2 * Long.BYTES)));
        }
        return argument.getLong(AT_WALK_END);
    }

    private int ask(Span range, long wanted) throws ErrnoException {
        argument.clear();
        argument.putLong(ARGUMENT_BYTES).putLong(0);
        argument.putLong(range.start()).putLong(range.end()).putLong(0);
        argument.putLong(calls.addressOf(regions)).putLong(REGIONS).putLong(PAGES_A_CALL);
        argument.putLong(0).putLong(0).putLong(POPULATED).putLong(wanted);
        return calls.ioctl(fd, PAGEMAP_SCAN, argument.rewind());
    }

    private List<Span> joined(int count) {
        List<Span> spans = new ArrayList<>();
        long start = 0;
        long end = 0;
        for (int i = 0; i < count; i++) {
            long nextStart = regions.getLong(i * REGION_BYTES);
            long nextEnd = regions.getLong(i * REGION_BYTES + Long.BYTES);
            if (i > 0 && Long.compareUnsigned(nextStart - end, joinedGapBytes) > 0) {
                spans.add(new Span(start, end));
                start = nextStart;
            } else if (i == 0) {
                start = nextStart;
            }
            end = nextEnd;
        }
        if (count > 0) {
            spans.add(new Span(start, end));
        }
        return spans;
    }

    /**
     * One step of the walk.
     *
     * @param populated parts with present or swapped pages
     * @param walkEnd the address up to which the walk is complete
     */
    record Found(List<Span> populated, long walkEnd) {}
}
