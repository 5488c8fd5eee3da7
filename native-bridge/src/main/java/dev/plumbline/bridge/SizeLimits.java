package dev.plumbline.bridge;

/**
 * How large a kernel file may be, by its name. A capture's sizes are whatever its maker wrote, and a live file's size is
 * unknown before it ends, so every read stops at a limit that no kernel reaches.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><th>file</th><th>limit</th><th>why that is enough</th></tr>
 * <tr><td>kpageflags, kpagecount, kpagecgroup</td><td>16 GiB, streamed</td><td>8 bytes a frame: 8 TiB of physical addresses at 4 KiB</td></tr>
 * <tr><td>pagemap.pairs</td><td>1 GiB, streamed</td><td>16 bytes a page: 256 GiB of mappings at 4 KiB</td></tr>
 * <tr><td>physmem.bin</td><td>4 GiB, streamed</td><td>the page tables of 2 TiB mapped page by page</td></tr>
 * <tr><td>physmem.idx</td><td>64 MiB</td><td>a million frames at 64 bytes a line</td></tr>
 * <tr><td>maps, smaps, numa_maps, kallsyms, vmallocinfo, the kernel log</td><td>64 MiB</td><td>65530 mappings (vm.max_map_count) at 1000 bytes</td></tr>
 * <tr><td>everything else</td><td>8 MiB</td><td>zoneinfo prints about 80 bytes a CPU and zone</td></tr>
 * </table>
 */
public final class SizeLimits {

    private static final long MIB = 1L << 20;

    private SizeLimits() {}

    /** The most bytes that a whole read of this file may deliver. */
    public static int readBytes(String path) {
        return (int) Math.min(streamBytes(path), 64 * MIB);
    }

    /** The most bytes that a stream of this file may deliver. */
    public static long streamBytes(String path) {
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "kpageflags", "kpagecount", "kpagecgroup" -> 16L << 30;
            case "pagemap.pairs" -> 1L << 30;
            case "maps", "smaps", "numa_maps", "kallsyms", "vmallocinfo", "dmesg.txt", "kmsg", "physmem.idx" ->
                64 * MIB;
            case "physmem.bin" -> 4L << 30;
            default -> 8 * MIB;
        };
    }
}
