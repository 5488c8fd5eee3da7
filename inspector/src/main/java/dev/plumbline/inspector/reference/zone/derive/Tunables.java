package dev.plumbline.inspector.reference.zone.derive;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What may be set of the allocator at run time, and whether it has huge pages to reckon with.
 *
 * @param watermarkScaleFactor {@code vm.watermark_scale_factor}, in fractions of 10000
 * @param reserveRatio {@code vm.lowmem_reserve_ratio}, one value a zone of the build; empty for the kernel's own
 * @param minFreeKib {@code vm.min_free_kbytes} where it was set; empty for the kernel's own
 * @param highFraction {@code vm.percpu_pagelist_high_fraction} ({@code percpu_pagelist_fraction} to 5.13), 0 for none
 * @param hugePages whether the processor can map transparent huge pages (has_transparent_hugepage); s390x in emulation cannot
 */
public record Tunables(
        long watermarkScaleFactor,
        Optional<List<Long>> reserveRatio,
        OptionalLong minFreeKib,
        long highFraction,
        boolean hugePages) {

    /** As the kernel boots: mm/page_alloc.c. */
    public static final Tunables BOOT = new Tunables(10, Optional.empty(), OptionalLong.empty(), 0, true);
}
