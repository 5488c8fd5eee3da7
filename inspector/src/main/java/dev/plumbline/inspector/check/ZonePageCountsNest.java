package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.KernelCommandLine;
import dev.plumbline.inspector.observed.MemInfo;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import dev.plumbline.inspector.reference.zone.ZoneExtent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * {@code managed <= present <= spanned} in every zone, and MemTotal is the sum of all managed pages.
 *
 * <p>Source: struct zone, include/linux/mmzone.h; totalram_pages changes with managed_pages
 * (adjust_managed_page_count, mm/page_alloc.c); si_meminfo, mm/show_mem.c.
 */
final class ZonePageCountsNest implements HostCheck {

    private static final String DEFERRED = "deferred_init";

    @Override
    public String id() {
        return "zone.page-counts-nest";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of(ManagedHistories.ZONEINFO, ManagedHistories.MEMINFO);
    }

    @Override
    public void examine(HostView host, Findings findings) {
        Observation<Zoneinfo> zoneinfo = host.text(ManagedHistories.ZONEINFO, ZoneinfoParser::parse);
        Optional<Zoneinfo> printed = zoneinfo.reading().content().map(Parsed::value);
        if (printed.isEmpty()) {
            findings.add(this, "all zones", zoneinfo.whyNot(), List.of());
            return;
        }
        List<Zone> zones = printed.get().zones();
        Observation<MemInfo> meminfo = host.text(ManagedHistories.MEMINFO, MemInfo::parse);
        OptionalInt pageKib = BasePage.sizeKib(host);
        OptionalLong totalKib = meminfo.intact().map(m -> m.kib("MemTotal")).orElse(OptionalLong.empty());
        boolean comparable = pageKib.isPresent() && totalKib.isPresent();
        Sum sum = comparable ? new Sum(sumOf(zones), totalKib.getAsLong(), pageKib.getAsInt()) : new Sum(0, 0, 1);
        Optional<ReservedFrames> frames =
                sum.agrees() || isLazy(host, zones, sum) ? Optional.empty() : ReservedFrames.count(host, zones);
        Optional<MemoryMap> map =
                pageKib.isPresent() ? MemoryMaps.of(host, zones, pageKib.getAsInt()) : Optional.empty();
        boolean zoneIsWrong = false;
        for (int i = 0; i < zones.size(); i++) {
            Zone zone = zones.get(i);
            zoneIsWrong |= zone(i, zone, frames, map.map(m -> m.extent(zone.node(), zone.name())), findings);
        }
        if (comparable) {
            total(host, zones, sum, zoneIsWrong, findings);
        } else {
            Verdict why = meminfo.intact().isEmpty()
                    ? meminfo.whyNot()
                    : new Verdict.NotObservable("MemTotal or the base page size is not known", "");
            findings.add(this, "MemTotal", why, List.of());
        }
    }

    /** The zones' sum beside MemTotal. */
    private record Sum(long managedPages, long totalKib, int pageKib) {

        boolean agrees() {
            return managedPages * pageKib == totalKib;
        }
    }

    /**
     * Reports one zone; true if its managed pages are wrong.
     *
     * @param expected where other files say that the zone lies
     */
    private boolean zone(
            int index, Zone zone, Optional<ReservedFrames> frames, Optional<ZoneExtent> expected, Findings findings) {
        if (zone.spanned().isEmpty()
                || zone.present().isEmpty()
                || zone.managed().isEmpty()) {
            findings.add(
                    this,
                    zone.subject(),
                    new Verdict.NotObservable("spanned, present and managed were not all printed", ""),
                    List.of());
            return false;
        }
        long present = zone.present().getAsLong();
        long managed = zone.managed().getAsLong();
        boolean counted = frames.map(f -> f.admits(index)).orElse(true);
        nests(zone, "present", "spanned", expected.map(e -> e.presentPages() == present), findings);
        if (counted) {
            return nests(zone, "managed", "present", expected.map(e -> e.presentPages() != present), findings);
        }
        Verdict wrong = new Verdict.Violated(
                managed + " pages",
                frames.map(f -> f.managed(index) + " pages").orElse(""),
                "/proc/kpageflags shows that many frames of the zone that are not reserved, and the sum of all zones"
                        + " differs from MemTotal");
        findings.add(this, zone.subject() + " managed", wrong, evidence(zone, "managed", "present"));
        return true;
    }

