package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.BuddyInfo;
import dev.plumbline.inspector.observed.BuddyInfoParser;
import dev.plumbline.inspector.observed.Iomem;
import dev.plumbline.inspector.observed.IomemParser;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.MemInfo;
import dev.plumbline.inspector.observed.Sysctl;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import dev.plumbline.inspector.reference.zone.AllocatorSettings;
import dev.plumbline.inspector.reference.zone.ManagedPages;
import dev.plumbline.inspector.reference.zone.ManagedSolver;
import dev.plumbline.inspector.reference.zone.Problem;
import dev.plumbline.inspector.reference.zone.Published;
import dev.plumbline.inspector.reference.zone.Solution;
import dev.plumbline.inspector.reference.zone.Watermark;
import dev.plumbline.inspector.reference.zone.ZoneFacts;
import dev.plumbline.inspector.reference.zone.ZoneKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Works out a host's {@link ManagedHistory} once for all checks that need it. */
final class ManagedHistories {

    static final String ZONEINFO = "proc/zoneinfo";
    static final String MEMINFO = "proc/meminfo";
    static final String MIN_FREE = "proc/sys/vm/min_free_kbytes";
    static final String SCALE_FACTOR = "proc/sys/vm/watermark_scale_factor";
    static final String BOOST_FACTOR = "proc/sys/vm/watermark_boost_factor";
    static final String RESERVE_RATIO = "proc/sys/vm/lowmem_reserve_ratio";

    /** What a check that uses the history declares as evidence. */
    static final List<String> EVIDENCE_FILES =
            List.of(ZONEINFO, MEMINFO, MIN_FREE, SCALE_FACTOR, RESERVE_RATIO, "dmesg.txt");

    private ManagedHistories() {}

    static ManagedHistory of(HostView host) {
        return host.once("zone.managed-history", () -> solve(host));
    }

    private static ManagedHistory solve(HostView host) {
        Observation<Zoneinfo> zoneinfo = host.text(ZONEINFO, ZoneinfoParser::parse);
        Observation<Sysctl> minFree = host.text(MIN_FREE, Sysctl::parseNumber);
        Observation<Sysctl> scale = host.text(SCALE_FACTOR, Sysctl::parseNumber);
        Observation<Sysctl> ratio = host.text(RESERVE_RATIO, Sysctl::parseNumbers);
        for (Observation<?> needed : List.of(zoneinfo, minFree, scale, ratio)) {
            if (needed.intact().isEmpty()) {
                return new ManagedHistory.Unsolved(needed.whyNot());
            }
        }
        OptionalInt pageKib = BasePage.sizeKib(host);
        if (pageKib.isEmpty()) {
            return unsolved("the base page size is not known");
        }
        List<Zone> zones = zoneinfo.intact().orElseThrow().zones();
        Optional<String> strange = zones.stream()
                .filter(z -> !ZoneKind.isKnown(z.name()) || z.managed().isEmpty())
                .map(Zone::subject)
                .findFirst();
        if (strange.isPresent()) {
            return unsolved(strange.get() + ": not a zone that the reference knows, or printed without managed pages");
        }
        int maxOrder = host.text("proc/buddyinfo", BuddyInfoParser::parse)
                .intact()
                .map(BuddyInfo::orders)
                .filter(n -> n > 0)
                .map(n -> n - 1)
                .orElse(Pageblocks.USUAL_MAX_ORDER);
        AllocatorSettings settings = new AllocatorSettings(
                pageKib.getAsInt(),
                1L << Pageblocks.order(host, pageKib.getAsInt(), maxOrder),
                scale.intact().orElseThrow().number(),
                host.text(BOOST_FACTOR, Sysctl::parseNumber)
                        .intact()
                        .map(Sysctl::number)
                        .orElse(0L),
                ratio.intact().orElseThrow().numbers());
        Observation<KernelLog> log = host.kernelLog();
        Optional<Iomem> iomem = host.text("proc/iomem", IomemParser::parse).intact();
        BootReleases releases = log.intact()
                .map(l -> BootReleases.find(l, zones, iomem, settings.pageKib(), maxOrder))
                .orElseGet(BootReleases::none);
        Problem problem = new Problem(
                facts(zones),
                new ManagedPages(zones.stream().map(z -> z.managed().orElse(0)).toList()),
                settings,
                published(minFree.intact().orElseThrow().number(), zones),
                releases.releases(),
                HugepagePasses.expected(host, zones, settings.pageKib()));
        return believe(host, problem, zones, log, releases);
    }

