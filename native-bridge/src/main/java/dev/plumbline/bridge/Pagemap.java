package dev.plumbline.bridge;

import dev.plumbline.bridge.jna.ErrnoException;
import dev.plumbline.bridge.jna.LinuxCalls;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/** One process's pagemap, with PAGEMAP_SCAN where the kernel has it, without where not; the entries are the same. */
final class Pagemap {

    private static final String SCAN = "PAGEMAP_SCAN";
    private static final String READ = "pread";

    private final Path file;
    private final int pageSizeBytes;
    private final List<Span> ranges;
    private final long maxEntries;
    private final PagemapVisitor visitor;

    Pagemap(Path file, int pageSizeBytes, List<Span> ranges, long maxEntries, PagemapVisitor visitor) {
        this.file = file;
        this.pageSizeBytes = pageSizeBytes;
        this.ranges = ranges;
        this.maxEntries = maxEntries;
        this.visitor = visitor;
    }

    /** Reads the ranges in full. */
    PagemapCoverage readInFull() throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            PagemapReader reader = new PagemapReader(channel, pageSizeBytes, maxEntries, visitor);
            for (Span range : ranges) {
                reader.leaveOut(reader.read(range), range.end());
            }
            return reader.coverage(READ);
        }
    }

    /**
     * Reads what PAGEMAP_SCAN says is populated. It is asked on one descriptor and read on another: Java opens its own. A
     * process that executes another program in between shows up as a difference in its maps, which a caller reads again.
     */
    PagemapCoverage readPopulated(LinuxCalls calls) throws IOException, ErrnoException {
        int fd = calls.open(file.toString(), 0);
        try (FileChannel channel = FileChannel.open(file)) {
            PagemapReader reader = new PagemapReader(channel, pageSizeBytes, maxEntries, visitor);
            PagemapScan scan = new PagemapScan(calls, fd, pageSizeBytes);
            boolean alive = scan.hasAddressSpace();
            for (Span range : ranges) {
                reader.leaveOut(alive ? readPopulated(scan, reader, range) : range.start(), range.end());
            }
            return reader.coverage(SCAN);
        } finally {
            calls.close(fd);
        }
    }

    private static long readPopulated(PagemapScan scan, PagemapReader reader, Span range)
            throws IOException, ErrnoException {
        long at = range.start();
        while (at != range.end() && !reader.isFull()) {
            PagemapScan.Found found;
            try {
                found = scan.scan(new Span(at, range.end()));
            } catch (ErrnoException e) {
                if (e.errno() == Errno.EFAULT) {
                    // The range is no user memory: the vsyscall page on x86-64.
                    return at;
                }
                throw e;
            }
            for (Span populated : found.populated()) {
                long stopped = reader.read(populated);
                if (stopped != populated.end()) {
                    return stopped;
                }
            }
            at = found.walkEnd();
        }
        return at;
    }
}
