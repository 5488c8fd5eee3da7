package dev.plumbline.inspector.check.compare;

import dev.plumbline.inspector.observed.KernelCommandLine;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.reference.zone.derive.DerivedMachine;
import dev.plumbline.inspector.reference.zone.derive.DerivedNode;
import dev.plumbline.inspector.reference.zone.derive.DerivedZone;
import dev.plumbline.inspector.reference.zone.derive.Interval;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The quantities of a machine that there is only a description of: exact where the rules settle them, else within bounds. */
public final class DerivedBaseline {

    private final DerivedMachine machine;
    private final List<Quantity> quantities = new ArrayList<>();
    private final Set<QuantityKind> enumerated = EnumSet.of(
            QuantityKind.ZONE_START, QuantityKind.ZONE_SPANNED, QuantityKind.ZONE_PRESENT, QuantityKind.ZONE_MANAGED);

    private DerivedBaseline(DerivedMachine machine) {
        this.machine = machine;
    }

    /**
     * What a description says beside what the zones are derived from.
     *
     * @param cpus online CPUs, if the description says how many
     * @param commandLine what the kernel is booted with, if the description says
     * @param config the kernel's options, if they are known
     * @param release the kernel's whole release, if it is known
     */
    public record Given(
            Optional<Integer> cpus,
            Optional<KernelCommandLine> commandLine,
            Optional<KernelConfig> config,
            Optional<String> release) {}

    /** The machine's quantities. */
    public static Baseline of(DerivedMachine machine, Given given, BaselineOrigin origin) {
        DerivedBaseline baseline = new DerivedBaseline(machine);
        baseline.given(given);
        baseline.machine();
        for (DerivedZone zone : machine.zones()) {
            if (zone.isPopulated()) {
                baseline.zone(zone, given.cpus().isPresent());
            }
        }
        return new Baseline(origin, baseline.quantities, baseline.enumerated);
    }

    private void given(Given given) {
        given.cpus().ifPresent(n -> add(QuantityKind.CPUS, "", new Value.Count(n)));
        given.release().ifPresent(r -> add(QuantityKind.KERNEL_RELEASE, "", new Value.Text(r)));
        given.config().ifPresent(c -> BootQuantities.options(c)
                .forEach((option, value) -> add(QuantityKind.KERNEL_OPTION, option, value)));
        given.commandLine().ifPresent(line -> {
            BootQuantities.commandLine(line)
                    .forEach((option, value) -> add(BootQuantities.kind(option), option, value));
            enumerated.addAll(
                    Set.of(QuantityKind.RAM_OPTION, QuantityKind.PAGING_OPTION, QuantityKind.OTHER_BOOT_OPTION));
        });
    }

    private void machine() {
        long pageBytes = machine.description().pageKib() * 1024L;
        add(
                QuantityKind.ARCHITECTURE,
                "",
                new Value.Text(machine.description().platform().machine()));
        add(QuantityKind.PAGE_SIZE, "", new Value.Count(pageBytes));
        add(QuantityKind.RAM, "", new Value.Count(machine.presentPages() * pageBytes));
        add(QuantityKind.PAGEBLOCK_ORDER, "", new Value.Count(machine.pageblockOrder()));
        add(QuantityKind.MIN_FREE, "", value(machine.minFreeKib()));
        List<DerivedZone> populated =
                machine.zones().stream().filter(DerivedZone::isPopulated).toList();
        add(
                QuantityKind.NODES,
                "",
                new Value.Texts(populated.stream()
                        .map(z -> String.valueOf(z.node()))
                        .distinct()
                        .toList()));
        add(
                QuantityKind.POPULATED_ZONES,
                "",
                new Value.Texts(populated.stream().map(DerivedZone::subject).toList()));
        for (DerivedNode node : machine.nodes()) {
            String order = node.fallback().stream().map(String::valueOf).collect(Collectors.joining(" "));
            add(QuantityKind.ZONELIST, "node " + node.id(), new Value.Text(order));
        }
    }

    private void zone(DerivedZone zone, boolean cpusAreKnown) {
        String subject = zone.subject();
        add(QuantityKind.ZONE_START, subject, new Value.Count(zone.extent().startPfn()));
        add(QuantityKind.ZONE_SPANNED, subject, new Value.Count(zone.extent().spannedPages()));
        add(QuantityKind.ZONE_PRESENT, subject, new Value.Count(zone.extent().presentPages()));
        add(QuantityKind.ZONE_MANAGED, subject, value(zone.managed().pages()));
        zone.marks().forEach((mark, pages) -> add(QuantityKind.WATERMARK, subject + " " + mark.label(), value(pages)));
        for (int upper = 0; upper < zone.protection().size(); upper++) {
            add(
                    QuantityKind.PROTECTION,
                    "%s protection[%d]".formatted(subject, upper),
                    value(zone.protection().get(upper)));
        }
        add(QuantityKind.PCP, subject + " batch", value(zone.pcp().batch()));
        boolean adapts = machine.description().kernel().release().isAtLeast(6, 7);
        if (cpusAreKnown && adapts) {
            add(QuantityKind.PCP, subject + " high_min", value(zone.pcp().highMin()));
            add(QuantityKind.PCP, subject + " high_max", value(zone.pcp().highMax()));
        } else if (cpusAreKnown) {
            add(QuantityKind.PCP, subject + " high", value(zone.pcp().high()));
        }
    }

    private void add(QuantityKind kind, String subject, Value value) {
        quantities.add(new Quantity(kind, subject, value));
    }

    private static Value value(Interval interval) {
        return interval.isExact()
                ? new Value.Count(interval.least())
                : new Value.Between(interval.least(), interval.most());
    }
}
