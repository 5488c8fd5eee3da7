package dev.plumbline.bridge;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Kernel files under their own paths, of the live host or of a capture. Paths have no leading slash:
 * {@code proc/zoneinfo}, {@code sys/kernel/mm/transparent_hugepage/enabled}, {@code boot/config-6.1.0}.
 *
 * <p>No method throws for what a host may do (end a process, deny, lie about a size): that is in the {@link Reading}.
 * Every read is bounded in memory.
 */
public interface KernelFiles extends AutoCloseable {

    /** Live or capture, its name and instant. */
    Origin origin();

    /** A whole file, at most as many bytes as its kind may have; larger is {@link Reading.Failed}. */
    Reading<byte[]> read(String path);

    /**
     * The second reading of a bracket: the file as it is after whatever was read in between. Live, this reads again now.
     * In a capture it is the copy under {@code again/right-after-kpageflags/}, and {@link Reading.Absent} without one.
     */
    Reading<byte[]> readAgain(String path);

    /**
     * The file as it was before everything else that a capture holds was read ({@code again/early/}). {@link Reading.Absent}
     * without such a copy, and live: who wants to know what was before reads before.
     */
    default Reading<byte[]> readEarly(String path) {
        return new Reading.Absent<>(
                new Provenance(path, origin().takenAt()), "no reading from before all other files were read");
    }

    /** The file as it was after everything else that a capture holds was read ({@code again/late/}); else as above. */
    default Reading<byte[]> readLate(String path) {
        return new Reading.Absent<>(
                new Provenance(path, origin().takenAt()), "no reading from after all other files were read");
    }

    /** The names in a directory, sorted; numbers by value. */
    Reading<List<String>> list(String directory);

    /** The target of a symbolic link such as {@code proc/1/exe}. */
    Reading<String> link(String path);

    /** A large file in one forward pass: {@code proc/kpageflags}, {@code proc/kallsyms}. */
    <T> Reading<T> stream(String path, StreamReader<T> reader);

    /**
     * A part of a large file. Live this costs what is read; in a capture, what lies before it is passed over.
     *
     * @param offsetBytes where it begins, not negative
     * @param maxBytes how many bytes are wanted; fewer where the file ends before
     */
    default Reading<byte[]> readAt(String path, long offsetBytes, int maxBytes) {
        return stream(path, in -> {
            byte[] passedOver = new byte[1 << 16];
            long left = offsetBytes;
            while (left > 0) {
                int n = in.read(passedOver, 0, (int) Math.min(left, passedOver.length));
                if (n < 0) {
                    return new byte[0];
                }
                left -= n;
            }
            return in.readNBytes(maxBytes);
        });
    }

    /**
     * A process's pagemap over the given ranges.
     *
     * @param pageSizeBytes the host's base page size
     * @param ranges ascending, page-aligned, without overlap
     * @param maxEntries how many entries may be read at most; what lies beyond is listed as not read
     */
    Reading<PagemapCoverage> pagemap(
            int pid, int pageSizeBytes, List<Span> ranges, long maxEntries, PagemapVisitor visitor);

    /**
     * The memory of a running process, to be closed after use. {@link Reading.Denied} names what stands in the way (another
     * user, Yama, a process that may not be dumped, another user namespace) and what would remove it. A capture has none.
     */
    default Reading<ProcessMemory> memory(int pid) {
        return new Reading.Absent<>(
                new Provenance("proc/" + pid + "/mem", origin().takenAt()),
                "a capture holds no memory of processes; it can be read where the process runs");
    }

    /**
     * Does something with the memory of a running process. Pages may be held back for as long as somebody likes (userfaultfd, a
     * file system that hangs), and nothing but the end of the reader ends its waiting: live, what waits too long without working
     * is left to itself, and the answer is {@link Reading.Failed}.
     *
     * @param use is handed the memory, or why there is none; the memory is closed behind it. It may go on after this has
     *     returned, and so changes nothing that its caller goes on with
     */
    default <T> Reading<T> withMemory(int pid, Function<Reading<ProcessMemory>, T> use) {
        Reading<ProcessMemory> memory = memory(pid);
        try {
            return new Reading.Content<>(memory.provenance(), use.apply(memory));
        } finally {
            memory.content().ifPresent(ProcessMemory::close);
        }
    }

    /**
     * Whether {@link #pagemap} costs only what is mapped: a live kernel with PAGEMAP_SCAN (6.7 and later) names the empty
     * parts of a range, and a capture stores what it stores. Where this is false, ranges are read in full, 8 bytes a page,
     * and a caller leaves out mappings that have no page.
     */
    default boolean readsPagemapSparsely() {
        return false;
    }

    /**
     * The populated pages of a process's ranges by kind: present, swapped, the zero page, huge. Only a live kernel with
     * PAGEMAP_SCAN (6.7 and later) tells them so; {@link #pagemap} has all but the last two of every kernel.
     *
     * @param ranges ascending, page-aligned, without overlap
     * @param visitor takes the runs, ascending
     * @return the ranges that were asked for and are no user memory
     */
    default Reading<List<Span>> pageRuns(int pid, List<Span> ranges, Consumer<PageRun> visitor) {
        Provenance provenance = new Provenance("proc/" + pid + "/pagemap", origin().takenAt());
        return new Reading.Absent<>(provenance, "no PAGEMAP_SCAN here");
    }

    /**
     * The kernel log since boot as text ({@code dmesg.txt} in a capture, {@code /dev/kmsg} live). A ring buffer that has
     * wrapped is {@link Reading.Absent}: its beginning is what was wanted.
     */
    Reading<byte[]> kernelLog();

    /** The ELF header, program headers and notes of {@code proc/kcore}: at most the first 64 KiB. */
    Reading<byte[]> kcoreHeaders();

    @Override
    void close();
}
