package dev.plumbline.inspector.reference.zone.derive;

import dev.plumbline.inspector.reference.zone.AllocatorSettings;
import dev.plumbline.inspector.reference.zone.LowmemReserve;
import dev.plumbline.inspector.reference.zone.ManagedPages;
import dev.plumbline.inspector.reference.zone.MinFreeKbytes;
import dev.plumbline.inspector.reference.zone.MovableRule;
import dev.plumbline.inspector.reference.zone.Watermark;
import dev.plumbline.inspector.reference.zone.WatermarkRule;
import dev.plumbline.inspector.reference.zone.ZoneExtent;
import dev.plumbline.inspector.reference.zone.ZoneFacts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What follows from the managed pages, which are known within bounds: every number gets the bounds that they give. Each rule
 * grows with the pages of the zone itself and, as a share, shrinks with those of the others.
 */
final class ZoneNumbers {

    private static final long LEAST_HUGE_MEMORY_KIB = 512 << 10;

    private final MachineDescription machine;
    private final List<ZoneExtent> extents;
    private final List<ZoneFacts> facts;
    private final List<ManagedBounds> managed;
    private final AllocatorSettings settings;
    private final List<MovableRule> movable;
    private final Interval minFreeKib;
    private final List<Map<Watermark, Interval>> marks;

    ZoneNumbers(MachineDescription machine, List<ZoneExtent> extents, int pageblockOrder) {
        this.machine = machine;
        this.extents = extents;
        this.facts = facts(extents);
        this.managed = new ManagedEstimate(machine, extents).bounds();
        this.settings = new AllocatorSettings(
                machine.pageKib(), 1L << pageblockOrder, machine.tunables().watermarkScaleFactor(), 0, ratios());
        this.movable = movableRules(machine.kernel().release());
        Interval atBoot = new Interval(calculated(lowest()), calculated(highest()));
        this.minFreeKib = minFree(atBoot, marks(atBoot));
        this.marks = marks(minFreeKib);
    }

    Interval minFreeKib() {
        return minFreeKib;
    }

    List<DerivedZone> zones() {
        List<List<Long>> leastReserve = LowmemReserve.of(facts, lowest(), settings);
        List<List<Long>> mostReserve = LowmemReserve.of(facts, highest(), settings);
        List<DerivedZone> zones = new ArrayList<>();
        for (int i = 0; i < extents.size(); i++) {
            List<Interval> protection = new ArrayList<>();
            for (int upper = 0; upper < leastReserve.get(i).size(); upper++) {
                protection.add(new Interval(
                        leastReserve.get(i).get(upper), mostReserve.get(i).get(upper)));
            }
            zones.add(new DerivedZone(extents.get(i), managed.get(i), marks.get(i), protection, pcp(i)));
        }
        return zones;
    }

    private static List<ZoneFacts> facts(List<ZoneExtent> extents) {
        List<ZoneFacts> facts = new ArrayList<>();
        int index = 0;
        for (int i = 0; i < extents.size(); i++) {
            ZoneExtent extent = extents.get(i);
            index = i > 0 && extents.get(i - 1).node() == extent.node() ? index + 1 : 0;
            facts.add(new ZoneFacts(extent.node(), extent.zone(), index, extent.presentPages() != 0));
        }
        return facts;
    }

    /** sysctl_lowmem_reserve_ratio, mm/page_alloc.c, by the zones of the build. */
    private List<Long> ratios() {
        return machine.tunables().reserveRatio().orElseGet(() -> facts.stream()
                .filter(z -> z.node() == facts.get(0).node())
                .map(z -> switch (z.name()) {
                    case "DMA", "DMA32" -> 256L;
                    case "Normal" -> 32L;
                    default -> 0L;
                })
                .toList());
    }

    private ManagedPages lowest() {
        return new ManagedPages(managed.stream().map(m -> m.atBoot().least()).toList());
    }

    private ManagedPages highest() {
        return new ManagedPages(managed.stream().map(m -> m.atBoot().most()).toList());
    }

    private long calculated(ManagedPages pages) {
        List<Map<Watermark, Long>> none =
                facts.stream().map(z -> Map.<Watermark, Long>of()).toList();
        return MinFreeKbytes.calculated(facts, pages, none, settings);
    }

