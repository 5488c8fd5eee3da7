package dev.plumbline.bridge;

import dev.plumbline.bridge.jna.ErrnoException;
import dev.plumbline.bridge.jna.LinuxCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Asks PAGEMAP_SCAN about ranges of one process until they are told whole. */
final class PageRuns {

    private PageRuns() {}

    /**
     * Hands out the runs.
     *
     * @return what could not be told: no user memory, or a process that has let go of its memory
     */
    static List<Span> of(LinuxCalls calls, Path pagemap, List<Span> ranges, Consumer<PageRun> visitor)
            throws ErrnoException {
        int fd = calls.open(pagemap.toString(), 0);
        try {
            PagemapScan scan = new PagemapScan(calls, fd, 1);
            if (!scan.hasAddressSpace()) {
                return ranges;
            }
            List<Span> untold = new ArrayList<>();
            for (Span range : ranges) {
                long told = told(scan, range, visitor);
                if (told != range.end()) {
                    untold.add(new Span(told, range.end()));
                }
            }
            return untold;
        } finally {
            calls.close(fd);
        }
    }

    private static long told(PagemapScan scan, Span range, Consumer<PageRun> visitor) throws ErrnoException {
        long at = range.start();
        while (at != range.end()) {
            try {
                at = scan.runs(new Span(at, range.end()), visitor);
            } catch (ErrnoException e) {
                if (e.errno() == Errno.EFAULT) {
                    return at;
                }
                throw e;
            }
        }
        return at;
    }
}
