package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.check.HostView;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The swap areas, in the order of /proc/swaps, which is that of their types (mm/swapfile.c, swap_start and swap_next). */
final class SwapAreas {

    private SwapAreas() {}

    /** Their names; none where the file is not there. */
    static List<String> of(HostView host) {
        return host.once("swap-areas", () -> host.files()
                .read("proc/swaps")
                .content()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)
                        .lines()
                        .skip(1)
                        .map(line -> line.split("[ \t]", 2)[0])
                        .toList())
                .orElse(List.of()));
    }
}
