package dev.plumbline.inspector.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/** The /proc files of a process that never was, in the kernel's own form, on a captured x86-64 machine with 4 levels. */
final class BuiltProcess {

    static final long PRESENT = 1L << 63;

    private final int pid;
    private int ppid = 1;
    private long taskFlags;
    private final StringBuilder maps = new StringBuilder();
    private final StringBuilder smaps = new StringBuilder();
    private final Map<Long, Long> pages = new TreeMap<>(Long::compareUnsigned);
    private long vmPteKib;
    private long vmHwmKib = 100;
    private int threads = 1;

    BuiltProcess(int pid) {
        this.pid = pid;
    }

    static StoredFiles machine() {
        return StoredFiles.ofCapture(
                "x86_64-4level", "boot/", "proc/version", "proc/cpuinfo", "proc/kcore", "proc/iomem", "proc/zoneinfo");
    }

    /** A mapping; {@code more} are lines of smaps, {@code flags} its VmFlags. */
    BuiltProcess mapping(long start, long end, String head, String flags, String... more) {
        String line = "%x-%x %s\n".formatted(start, end, head);
        maps.append(line);
        smaps.append(line).append("Size: %d kB\nRss: 4 kB\nSwap: 0 kB\n".formatted((end - start) >> 10));
        for (String field : more) {
            smaps.append(field).append('\n');
        }
        smaps.append("VmFlags: ").append(flags).append('\n');
        return this;
    }

    BuiltProcess anonymous(long start, long end) {
        return mapping(start, end, "rw-p 00000000 00:00 0 ", "rd wr mr mw me ac", "KernelPageSize: 4 kB");
    }

    /** PROT_NONE, without any page. */
    BuiltProcess reserved(long start, long end) {
        String line = "%x-%x ---p 00000000 00:00 0 \n".formatted(start, end);
        maps.append(line);
        smaps.append(line)
                .append("Size: %d kB\nKernelPageSize: 4 kB\nRss: 0 kB\nSwap: 0 kB\n".formatted((end - start) >> 10))
                .append("VmFlags: mr mw me nr\n");
        return this;
    }

    /** Pages present in the frames given, from an address on. */
    BuiltProcess pages(long address, long pfn, int count) {
        for (int i = 0; i < count; i++) {
            pages.put(address + 4096L * i, PRESENT | (pfn + i));
        }
        return this;
    }

    /** What pagemap shows of a page. */
    BuiltProcess entry(long address, long entry) {
        pages.put(address, entry);
        return this;
    }

    BuiltProcess vmPteKib(long kib) {
        vmPteKib = kib;
        return this;
    }

    BuiltProcess peakKib(long kib) {
        vmHwmKib = kib;
        return this;
    }

    BuiltProcess threads(int count) {
        threads = count;
        return this;
    }

    /** Forked by another process, without exec since. */
    BuiltProcess forkedBy(int parent) {
        ppid = parent;
        taskFlags = 0x40;
        return this;
    }

    StoredFiles on(StoredFiles files) {
        ByteBuffer pairs = ByteBuffer.allocate(pages.size() * 16).order(ByteOrder.LITTLE_ENDIAN);
        pages.forEach((address, entry) -> pairs.putLong(address).putLong(entry));
        String dir = "proc/" + pid + "/";
        return files.with(dir + "maps", maps.toString())
                .with(dir + "smaps", smaps.toString())
                .with(dir + "pagemap.pairs", pairs.array())
                .with(dir + "status", status(vmPteKib))
                .with(
                        dir + "stat",
                        "%d (built) S %d %d %d 0 -1 %d 0 0 0 0 0 0 0 0 20 0 1 0 500 4096 1 18446744073709551615 4194304 4198400 140737488350000"
                                        .formatted(pid, ppid, pid, pid, taskFlags)
                                + " 0".repeat(24) + "\n");
    }

    /** A second reading of status, after pagemap. */
    StoredFiles onWithStatusAfter(StoredFiles files, long laterVmPteKib) {
        return on(files).with(StoredFiles.AGAIN + "proc/" + pid + "/status", status(laterVmPteKib));
    }

    private String status(long pteKib) {
        return """
                Name:\tbuilt
                State:\tS (sleeping)
                Pid:\t%d
                VmSize:\t    4096 kB
                VmHWM:\t     %d kB
                VmRSS:\t     100 kB
                VmPTE:\t      %d kB
                Threads:\t%d
                voluntary_ctxt_switches:\t5
                nonvoluntary_ctxt_switches:\t2
                """.formatted(pid, vmHwmKib, pteKib, threads);
    }
}
