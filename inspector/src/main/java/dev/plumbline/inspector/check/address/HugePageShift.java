package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.check.HostView;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How much one entry of the page middle directory maps: the size of a transparent huge page. */
final class HugePageShift {

    private static final String SIZE = "sys/kernel/mm/transparent_hugepage/hpage_pmd_size";

    private HugePageShift() {}

    /**
     * As the kernel says, else as its tables are cut: what one table of the lowest level covers; 512 entries where the
     * architecture is not known either.
     */
    static int of(HostView host, Optional<Architecture> architecture, int pageShift) {
        Optional<Long> stated = host.files()
                .read(SIZE)
                .content()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).strip())
                .filter(text -> text.matches("[0-9]{4,12}"))
                .map(Long::parseLong)
                .filter(size -> Long.bitCount(size) == 1 && size > 1L << pageShift);
        return stated.map(Long::numberOfTrailingZeros).orElseGet(() -> architecture
                .map(a -> a.format().kernelTables().get(0).spanShift())
                .orElse(pageShift + 9));
    }
}
