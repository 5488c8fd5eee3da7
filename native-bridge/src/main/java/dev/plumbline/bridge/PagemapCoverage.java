package dev.plumbline.bridge;

import java.util.List;

/**
 * What a pagemap reading covered.
 *
 * @param method how it was read: {@code PAGEMAP_SCAN}, {@code pread} or {@code pagemap.pairs}
 * @param entriesRead how many 8-byte entries were read
 * @param notRead ranges that were asked for and not read, because the cap was reached or the source does not hold them
 */
public record PagemapCoverage(String method, long entriesRead, List<Span> notRead) {}
