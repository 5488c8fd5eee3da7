package dev.plumbline.inspector.reference.zone.request;

import dev.plumbline.inspector.reference.zone.Watermark;

/**
 * What one attempt of a request is allowed: the kernel's {@code ALLOC_*} flags, mm/internal.h.
 *
 * @param mark the watermark above which the zone must stay
 * @param cma whether free pages of CMA count (ALLOC_CMA)
 * @param reserves whether it may go below WMARK_MIN: half of it, and of the rest a quarter (ALLOC_MIN_RESERVE with
 *     ALLOC_NON_BLOCK from 6.3, ALLOC_HIGH with ALLOC_HARDER before)
 * @param highatomic whether it may take reserved pageblocks (ALLOC_HIGHATOMIC from 6.3: orders above 0; ALLOC_HARDER before)
 */
record Rights(Watermark mark, boolean cma, boolean reserves, boolean highatomic) {

    /** The first attempt of every request (get_page_from_freelist with ALLOC_WMARK_LOW, __alloc_pages). */
    static Rights first(RequestKind kind) {
        return new Rights(Watermark.LOW, kind.isMovable(), false, false);
    }

    /** The second, after kswapd was woken (gfp_to_alloc_flags). */
    static Rights second(RequestKind kind) {
        return new Rights(Watermark.MIN, kind.isMovable(), !kind.mayWait(), !kind.mayWait());
    }
}
