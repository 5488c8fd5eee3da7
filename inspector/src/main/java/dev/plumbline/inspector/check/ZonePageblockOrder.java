package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.BuddyInfo;
import dev.plumbline.inspector.observed.BuddyInfoParser;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.observed.KernelVersion;
import dev.plumbline.inspector.observed.PageTypeInfo;
import dev.plumbline.inspector.observed.PageTypeInfoParser;
import dev.plumbline.inspector.observed.PageblocksOfZone;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import dev.plumbline.inspector.reference.zone.PageblockRule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The number of orders of the buddy allocator, the order of a page block, and the page blocks of every zone.
 *
 * <p>Source: MAX_PAGE_ORDER, include/linux/mmzone.h; pageblock_order, include/linux/pageblock-flags.h;
 * pagetypeinfo_showblockcount, mm/vmstat.c.
 */
final class ZonePageblockOrder implements HostCheck {

    private static final String BUDDYINFO = "proc/buddyinfo";
    private static final String MAX_ORDER_OPTION = "ARCH_FORCE_MAX_ORDER";
    private static final String OLD_MAX_ORDER_OPTION = "FORCE_MAX_ZONEORDER";

    @Override
    public String id() {
        return "zone.pageblock-order";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of(BUDDYINFO, Pageblocks.PAGETYPEINFO, ManagedHistories.ZONEINFO, "dmesg.txt");
    }

    @Override
    public void examine(HostView host, Findings findings) {
        Observation<BuddyInfo> buddyinfo = host.text(BUDDYINFO, BuddyInfoParser::parse);
        int maxOrder = buddyinfo.intact().map(BuddyInfo::orders).orElse(0) - 1;
        if (buddyinfo.intact().isEmpty() || maxOrder < 0) {
            Verdict why = buddyinfo.intact().isEmpty()
                    ? buddyinfo.whyNot()
                    : new Verdict.NotObservable(BUDDYINFO + " lists no zone", "");
            findings.add(this, "highest order", why, List.of());
            return;
        }
        findings.add(
                this,
                "highest order",
                highestOrder(host, maxOrder),
                List.of(Evidence.at(BUDDYINFO, 1, (maxOrder + 1) + " orders")));
        Observation<PageTypeInfo> types = host.text(Pageblocks.PAGETYPEINFO, PageTypeInfoParser::parse);
        OptionalInt pageKib = BasePage.sizeKib(host);
        Optional<PageTypeInfo> printed = types.reading().content().map(Parsed::value);
        if (printed.isEmpty() || pageKib.isEmpty()) {
            Verdict why = printed.isEmpty()
                    ? types.whyNot()
                    : new Verdict.NotObservable("the base page size is not known", "");
            findings.add(this, "pageblock order", why, List.of());
            return;
        }
        List<PageblockRule.Candidate> candidates = Pageblocks.candidates(host, pageKib.getAsInt(), maxOrder);
        if (order(printed.get(), candidates, findings)) {
            pagesPerBlock(types, printed.get(), findings);
        }
        blocks(host, printed.get(), Pageblocks.order(host, pageKib.getAsInt(), maxOrder), findings);
    }

    /** The line behind the order says the same once more; the parser takes it for damage where it does not. */
    private void pagesPerBlock(Observation<PageTypeInfo> types, PageTypeInfo printed, Findings findings) {
        types.damage().stream()
                .filter(d -> d.line() == printed.pageblockOrderLine() + 1)
                .findFirst()
                .ifPresent(d -> findings.add(
                        this,
                        "pages per block",
                        new Verdict.Violated(
                                d.found(), d.allowed(), "the order and the pages of a block contradict each other"),
                        List.of(Evidence.at(Pageblocks.PAGETYPEINFO, d.line(), d.found()))));
    }

