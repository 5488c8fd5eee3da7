package dev.plumbline.inspector.check;

import dev.plumbline.inspector.check.machine.Derived;
import dev.plumbline.inspector.check.machine.Part;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.Sysctl;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import dev.plumbline.inspector.reference.zone.Quantity;
import dev.plumbline.inspector.reference.zone.Solution;
import dev.plumbline.inspector.reference.zone.Watermark;
import dev.plumbline.inspector.reference.zone.derive.DerivedZone;
import dev.plumbline.inspector.reference.zone.derive.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The zones are those that firmware's memory map, the command line and the architecture's rules give.
 *
 * <p>Source: free_area_init, find_zone_movable_pfns_for_nodes, mm/mm_init.c (mm/page_alloc.c to 6.3); zone_sizes_init of each
 * architecture; memblock_free_all, mm/memblock.c.
 */
final class ZoneDerivation implements HostCheck {

    private static final String DEVICE = "Device";
    private static final Part[] FOR_EXTENT = {
        Part.MEMORY_MAP, Part.COMMAND_LINE, Part.NODES, Part.DMA_LIMIT, Part.ADDED_MEMORY
    };

    @Override
    public String id() {
        return "zone.derivation";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of(ManagedHistories.ZONEINFO, "dmesg.txt", MemoryMaps.IOMEM, "proc/cmdline");
    }

    @Override
    public void examine(HostView host, Findings findings) {
        Observation<Zoneinfo> zoneinfo = host.text(ManagedHistories.ZONEINFO, ZoneinfoParser::parse);
        Optional<Zoneinfo> printed = zoneinfo.reading().content().map(Parsed::value);
        if (printed.isEmpty()) {
            findings.add(this, "all zones", zoneinfo.whyNot(), List.of());
            return;
        }
        Derived plain = Derived.of(host);
        if (plain instanceof Derived.Unknown unknown) {
            findings.add(this, "all zones", unknown.why(), List.of());
            return;
        }
        minFree(host, (Derived.Zones) plain, findings);
        Derived.Zones derived = (Derived.Zones) withMinFreeOf(host, (Derived.Zones) plain);
        derived.described()
                .contradiction()
                .ifPresent(c -> findings.add(
                        this,
                        "memory map",
                        new Verdict.Violated(
                                "RAM at " + c.log(),
                                "RAM at " + c.sysfs(),
                                "the boot log and sys/firmware/memmap both print firmware's map"),
                        derived.described().evidence(Part.MEMORY_MAP)));
        for (Zone zone : printed.get().zones()) {
            if (!zone.name().equals(DEVICE)) {
                compare(host, zone, derived, findings);
            }
        }
        missing(printed.get(), derived, findings);
        total(host, printed.get(), derived, findings);
    }

    /** What each zone's bounds leave open is certain of all together, where the boot log can be read. */
    private void total(HostView host, Zoneinfo printed, Derived.Zones derived, Findings findings) {
        boolean printsAll = printed.zones().stream().allMatch(z -> z.managed().isPresent());
        ManagedTotal.of(host, derived).filter(t -> printsAll).ifPresent(total -> {
            long observed = printed.zones().stream()
                    .mapToLong(z -> z.managed().orElse(0))
                    .sum();
            Verdict verdict = total.verdict(observed);
            findings.add(
                    this,
                    "all zones managed",
                    verdict instanceof Verdict.Violated violated ? otherwise(derived, violated) : verdict,
                    total.evidence());
        });
    }

    /** A zone that must have memory and is not printed at all. */
    private void missing(Zoneinfo printed, Derived.Zones derived, Findings findings) {
        derived.machine().zones().stream()
                .filter(DerivedZone::isPopulated)
                .filter(z -> printed.zone(z.node(), z.name()).isEmpty())
                .forEach(z -> findings.add(
                        this,
                        z.subject() + " present",
                        otherwise(
                                derived,
                                new Verdict.Violated(
                                        "not there",
                                        z.extent().presentPages() + " pages",
                                        "the memory map has RAM for it")),
                        derived.described().evidence(FOR_EXTENT)));
    }

