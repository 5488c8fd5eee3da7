package dev.plumbline.bridge;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Run in a JVM of its own by {@link WithoutJnaTest}: reads the host and prints what came of it. */
final class ReadOneselfMain {

    private ReadOneselfMain() {}

    /** With the argument {@code plain}, only what plain Java I/O serves. */
    public static void main(String[] arguments) throws NotAHostException {
        try (LiveHost host = LiveHost.open(Path.of("/"))) {
            int pid = (int) ProcessHandle.current().pid();
            byte[] maps = host.read("proc/" + pid + "/maps").content().orElseThrow();
            System.out.println("version " + host.read("proc/version").content().orElseThrow().length);
            System.out.println(
                    "processes " + host.list("proc").content().orElseThrow().contains("" + pid));
            if (arguments.length > 0) {
                return;
            }
            List<Span> first = new ArrayList<>();
            String line = new String(maps, StandardCharsets.ISO_8859_1).split(" ", 2)[0];
            String[] ends = line.split("-", 2);
            first.add(new Span(Long.parseUnsignedLong(ends[0], 16), Long.parseUnsignedLong(ends[1], 16)));
            System.out.println("sparse " + host.readsPagemapSparsely());
            System.out.println("pagemap " + host.pagemap(pid, 4096, first, 1, (a, e, n) -> {}));
            System.out.println("kmsg " + host.kernelLog());
            System.out.println(
                    "mappings " + host.mappings(pid).content().orElseThrow().size());
            System.out.println("page size " + NativeCalls.get().pageSizeBytes());
        }
    }
}
