package dev.plumbline.inspector.check.compare;

import static dev.plumbline.inspector.check.compare.QuantityKind.*;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What each quantity is computed from by the kernel's rules, so that a difference in one is a difference in the other.
 *
 * <p>Sources: free_area_init and zone_sizes_init (mm/mm_init.c, arch/…/mm/init.c) for zones; init_per_zone_wmark_min,
 * setup_per_zone_wmarks, setup_per_zone_lowmem_reserve, zone_batchsize, build_zonelists (mm/page_alloc.c);
 * set_recommended_min_free_kbytes (mm/khugepaged.c); read in 6.1 and 6.12.
 */
final class Causes {

    /**
     * A kind of quantity that another is computed from.
     *
     * @param subjects of which parts; empty for all
     */
    record Cause(QuantityKind kind, Set<String> subjects) {

        boolean covers(Quantity.Key key) {
            return key.kind() == kind && (subjects.isEmpty() || subjects.contains(key.subject()));
        }
    }

    private static final Map<QuantityKind, List<Cause>> TABLE = new EnumMap<>(Map.ofEntries(
            row(PAGE_SIZE, ARCHITECTURE, KERNEL_OPTION),
            row(LEVELS, ARCHITECTURE, KERNEL_OPTION, PAGING_FEATURES, PAGING_OPTION),
            row(TABLE_ISOLATION, ARCHITECTURE, KERNEL_OPTION, PAGING_OPTION),
            row(IMAGE_PLACEMENT, ARCHITECTURE, KERNEL_OPTION, PAGING_OPTION, LEVELS, PAGE_SIZE),
            row(HUGETLB_POOL, RAM_OPTION),
            row(PAGEBLOCK_ORDER, ARCHITECTURE, PAGE_SIZE, KERNEL_OPTION),
            row(MAPPED_RAM, FIRMWARE_RAM, RAM_OPTION),
            row(RAM, FIRMWARE_RAM, MAPPED_RAM, RAM_OPTION),
            row(NODE_RANGES, NODES, FIRMWARE_RAM, MAPPED_RAM, RAM_OPTION),
            row(NODE_DISTANCES, NODES),
            row(ZONELIST, NODES, NODE_DISTANCES, POPULATED_ZONES),
            layout(POPULATED_ZONES),
            layout(ZONE_START),
            layout(ZONE_SPANNED),
            layout(ZONE_PRESENT),
            row(
                    ZONE_MANAGED,
                    POPULATED_ZONES,
                    ZONE_START,
                    ZONE_PRESENT,
                    KERNEL_RELEASE,
                    KERNEL_OPTION,
                    RAM_OPTION,
                    PAGE_SIZE),
            Map.entry(
                    MIN_FREE,
                    List.of(
                            all(ZONE_MANAGED),
                            all(POPULATED_ZONES),
                            all(PAGEBLOCK_ORDER),
                            new Cause(HUGE_PAGES, Set.of("enabled")))),
            Map.entry(
                    WATERMARK,
                    List.of(
                            all(ZONE_MANAGED),
                            all(POPULATED_ZONES),
                            all(MIN_FREE),
                            new Cause(MEMORY_SYSCTL, Set.of("vm.watermark_scale_factor")))),
            Map.entry(
                    PROTECTION,
                    List.of(
                            all(ZONE_MANAGED),
                            all(POPULATED_ZONES),
                            new Cause(MEMORY_SYSCTL, Set.of("vm.lowmem_reserve_ratio")))),
            Map.entry(
                    PCP,
                    List.of(
                            all(ZONE_MANAGED),
                            all(POPULATED_ZONES),
                            all(WATERMARK),
                            all(CPUS),
                            all(PAGE_SIZE),
                            all(KERNEL_RELEASE),
                            new Cause(MEMORY_SYSCTL, Set.of("vm.percpu_pagelist_high_fraction"))))));

    private Causes() {}

    /** Of a kind; none where nothing but itself decides it. */
    static List<Cause> of(QuantityKind kind) {
        return TABLE.getOrDefault(kind, List.of());
    }

    private static Map.Entry<QuantityKind, List<Cause>> row(QuantityKind kind, QuantityKind... causes) {
        return Map.entry(kind, List.of(causes).stream().map(Causes::all).toList());
    }

    private static Map.Entry<QuantityKind, List<Cause>> layout(QuantityKind kind) {
        return row(
                kind, ARCHITECTURE, FIRMWARE_RAM, MAPPED_RAM, NODES, NODE_RANGES, RAM_OPTION, KERNEL_OPTION, PAGE_SIZE);
    }

    private static Cause all(QuantityKind kind) {
        return new Cause(kind, Set.of());
    }
}