    /** Where the zones' managed pages do not add up, each zone's is tried as the one that the sum requires. */
    private static ManagedHistory believe(
            HostView host, Problem problem, List<Zone> zones, Observation<KernelLog> log, BootReleases releases) {
        Solution best = ManagedSolver.solve(problem);
        Problem taken = problem;
        Optional<ManagedHistory.Replaced> replaced = Optional.empty();
        OptionalLong totalKib = host.text(MEMINFO, MemInfo::parse)
                .intact()
                .map(m -> m.kib("MemTotal"))
                .orElse(OptionalLong.empty());
        long total = problem.today().total();
        long required = totalKib.orElse(total * problem.settings().pageKib())
                / problem.settings().pageKib();
        for (int i = 0;
                i < zones.size() && required != total && !best.contradictions().isEmpty();
                i++) {
            long value = problem.today().of(i) + required - total;
            if (value >= 0 && value <= zones.get(i).present().orElse(0)) {
                Problem other = problem.withToday(problem.today().with(i, value));
                Solution solution = ManagedSolver.solve(other);
                if (solution.contradictions().size() < best.contradictions().size()) {
                    best = solution;
                    taken = other;
                    replaced = Optional.of(
                            new ManagedHistory.Replaced(i, problem.today().of(i), value));
                }
            }
        }
        return new ManagedHistory.Solved(
                zones,
                taken,
                best,
                log.path(),
                releases.lines(),
                replaced,
                withoutLog(log),
                UnloggedChanges.find(host, log));
    }

    private static Optional<Verdict.NotObservable> withoutLog(Observation<KernelLog> log) {
        Optional<KernelLog> intact = log.intact();
        if (intact.isEmpty()) {
            return Optional.of(log.whyNot());
        }
        return intact.get().reachesInit()
                ? Optional.empty()
                : Optional.of(new Verdict.NotObservable(
                        log.path() + " ends before the kernel has freed its init memory: it was cut",
                        "the whole kernel log since boot"));
    }

    private static List<ZoneFacts> facts(List<Zone> zones) {
        List<ZoneFacts> facts = new ArrayList<>();
        int index = 0;
        for (int i = 0; i < zones.size(); i++) {
            index = i > 0 && zones.get(i - 1).node() == zones.get(i).node() ? index + 1 : 0;
            Zone zone = zones.get(i);
            facts.add(new ZoneFacts(
                    zone.node(),
                    zone.name(),
                    index,
                    zone.isPopulated() || zone.managed().orElse(0) > 0));
        }
        return facts;
    }

    private static Published published(long minFreeKib, List<Zone> zones) {
        return new Published(
                minFreeKib,
                zones.stream()
                        .map(z -> new Published.OfZone(marks(z), z.boost(), z.protection()))
                        .toList());
    }

    private static Map<Watermark, Long> marks(Zone zone) {
        Map<Watermark, Long> marks = new EnumMap<>(Watermark.class);
        zone.min().ifPresent(v -> marks.put(Watermark.MIN, v));
        zone.low().ifPresent(v -> marks.put(Watermark.LOW, v));
        zone.high().ifPresent(v -> marks.put(Watermark.HIGH, v));
        zone.promo().ifPresent(v -> marks.put(Watermark.PROMO, v));
        return marks;
    }

    private static ManagedHistory unsolved(String because) {
        return new ManagedHistory.Unsolved(new Verdict.NotObservable(because, ""));
    }
}