    private void compare(HostView host, Zone zone, Derived.Zones derived, Findings findings) {
        Optional<DerivedZone> found = derived.machine().zone(zone.node(), zone.name());
        long spanned = found.map(z -> z.extent().spannedPages()).orElse(0L);
        long present = found.map(z -> z.extent().presentPages()).orElse(0L);
        exact(zone, "spanned", zone.spanned(), spanned, " pages", derived, findings);
        exact(zone, "present", zone.present(), present, " pages", derived, findings);
        exact(
                zone,
                "start_pfn",
                zone.startPfn(),
                found.map(z -> z.extent().startPfn()).orElse(0L),
                "",
                derived,
                findings);
        if (found.isEmpty() || zone.present().orElse(0) != present) {
            return; // what follows from present pages would only say the same once more
        }
        DerivedZone expected = found.get();
        managed(host, zone, expected, derived, findings);
        long boost = zone.boost().orElse(0);
        mark(zone, zone.min(), Watermark.MIN, expected, boost, derived, findings);
        mark(zone, zone.low(), Watermark.LOW, expected, boost, derived, findings);
        mark(zone, zone.high(), Watermark.HIGH, expected, boost, derived, findings);
        mark(zone, zone.promo(), Watermark.PROMO, expected, boost, derived, findings);
        protection(zone, expected, derived, findings);
    }

    /** A balloon takes managed pages away, by amounts that no file names. */
    private void managed(HostView host, Zone zone, DerivedZone expected, Derived.Zones derived, Findings findings) {
        List<Evidence> unlogged = UnloggedChanges.find(host, host.kernelLog());
        if (zone.managed().orElse(0) < expected.managed().pages().least() && !unlogged.isEmpty()) {
            findings.add(
                    this,
                    zone.subject() + " managed",
                    new Verdict.NotObservable(
                            "managed pages were changed by amounts that are not logged: "
                                    + unlogged.get(0).text(),
                            ""),
                    unlogged);
            return;
        }
        within(zone, "managed", zone.managed(), expected.managed().pages(), managedWords(expected), derived, findings);
    }

    private void exact(
            Zone zone,
            String field,
            OptionalLong printed,
            long expected,
            String unit,
            Derived.Zones derived,
            Findings findings) {
        if (printed.isEmpty()) {
            return;
        }
        long value = printed.getAsLong();
        Verdict verdict = value == expected
                ? new Verdict.Holds(value + unit, expected + unit, "")
                : otherwise(
                        derived,
                        new Verdict.Violated(
                                value + unit,
                                expected + unit,
                                "the memory map, the command line and the limits of %s zones give it"
                                        .formatted(derived.machine()
                                                .description()
                                                .platform()
                                                .machine())));
        findings.add(this, zone.subject() + " " + field, verdict, evidence(zone, field, value, derived));
    }

    private void within(
            Zone zone,
            String field,
            OptionalLong printed,
            Interval bounds,
            String because,
            Derived.Zones derived,
            Findings findings) {
        if (printed.isEmpty()) {
            return;
        }
        long value = printed.getAsLong();
        Verdict verdict = bounds.contains(value)
                ? new Verdict.Holds(value + " pages", bounds + " pages", because)
                : otherwise(derived, new Verdict.Violated(value + " pages", bounds + " pages", because));
        findings.add(this, zone.subject() + " " + field, verdict, evidence(zone, field, value, derived));
    }

    private void mark(
            Zone zone,
            OptionalLong printed,
            Watermark mark,
            DerivedZone expected,
            long boost,
            Derived.Zones derived,
            Findings findings) {
        Interval bounds = expected.marks().getOrDefault(mark, Interval.exactly(0));
        within(
                zone,
                mark.label(),
                printed,
                new Interval(bounds.least() + boost, bounds.most() + boost),
                boost == 0
                        ? "the bounds of managed pages give it"
                        : "the bounds of managed pages give it, boosted by " + boost,
                derived,
                findings);
    }

