package dev.plumbline.inspector.check;

import dev.plumbline.inspector.check.machine.Derived;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.reference.zone.NodeMemory;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** What the checks of zones say of each printed number, for whoever shows the numbers. */
public final class ZonePredictions {

    /**
     * Those that cost no pass over the frames. The first that says something of a number is heard: watermarks and reserves follow
     * from managed pages exactly, and from the memory map within bounds.
     */
    private static final List<HostCheck> CHECKS = List.of(
            new ZoneBoundaries(),
            new ZoneWatermarks(),
            new ZoneLowmemReserve(),
            new ZoneMinFreeKbytes(),
            new ZonePageblockOrder(),
            new ZoneDerivation(),
            new ZonePcp());

    private final Map<String, Verdict> bySubject = new LinkedHashMap<>();
    private final Set<Verdict.NotObservable> notPredicted = new LinkedHashSet<>();
    private final OptionalInt pageKib;
    private final List<NodeMemory> memory;

    private ZonePredictions(OptionalInt pageKib, List<NodeMemory> memory) {
        this.pageKib = pageKib;
        this.memory = memory;
    }

    /** Runs the checks. */
    public static ZonePredictions of(HostView host, List<Zone> zones) {
        OptionalInt pageKib = BasePage.sizeKib(host);
        Optional<MemoryMap> map =
                pageKib.isPresent() ? MemoryMaps.of(host, zones, pageKib.getAsInt()) : Optional.empty();
        List<NodeMemory> memory = map.map(m ->
                        Stream.concat(m.memory().stream(), addedOf(m, zones)).toList())
                .orElseGet(() -> derived(host));
        ZonePredictions predictions = new ZonePredictions(pageKib, memory);
        for (HostCheck check : CHECKS) {
            check.examine(host, predictions::take);
        }
        return predictions;
    }

    /** What firmware, the command line and the nodes' own files give, where neither boot log nor physical map may be read. */
    private static List<NodeMemory> derived(HostView host) {
        return Derived.of(host) instanceof Derived.Zones zones
                ? zones.machine().nodes().stream()
                        .flatMap(n -> n.memory().stream())
                        .sorted(Comparator.comparingLong(NodeMemory::startPfn))
                        .toList()
                : List.of();
    }

    private void take(Finding finding) {
        if (finding.subject().equals("all zones") && finding.verdict() instanceof Verdict.NotObservable why) {
            notPredicted.add(why);
        } else {
            bySubject.merge(finding.subject(), finding.verdict(), ZonePredictions::telling);
        }
    }

    /** A violation is heard whoever finds it, and one that says something before one that cannot. */
    private static Verdict telling(Verdict first, Verdict later) {
        boolean laterTells = later instanceof Verdict.Violated || first instanceof Verdict.NotObservable;
        return laterTells && !(first instanceof Verdict.Violated) ? later : first;
    }

    /** RAM that was added after booting has a known node only where there is one. */
    private static Stream<NodeMemory> addedOf(MemoryMap map, List<Zone> zones) {
        List<Integer> nodes = zones.stream().map(Zone::node).distinct().toList();
        return nodes.size() == 1
                ? map.added().stream().map(m -> new NodeMemory(nodes.get(0), m.startPfn(), m.endPfn()))
                : Stream.of();
    }

    /**
     * What is said of a number.
     *
     * @param subject as findings name it: {@code node 0 DMA32 min}, {@code min_free_kbytes}
     */
    public Optional<Verdict> of(String subject) {
        return Optional.ofNullable(bySubject.get(subject));
    }

    /** Why whole groups of numbers are not predicted, each reason once; none where another check predicted them after all. */
    public List<Verdict.NotObservable> notPredicted() {
        boolean all = bySubject.keySet().stream().anyMatch(subject -> subject.endsWith(" spanned"))
                && bySubject.keySet().stream().anyMatch(subject -> subject.endsWith(" min"));
        return all ? List.of() : List.copyOf(notPredicted);
    }

    /** Whether any number is not what the reference says. */
    public boolean anyViolated() {
        return bySubject.values().stream().anyMatch(Verdict.Violated.class::isInstance);
    }

    /** The base page size in KiB; empty where nothing shows it. */
    public OptionalInt pageKib() {
        return pageKib;
    }

    /** Every range of RAM with its node, ascending; empty where nothing tells. */
    public List<NodeMemory> memory() {
        return memory;
    }
}
