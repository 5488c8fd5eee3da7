package dev.plumbline.bridge;

import dev.plumbline.bridge.jna.ErrnoException;
import dev.plumbline.bridge.jna.LinuxCalls;

/** Whether this kernel has PAGEMAP_SCAN and this process can call it; asked once, about this process's own memory. */
final class PagemapScanSupport {

    static final boolean AVAILABLE = ask();

    private PagemapScanSupport() {}

    private static boolean ask() {
        return NativeCalls.get()
                .call(PagemapScanSupport::scanOwnMemory)
                .answer()
                .isPresent();
    }

    private static Integer scanOwnMemory(LinuxCalls calls) throws ErrnoException {
        int fd = calls.open("/proc/self/pagemap", 0);
        try {
            int pageSizeBytes =
                    Math.toIntExact(NativeCalls.get().pageSizeBytes().answer().orElse(4096L));
            PagemapScan scan = new PagemapScan(calls, fd, pageSizeBytes);
            return scan.scan(new Span(pageSizeBytes, 2L * pageSizeBytes))
                    .populated()
                    .size();
        } finally {
            calls.close(fd);
        }
    }
}
