package dev.plumbline.inspector.reference.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The order of a page block.
 *
 * <p>Source: pageblock_order, include/linux/pageblock-flags.h: with hugetlb pages their order, without them but with
 * transparent huge pages the order of a PMD (6.1 and older: the highest order), else the highest order; never above the
 * highest order, nor above CONFIG_PAGE_BLOCK_MAX_ORDER (6.17 and newer) where that is set.
 */
public final class PageblockRule {

    /** One order that the rule can give, and the reason. */
    public record Candidate(int order, String because) {}

    private PageblockRule() {}

    /**
     * What the rule gives. More than one where releases differ; the likeliest first.
     *
     * @param hugetlbOrder of the architecture's default hugetlb page; empty without CONFIG_HUGETLB_PAGE
     * @param pmdOrder of a transparent huge page; empty without CONFIG_TRANSPARENT_HUGEPAGE
     * @param maxOrder the buddy allocator's highest order
     * @param configuredMax CONFIG_PAGE_BLOCK_MAX_ORDER; empty where the kernel has no such option
     */
    public static List<Candidate> candidates(
            OptionalInt hugetlbOrder, OptionalInt pmdOrder, int maxOrder, OptionalInt configuredMax) {
        int most = Math.min(maxOrder, configuredMax.orElse(maxOrder));
        List<Candidate> all = new ArrayList<>();
        if (hugetlbOrder.isPresent()) {
            all.add(new Candidate(Math.min(hugetlbOrder.getAsInt(), most), "the order of a hugetlb page"));
        } else {
            pmdOrder.ifPresent(
                    order -> all.add(new Candidate(Math.min(order, most), "the order of a transparent huge page")));
            all.add(new Candidate(most, "the buddy allocator's highest order, there being no hugetlb pages"));
        }
        return all;
    }
}