    /**
     * khugepaged raises it where huge pages are on, which needs 512 MiB (hugepage_init, mm/huge_memory.c); with {@code never}
     * it is computed again with the first high watermarks taken off (5.15 and later).
     */
    private Interval minFree(Interval atBoot, List<Map<Watermark, Interval>> first) {
        if (machine.tunables().minFreeKib().isPresent()) {
            return Interval.exactly(machine.tunables().minFreeKib().getAsLong());
        }
        KernelBuild build = machine.kernel().build();
        boolean hugePages =
                build.has("TRANSPARENT_HUGEPAGE") && machine.tunables().hugePages();
        boolean never = machine.kernel()
                .options()
                .transparentHugepage()
                .map("never"::equals)
                .orElse(build.isYes("TRANSPARENT_HUGEPAGE_NEVER"));
        long leastKib = lowest().total() * machine.pageKib();
        long mostKib = highest().total() * machine.pageKib();
        if (!hugePages || mostKib < LEAST_HUGE_MEMORY_KIB) {
            return atBoot;
        }
        Interval raised;
        if (never) {
            raised = new Interval(
                    MinFreeKbytes.calculated(facts, lowest(), ends(first, false), settings),
                    MinFreeKbytes.calculated(facts, highest(), ends(first, true), settings));
        } else {
            raised = new Interval(
                    Math.max(atBoot.least(), MinFreeKbytes.recommended(facts, lowest(), ends(first, false), settings)),
                    Math.max(atBoot.most(), MinFreeKbytes.recommended(facts, highest(), ends(first, true), settings)));
        }
        boolean certain = leastKib >= LEAST_HUGE_MEMORY_KIB
                && (!never || machine.kernel().release().isAtLeast(5, 15));
        return certain
                ? raised
                : new Interval(Math.min(atBoot.least(), raised.least()), Math.max(atBoot.most(), raised.most()));
    }

    /** One end of each watermark: what is taken off is largest where the result is to be smallest. */
    private static List<Map<Watermark, Long>> ends(List<Map<Watermark, Interval>> marks, boolean least) {
        List<Map<Watermark, Long>> ends = new ArrayList<>();
        for (Map<Watermark, Interval> zone : marks) {
            Map<Watermark, Long> values = new EnumMap<>(Watermark.class);
            zone.forEach((mark, bounds) -> values.put(mark, least ? bounds.least() : bounds.most()));
            ends.add(values);
        }
        return ends;
    }

    /** Which of the releases between 6.1 and 6.12 was the first to cap Movable is not settled; backports blur it besides. */
    private static List<MovableRule> movableRules(KernelRelease release) {
        if (release.isAtLeast(6, 12)) {
            return List.of(MovableRule.CAPPED);
        }
        return release.isAtLeast(6, 2) ? List.of(MovableRule.SHARE, MovableRule.CAPPED) : List.of(MovableRule.SHARE);
    }

    private List<Map<Watermark, Interval>> marks(Interval minFree) {
        List<Map<Watermark, Interval>> hull = marks(minFree, movable.get(0));
        for (MovableRule rule : movable.subList(1, movable.size())) {
            List<Map<Watermark, Interval>> other = marks(minFree, rule);
            for (int i = 0; i < hull.size(); i++) {
                Map<Watermark, Interval> own = hull.get(i);
                other.get(i).forEach((mark, bounds) -> own.merge(mark, bounds, Interval::hull));
            }
        }
        return hull;
    }

    private List<Map<Watermark, Interval>> marks(Interval minFree, MovableRule rule) {
        List<Map<Watermark, Interval>> all = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            Map<Watermark, Long> least = WatermarkRule.of(
                            facts, highest().with(i, managed.get(i).atBoot().least()), minFree.least(), settings, rule)
                    .get(i);
            Map<Watermark, Long> most = WatermarkRule.of(
                            facts, lowest().with(i, managed.get(i).atBoot().most()), minFree.most(), settings, rule)
                    .get(i);
            Map<Watermark, Interval> bounds = new EnumMap<>(Watermark.class);
            for (Watermark mark : Watermark.values()) {
                bounds.put(mark, new Interval(least.getOrDefault(mark, 0L), most.getOrDefault(mark, 0L)));
            }
            all.add(bounds);
        }
        return all;
    }

    private PcpBounds pcp(int zone) {
        PcpRule rule = PcpRule.of(machine.kernel().release());
        Interval pages = managed.get(zone).atBoot();
        Interval low = marks.get(zone).getOrDefault(Watermark.LOW, Interval.exactly(0));
        int own = machine.topology().cpusOf(extents.get(zone).node());
        int cpus = own > 0 ? own : machine.topology().cpus();
        int pageKib = machine.pageKib();
        long fraction = machine.tunables().highFraction();
        Interval highMin = new Interval(
                rule.highMin(pages.least(), low.least(), cpus, pageKib, fraction),
                rule.highMin(pages.most(), low.most(), cpus, pageKib, fraction));
        Interval highMax = new Interval(
                rule.highMax(pages.least(), low.least(), cpus, pageKib, fraction),
                rule.highMax(pages.most(), low.most(), cpus, pageKib, fraction));
        Interval high = rule.isWindow() ? new Interval(0, highMax.most()) : highMin;
        Interval batch =
                new Interval(rule.batch(pages.least(), pageKib, fraction), rule.batch(pages.most(), pageKib, fraction));
        return new PcpBounds(batch, high, highMin, highMax);
    }
}