    /**
     * Reports whether one count is within another.
     *
     * @param outerIsWrong whether, should they not nest, it is the outer that other files contradict
     * @return whether the inner one is wrong
     */
    private boolean nests(Zone zone, String inner, String outer, Optional<Boolean> outerIsWrong, Findings findings) {
        long less = zone.pages().getOrDefault(inner, 0L);
        long more = zone.pages().getOrDefault(outer, 0L);
        String limit = "at most " + more + " " + outer;
        if (less <= more) {
            findings.add(
                    this,
                    zone.subject() + " " + inner,
                    new Verdict.Holds(less + " pages", limit, ""),
                    evidence(zone, inner, outer));
            return false;
        }
        boolean blameOuter = outerIsWrong.orElse(false);
        Verdict verdict = blameOuter
                ? new Verdict.Violated(more + " pages", "at least " + less + " " + inner, outer + " contains " + inner)
                : new Verdict.Violated(less + " pages", limit, outer + " contains " + inner);
        findings.add(this, zone.subject() + " " + (blameOuter ? outer : inner), verdict, evidence(zone, inner, outer));
        return !blameOuter;
    }

    private void total(HostView host, List<Zone> zones, Sum sum, boolean zoneIsWrong, Findings findings) {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.in(ManagedHistories.MEMINFO, "MemTotal: " + sum.totalKib() + " kB"));
        evidence.add(Evidence.in(ManagedHistories.ZONEINFO, "managed pages of all zones: " + sum.managedPages()));
        findings.add(this, "MemTotal", ofTotal(host, zones, sum, zoneIsWrong), evidence);
    }

    private static Verdict ofTotal(HostView host, List<Zone> zones, Sum sum, boolean zoneIsWrong) {
        long expectedKib = sum.managedPages() * sum.pageKib();
        if (sum.agrees()) {
            return new Verdict.Holds(sum.totalKib() + " KiB", expectedKib + " KiB", "");
        }
        if (zoneIsWrong) {
            return new Verdict.Holds(
                    sum.totalKib() + " KiB", sum.totalKib() + " KiB", "a zone's managed pages are what differs");
        }
        if (isLazy(host, zones, sum)) {
            Evidence option = Evidence.in("proc/cmdline", DEFERRED + "=lazy");
            return new Verdict.Explained(
                    sum.totalKib(),
                    expectedKib,
                    "KiB",
                    List.of(new Verdict.Term(sum.totalKib() - expectedKib, option)),
                    "memory that is counted in MemTotal and not yet given to its zone");
        }
        return moved(host, sum)
                .orElseGet(() -> new Verdict.Violated(
                        sum.totalKib() + " KiB",
                        expectedKib + " KiB",
                        "MemTotal is the sum of the managed pages of all zones"));
    }

    /** A kernel that initialises memory as it is needed counts it from the start; never more than the zones can hold. */
    private static boolean isLazy(HostView host, List<Zone> zones, Sum sum) {
        long missing = sum.totalKib() / sum.pageKib() - sum.managedPages();
        long room = zones.stream()
                .mapToLong(z -> z.present().orElse(0) - z.managed().orElse(0))
                .sum();
        return missing > 0
                && missing <= room
                && host.text("proc/cmdline", KernelCommandLine::parse)
                        .intact()
                        .flatMap(c -> c.option(DEFERRED))
                        .filter("lazy"::equals)
                        .isPresent();
    }

    /** Balloons and hotplug change both numbers at any time; the files are not read at one instant. */
    private static Optional<Verdict> moved(HostView host, Sum sum) {
        OptionalLong after = host.textAgain(ManagedHistories.ZONEINFO, ZoneinfoParser::parse)
                .intact()
                .map(z -> OptionalLong.of(sumOf(z.zones())))
                .orElse(OptionalLong.empty());
        long totalPages = sum.totalKib() / sum.pageKib();
        boolean between = after.isPresent()
                && after.getAsLong() != sum.managedPages()
                && totalPages >= Math.min(after.getAsLong(), sum.managedPages())
                && totalPages <= Math.max(after.getAsLong(), sum.managedPages());
        return between
                ? Optional.of(new Verdict.Drifted(
                        sum.managedPages() + " pages",
                        after.getAsLong() + " pages",
                        totalPages + " pages",
                        "managed pages changed while MemTotal was read"))
                : Optional.empty();
    }

    private static long sumOf(List<Zone> zones) {
        return zones.stream().mapToLong(z -> z.managed().orElse(0)).sum();
    }

    private static List<Evidence> evidence(Zone zone, String... fields) {
        List<Evidence> evidence = new ArrayList<>();
        for (String field : fields) {
            evidence.add(Evidence.at(
                    ManagedHistories.ZONEINFO,
                    zone.lineOf(field),
                    field + " " + zone.pages().get(field)));
        }
        return evidence;
    }
}
