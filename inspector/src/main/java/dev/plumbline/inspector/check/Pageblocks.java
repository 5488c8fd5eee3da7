package dev.plumbline.inspector.check;

import dev.plumbline.inspector.check.machine.Described;
import dev.plumbline.inspector.check.machine.MachineDescriptions;
import dev.plumbline.inspector.observed.KernelCommandLine;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.observed.MemInfo;
import dev.plumbline.inspector.observed.PageTypeInfo;
import dev.plumbline.inspector.observed.PageTypeInfoParser;
import dev.plumbline.inspector.observed.Sysctl;
import dev.plumbline.inspector.reference.zone.PageblockRule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a host says about huge pages, put to the rule for page blocks. */
final class Pageblocks {

    static final String PAGETYPEINFO = "proc/pagetypeinfo";
    static final String PMD_SIZE = "sys/kernel/mm/transparent_hugepage/hpage_pmd_size";

    /** MAX_ORDER - 1, or MAX_PAGE_ORDER, where CONFIG_ARCH_FORCE_MAX_ORDER does not say otherwise (linux/mmzone.h). */
    static final int USUAL_MAX_ORDER = 10;

    private Pageblocks() {}

    /** The orders that the rule allows here, the likeliest first. */
    static List<PageblockRule.Candidate> candidates(HostView host, int pageKib, int maxOrder) {
        Optional<KernelConfig> config = KernelEvidence.config(host).intact();
        OptionalInt configuredMax = config.map(c -> c.number("PAGE_BLOCK_MAX_ORDER"))
                .filter(n -> n.isPresent())
                .map(n -> OptionalInt.of((int) n.getAsLong()))
                .orElse(OptionalInt.empty());
        OptionalInt pmd = pmdOrder(host, pageKib);
        return PageblockRule.candidates(hugetlbOrder(host, config, pmd, pageKib), pmd, maxOrder, configuredMax);
    }

    /** The order in force: what pagetypeinfo prints where the rule allows that, else what the rule says. */
    static int order(HostView host, int pageKib, int maxOrder) {
        List<PageblockRule.Candidate> candidates = candidates(host, pageKib, maxOrder);
        OptionalInt printed = host.text(PAGETYPEINFO, PageTypeInfoParser::parse)
                .intact()
                .map(PageTypeInfo::pageblockOrder)
                .orElse(OptionalInt.empty());
        return candidates.stream()
                .mapToInt(PageblockRule.Candidate::order)
                .filter(order -> printed.isPresent() && order == printed.getAsInt())
                .findFirst()
                .orElse(candidates.get(0).order());
    }

    private static OptionalInt pmdOrder(HostView host, int pageKib) {
        return host.text(PMD_SIZE, Sysctl::parseNumber)
                .intact()
                .map(s -> orderOf(s.number() / 1024, pageKib))
                .orElse(OptionalInt.empty());
    }

    /** Hugepagesize is the default pool's, which default_hugepagesz= may change; HPAGE_SIZE is a PMD's. */
    private static OptionalInt hugetlbOrder(
            HostView host, Optional<KernelConfig> config, OptionalInt pmdOrder, int pageKib) {
        Optional<MemInfo> meminfo =
                host.text(ManagedHistories.MEMINFO, MemInfo::parse).intact();
        OptionalInt pool = meminfo.map(m -> orderOf(m.kib("Hugepagesize").orElse(0), pageKib))
                .orElse(OptionalInt.empty());
        boolean built = config.map(c -> c.isYes("HUGETLB_PAGE")).orElse(pool.isPresent());
        if (!built) {
            return OptionalInt.empty();
        }
        boolean poolChosen = host.text("proc/cmdline", KernelCommandLine::parse)
                .intact()
                .map(c -> c.has("default_hugepagesz"))
                .orElse(true);
        OptionalInt shown = (poolChosen && pmdOrder.isPresent()) || pool.isEmpty() ? pmdOrder : pool;
        return shown.isPresent() ? shown : builtOrder(host, pageKib);
    }

    /** A kernel whose machine turns out to have no huge pages still groups pages by the size that it was built for. */
    private static OptionalInt builtOrder(HostView host, int pageKib) {
        return MachineDescriptions.of(host) instanceof Described.Machine machine
                ? orderOf(machine.description().platform().hugePageBytes(machine.description()) / 1024, pageKib)
                : OptionalInt.empty();
    }

    private static OptionalInt orderOf(long sizeKib, int pageKib) {
        long pages = sizeKib / pageKib;
        return pages > 1 && Long.bitCount(pages) == 1
                ? OptionalInt.of(Long.numberOfTrailingZeros(pages))
                : OptionalInt.empty();
    }
}
