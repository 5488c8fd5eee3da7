package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.KpageFlag;
import dev.plumbline.inspector.observed.MemInfo;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A zone's frames beside its page counts: free and used frames are what the allocator was given, reserved ones it was not, and frames
 * without struct page are no RAM.
 *
 * <p>Source: a frame is counted in managed_pages when PageReserved is cleared on giving it to the buddy allocator
 * (__free_pages_core and free_reserved_page, mm/page_alloc.c); KPF_NOPAGE and KPF_RESERVED, fs/proc/page.c.
 */
final class ManagedFrames {

    private final HostView host;
    private final FrameTotals totals;
    private final OptionalInt pageKib;
    private final Optional<MemInfo> meminfo;

    ManagedFrames(HostView host, FrameTotals totals) {
        this.host = host;
        this.totals = totals;
        pageKib = BasePage.sizeKib(host);
        meminfo = host.text(ManagedHistories.MEMINFO, MemInfo::parse).intact();
    }

    /** Verdicts on {@code present} and {@code managed}. */
    Map<String, Verdict> verdicts(ZoneFrames zone) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        long present = zone.zone().present().orElse(0);
        long most = zone.zone().spanned().orElse(0) - totals.withoutStructPage(zone.span());
        long least = totals.isRamKnown() ? given(zone) : 0;
        String expected = "%d to %d pages".formatted(least, most);
        verdicts.put(
                "present",
                least <= present && present <= most
                        ? new Verdict.Holds(present + " pages", expected, "")
                        : new Verdict.Violated(
                                present + " pages",
                                expected,
                                "frames that are free or used are present, and frames without struct page are not"));
        zone.zone().managed().ifPresent(managed -> verdicts.put("managed", managed(zone, managed)));
        return verdicts;
    }

    private Verdict managed(ZoneFrames zone, long managed) {
        long given = given(zone);
        long more = managed - given;
        if (more == 0) {
            return new Verdict.Holds(managed + " pages", given + " pages", "");
        }
        long reserved = totals.count(zone.span(), KpageFlag.RESERVED::in);
        long offline = totals.count(zone.span(), KpageFlag.OFFLINE::in);
        Zone z = zone.zone();
        long holes = z.spanned().orElse(0) - z.present().orElse(0) - totals.withoutStructPage(zone.span());
        if (more > 0 && more <= reserved && addsUp()) {
            return explained(managed, given, "frames reserved by drivers after the allocator had given them out");
        }
        if (more < 0 && -more <= offline) {
            return explained(managed, given, offline + " frames that a balloon or hotplug took offline");
        }
        if (more < 0 && !totals.isRamKnown() && -more <= holes) {
            return explained(managed, given, holes + " frames of holes, whose struct pages may be zeroes");
        }
        return new Verdict.Violated(
                managed + " pages", given + " pages", "so many frames are free or used, and not reserved");
    }

    private static Verdict explained(long managed, long given, String why) {
        return new Verdict.Explained(
                managed,
                given,
                "pages",
                List.of(new Verdict.Term(managed - given, Evidence.in(FreeListPass.KPAGEFLAGS, why))),
                why);
    }

    /** Whether all zones' managed pages make up MemTotal: then none of them alone is wrong. */
    private boolean addsUp() {
        OptionalLong total = meminfo.map(m -> m.kib("MemTotal")).orElse(OptionalLong.empty());
        Optional<Zoneinfo> zoneinfo =
                host.text(FreeListPass.ZONEINFO, ZoneinfoParser::parse).intact();
        long sum = zoneinfo.map(z -> z.zones().stream()
                        .mapToLong(zone -> zone.managed().orElse(0))
                        .sum())
                .orElse(0L);
        return pageKib.isPresent() && total.isPresent() && sum * pageKib.getAsInt() == total.getAsLong();
    }

    /** The hugetlb pages of all sizes: each frame of the pool is flagged, and the pool's size is exact. */
    Optional<Verdict> hugetlb(List<ZoneFrames> zones) {
        OptionalLong printed = meminfo.map(m -> m.kib("Hugetlb")).orElse(OptionalLong.empty());
        if (printed.isEmpty() || pageKib.isEmpty()) {
            return Optional.empty();
        }
        long frames = zones.stream()
                .mapToLong(z -> totals.count(z.span(), KpageFlag.HUGE::in))
                .sum();
        long pages = printed.getAsLong() / pageKib.getAsInt();
        return Optional.of(
                pages == frames
                        ? Verdict.Holds.equal(pages + " pages")
                        : new Verdict.Violated(
                                pages + " pages", frames + " pages", "Hugetlb of meminfo counts the whole pool"));
    }

    private long given(ZoneFrames zone) {
        return totals.count(zone.span(), w -> !KpageFlag.RESERVED.in(w));
    }

    List<Evidence> evidence(ZoneFrames zone, String field) {
        long free = totals.count(zone.span(), KpageFlag.BUDDY::in);
        String frames = "%d free, %d used, %d reserved, %d without struct page"
                .formatted(
                        free,
                        given(zone) - free,
                        totals.count(zone.span(), KpageFlag.RESERVED::in),
                        totals.withoutStructPage(zone.span()));
        return List.of(
                Evidence.at(
                        FreeListPass.ZONEINFO,
                        zone.zone().lineOf(field),
                        field + " " + zone.zone().pages().get(field)),
                Evidence.in(FreeListPass.KPAGEFLAGS, frames));
    }
}
