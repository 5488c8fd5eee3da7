package dev.plumbline.inspector.reference.zone.buddy;

/**
 * How far fallbacks raise a zone's watermarks, for kswapd to make whole blocks again.
 *
 * <p>Source: boost_watermark(), mm/page_alloc.c (6.1, 6.12, 7.2); watermark_boost_factor is 15000 by default (Documentation:
 * admin-guide/sysctl/vm.rst).
 */
final class Boost {

    private static final long FACTOR = 15_000;
    private static final long SCALE = 10_000;

    private final long managedPages;
    private final long highMark;
    private final int pageblockPages;
    private long pages;

    Boost(long managedPages, long highMark, int pageblockPages, long pages) {
        this.managedPages = managedPages;
        this.highMark = highMark;
        this.pageblockPages = pageblockPages;
        this.pages = pages;
    }

    void raise() {
        if (4L * pageblockPages > managedPages) {
            return;
        }
        long limit = highMark / SCALE * FACTOR + highMark % SCALE * FACTOR / SCALE;
        if (limit == 0) {
            return;
        }
        pages = Math.min(pages + pageblockPages, Math.max(pageblockPages, limit));
    }

    long pages() {
        return pages;
    }
}
