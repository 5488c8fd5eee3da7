package dev.plumbline.inspector.reference.zone.derive;

/**
 * {@code kernelcore=} or {@code movablecore=}: an amount, or a share of all memory. A share given last wins over an amount; an
 * amount given last forgets the share.
 *
 * <p>Source: cmdline_parse_core, mm/mm_init.c (mm/page_alloc.c to 6.3).
 *
 * @param bytes 0 where none was given
 * @param percent 0 where none was given; above 100 the kernel warns and goes on
 */
public record CoreMemory(long bytes, long percent) {

    /** Neither was given. */
    public static final CoreMemory NONE = new CoreMemory(0, 0);

    /** Whether nothing was asked for. */
    public boolean isNone() {
        return bytes == 0 && percent == 0;
    }

    /** With one more occurrence of the parameter. */
    CoreMemory and(String value) {
        MemParse number = MemParse.number(value);
        return number.rest().startsWith("%")
                ? new CoreMemory(bytes, number.value())
                : new CoreMemory(MemParse.bytes(value).value(), 0);
    }

    /**
     * Pages that are required of memory of that many pages.
     *
     * <p>Source: find_zone_movable_pfns_for_nodes, mm/mm_init.c; the products are the kernel's.
     */
    long pages(long totalPages, int pageKib) {
        return percent != 0
                ? totalPages * 100 * percent / 10_000
                : bytes >>> (10 + Integer.numberOfTrailingZeros(pageKib));
    }
}
