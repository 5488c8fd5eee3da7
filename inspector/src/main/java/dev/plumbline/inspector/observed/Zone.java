package dev.plumbline.inspector.observed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One {@code Node N, zone NAME} stanza of /proc/zoneinfo. What the kernel did not print is empty.
 *
 * <p>Source: mm/vmstat.c, zoneinfo_show_print. A zone without present pages prints its page counts and its
 * {@code protection} only.
 *
 * @param node the node's id
 * @param name {@code DMA}, {@code DMA32}, {@code Normal}, {@code HighMem}, {@code Movable} or {@code Device}
 * @param pages what stands under {@code pages}: {@code free}, {@code min} …, in pages
 * @param protection lowmem_reserve for requests that may use each zone of the node, lowest zone first, in pages
 * @param counters the zone's statistics, {@code nr_free_pages} first; unsigned, as some may be below zero for a moment on
 *     kernels without SMP
 * @param trailer the fields behind the pagesets: {@code node_unreclaimable}, {@code start_pfn}
 * @param line of the stanza's first line
 * @param fieldLines the line of every field above, by name
 */
public record Zone(
        int node,
        String name,
        Map<String, Long> pages,
        List<Long> protection,
        Map<String, Long> counters,
        List<PerCpuPages> pagesets,
        Map<String, Long> trailer,
        int line,
        Map<String, Integer> fieldLines) {

    /** Copies the collections; their order stays the file's. */
    public Zone {
        pages = copy(pages);
        protection = List.copyOf(protection);
        counters = copy(counters);
        pagesets = List.copyOf(pagesets);
        trailer = copy(trailer);
        fieldLines = Collections.unmodifiableMap(new LinkedHashMap<>(fieldLines));
    }

    /** {@code node 0 DMA32}, as subjects name it. */
    public String subject() {
        return "node " + node + " " + name;
    }

    /** Free pages ({@code pages free}). */
    public OptionalLong free() {
        return value(pages, "free");
    }

    /** Pages by which the watermarks are raised for a while; 6.1 prints it, 5.4 does not. */
    public OptionalLong boost() {
        return value(pages, "boost");
    }

    /** WMARK_MIN, raised by the boost (include/linux/mmzone.h, wmark_pages). */
    public OptionalLong min() {
        return value(pages, "min");
    }

    /** WMARK_LOW, raised by the boost (include/linux/mmzone.h, wmark_pages). */
    public OptionalLong low() {
        return value(pages, "low");
    }

    /** WMARK_HIGH, raised by the boost (include/linux/mmzone.h, wmark_pages). */
    public OptionalLong high() {
        return value(pages, "high");
    }

    /** WMARK_PROMO; 6.12 prints it, 6.1 does not. */
    public OptionalLong promo() {
        return value(pages, "promo");
    }

    /** Pages from the zone's first to its last, holes included. */
    public OptionalLong spanned() {
        return value(pages, "spanned");
    }

    /** Spanned pages without holes. */
    public OptionalLong present() {
        return value(pages, "present");
    }

    /** Present pages that the buddy allocator was given. */
    public OptionalLong managed() {
        return value(pages, "managed");
    }

    /** Pages reserved for the contiguous memory allocator; 6.1 prints it, 5.4 does not. */
    public OptionalLong cma() {
        return value(pages, "cma");
    }

    /** The zone's first page frame. */
    public OptionalLong startPfn() {
        return value(trailer, "start_pfn");
    }

    /** NR_FREE_PAGES as the statistics print it. */
    public OptionalLong nrFreePages() {
        return value(counters, "nr_free_pages");
    }

    /** Whether the zone has present pages, the kernel's populated_zone(). */
    public boolean isPopulated() {
        return present().orElse(0) != 0;
    }

    /**
     * The line of a field: {@code free}, {@code min}, {@code protection}, {@code nr_free_pages}, {@code start_pfn} …
     *
     * @return empty if the kernel did not print it
     */
    public OptionalInt lineOfField(String field) {
        Integer found = fieldLines.get(field);
        return found == null ? OptionalInt.empty() : OptionalInt.of(found);
    }

    /** The line of a field, or the stanza's first line where the kernel did not print the field. */
    public int lineOf(String field) {
        return lineOfField(field).orElse(line);
    }

    private static OptionalLong value(Map<String, Long> values, String name) {
        Long found = values.get(name);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found);
    }

    private static Map<String, Long> copy(Map<String, Long> values) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