    private void protection(Zone zone, DerivedZone expected, Derived.Zones derived, Findings findings) {
        for (int upper = 0; upper < zone.protection().size(); upper++) {
            long value = zone.protection().get(upper);
            Interval bounds =
                    upper < expected.protection().size() ? expected.protection().get(upper) : Interval.exactly(0);
            Verdict verdict = bounds.contains(value)
                    ? new Verdict.Holds(value + " pages", bounds + " pages", "the bounds of managed pages give it")
                    : otherwise(
                            derived,
                            new Verdict.Violated(
                                    value + " pages", bounds + " pages", "the bounds of managed pages give it"));
            Evidence where = Evidence.at(
                    ManagedHistories.ZONEINFO, zone.lineOf("protection"), "protection " + zone.protection());
            findings.add(this, zone.subject() + " protection[" + upper + "]", verdict, List.of(where));
        }
    }

    private void minFree(HostView host, Derived.Zones derived, Findings findings) {
        Observation<Sysctl> sysctl = host.text(ManagedHistories.MIN_FREE, Sysctl::parseNumber);
        if (sysctl.intact().isEmpty()) {
            return; // zone.min-free-kbytes says why
        }
        long value = sysctl.intact().get().number();
        Interval bounds = derived.machine().minFreeKib();
        Verdict verdict;
        if (bounds.contains(value)) {
            verdict = new Verdict.Holds(value + " KiB", bounds + " KiB", "the bounds of managed pages give it");
        } else if (computedLater(host).isPresent()) {
            verdict = later(value, bounds, computedLater(host).get());
        } else {
            verdict = otherwise(
                    derived,
                    new Verdict.Violated(value + " KiB", bounds + " KiB", "the bounds of managed pages give it"));
        }
        findings.add(
                this,
                "min_free_kbytes",
                verdict,
                List.of(Evidence.at(ManagedHistories.MIN_FREE, 1, Long.toString(value))));
    }

    /** The value that the kernel would have is one of the bounds' own; the rest is what somebody set. */
    private static Verdict later(long value, Interval bounds, Solution solution) {
        long kernels = solution.kernelMinFreeKib();
        String words = solution.scenario().passes().words();
        return bounds.contains(kernels)
                ? new Verdict.Explained(
                        value,
                        kernels,
                        "KiB",
                        List.of(new Verdict.Term(
                                value - kernels,
                                Evidence.in(
                                        ManagedHistories.MIN_FREE,
                                        "the watermarks of all zones follow from " + value))),
                        words)
                : new Verdict.NotObservable(words + ", and RAM alone does not give it", "");
    }

    /** How min_free_kbytes came to a value that all watermarks bear out, whatever RAM gives. */
    private static Optional<Solution> computedLater(HostView host) {
        return ManagedHistories.of(host) instanceof ManagedHistory.Solved solved
                        && solved.solution().contradictions().stream()
                                .noneMatch(c -> c.quantity() instanceof Quantity.MinFree)
                ? Optional.of(solved.solution())
                : Optional.empty();
    }

    private static Derived withMinFreeOf(HostView host, Derived.Zones derived) {
        OptionalLong value = host.text(ManagedHistories.MIN_FREE, Sysctl::parseNumber)
                .intact()
                .map(sysctl -> OptionalLong.of(sysctl.number()))
                .orElse(OptionalLong.empty());
        boolean other = value.isPresent() && !derived.machine().minFreeKib().contains(value.getAsLong());
        return other && computedLater(host).isPresent() ? Derived.withMinFree(derived, value.getAsLong()) : derived;
    }

    /** A difference that may be rightly so is none that can be held against the kernel. */
    private static Verdict otherwise(Derived.Zones derived, Verdict.Violated violated) {
        return derived.described().undecided().<Verdict>map(v -> v).orElse(violated);
    }

    private static String managedWords(DerivedZone zone) {
        List<String> words = new ArrayList<>();
        zone.managed()
                .most()
                .forEach(s -> words.add("certainly not managed: %d, %s".formatted(s.pages(), s.because())));
        zone.managed().least().forEach(s -> words.add("at most %d for %s".formatted(s.pages(), s.because())));
        return String.join("; ", words);
    }

    private static List<Evidence> evidence(Zone zone, String field, long value, Derived.Zones derived) {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.at(ManagedHistories.ZONEINFO, zone.lineOf(field), field + " " + value));
        evidence.addAll(derived.described().evidence(FOR_EXTENT));
        return evidence;
    }
}