    /**
     * CONFIG_FORCE_MAX_ZONEORDER (to 6.0) counts the orders. CONFIG_ARCH_FORCE_MAX_ORDER counted the orders to 6.3 and has named the highest since 6.4, with nothing but the
     * version to tell which.
     */
    private static Verdict highestOrder(HostView host, int maxOrder) {
        Optional<KernelConfig> config = KernelEvidence.config(host).intact();
        if (config.isEmpty()) {
            return new Verdict.NotObservable(
                    "the kernel's options are not to be had: "
                            + KernelEvidence.config(host).path(),
                    "CONFIG_IKCONFIG_PROC, or the file below /boot");
        }
        OptionalLong old = config.get().number(OLD_MAX_ORDER_OPTION);
        if (old.isPresent()) {
            return judge(
                    maxOrder,
                    old.getAsLong() - 1,
                    "CONFIG_" + OLD_MAX_ORDER_OPTION + "=" + old.getAsLong() + " counts the orders");
        }
        OptionalLong forced = config.get().number(MAX_ORDER_OPTION);
        if (forced.isEmpty()) {
            return judge(maxOrder, Pageblocks.USUAL_MAX_ORDER, "the usual one: the options do not set another");
        }
        Optional<KernelVersion> version =
                host.text("proc/version", KernelVersion::parse).intact();
        OptionalInt major = version.map(KernelVersion::major).orElse(OptionalInt.empty());
        OptionalInt minor = version.map(KernelVersion::minor).orElse(OptionalInt.empty());
        if (major.isEmpty() || minor.isEmpty()) {
            return new Verdict.NotObservable("the version does not tell what " + MAX_ORDER_OPTION + " means", "");
        }
        boolean countsOrders = major.getAsInt() < 6 || (major.getAsInt() == 6 && minor.getAsInt() < 4);
        int expected = (int) forced.getAsLong() - (countsOrders ? 1 : 0);
        return judge(
                maxOrder,
                expected,
                "CONFIG_%s=%d, which %s in version %d.%d"
                        .formatted(
                                MAX_ORDER_OPTION,
                                forced.getAsLong(),
                                countsOrders ? "counts the orders" : "is the highest order",
                                major.getAsInt(),
                                minor.getAsInt()));
    }

    private static Verdict judge(long observed, long expected, String because) {
        return observed == expected
                ? new Verdict.Holds(Long.toString(observed), Long.toString(expected), because)
                : new Verdict.Violated(Long.toString(observed), Long.toString(expected), because);
    }

    /** Whether the printed order is one that the rule gives. */
    private boolean order(PageTypeInfo types, List<PageblockRule.Candidate> candidates, Findings findings) {
        OptionalInt printed = types.pageblockOrder();
        if (printed.isEmpty()) {
            findings.add(this, "pageblock order", new Verdict.NotObservable("not printed", ""), List.of());
            return false;
        }
        Optional<PageblockRule.Candidate> met =
                candidates.stream().filter(c -> c.order() == printed.getAsInt()).findFirst();
        String orders = candidates.stream()
                .map(c -> Integer.toString(c.order()))
                .distinct()
                .collect(Collectors.joining(" or "));
        String reasons =
                candidates.stream().map(PageblockRule.Candidate::because).collect(Collectors.joining("; or "));
        Verdict verdict = met.isPresent()
                ? new Verdict.Holds(
                        Integer.toString(printed.getAsInt()), orders, met.get().because())
                : new Verdict.Violated(Integer.toString(printed.getAsInt()), orders, reasons);
        findings.add(
                this,
                "pageblock order",
                verdict,
                List.of(Evidence.at(
                        Pageblocks.PAGETYPEINFO,
                        types.pageblockOrderLine(),
                        "Page block order: " + printed.getAsInt())));
        return met.isPresent();
    }

    private void blocks(HostView host, PageTypeInfo types, int order, Findings findings) {
        Observation<Zoneinfo> zoneinfo = host.text(ManagedHistories.ZONEINFO, ZoneinfoParser::parse);
        for (PageblocksOfZone counted : types.pageblocks()) {
            String subject = "node " + counted.node() + " " + counted.zone() + " pageblocks";
            Verdict verdict = zoneinfo.intact().isEmpty()
                    ? zoneinfo.whyNot()
                    : PageblockVerdict.of(host, counted, zoneinfo.intact().get(), order);
            findings.add(
                    this,
                    subject,
                    verdict,
                    List.of(Evidence.at(
                            Pageblocks.PAGETYPEINFO,
                            counted.line(),
                            counted.byType().toString())));
        }
    }
}
