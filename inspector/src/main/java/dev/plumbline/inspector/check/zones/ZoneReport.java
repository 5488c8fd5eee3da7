package dev.plumbline.inspector.check.zones;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.check.address.Fact;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The zones of a host or a capture.
 *
 * @param origin where they were read
 * @param release the kernel's release, where it is shown
 * @param machine the architecture, for people
 * @param pageKib the base page size; empty where nothing shows it
 * @param pageblockOrder log2 of the pages in a page block; empty where pagetypeinfo may not be read
 * @param minFree {@code vm.min_free_kbytes} in KiB, where it is shown
 * @param nodes every node that was asked for
 * @param types that free blocks are known by migrate type, or why not
 * @param notPredicted why whole groups of numbers stand without a prediction
 * @param violated whether some number of the whole host is not what the reference says
 */
public record ZoneReport(
        Origin origin,
        Optional<String> release,
        String machine,
        OptionalInt pageKib,
        OptionalInt pageblockOrder,
        Optional<Compared> minFree,
        List<NodeView> nodes,
        Fact<Boolean> types,
        List<Verdict.NotObservable> notPredicted,
        boolean violated) {

    /** Copies the lists. */
    public ZoneReport {
        nodes = List.copyOf(nodes);
        notPredicted = List.copyOf(notPredicted);
    }

    /** Only some zones; nodes of which none is left go too. */
    public ZoneReport only(Predicate<ZoneView> wanted) {
        List<NodeView> left = nodes.stream()
                .map(n -> new NodeView(
                        n.node(), n.zones().stream().filter(wanted).toList(), n.empty(), n.zonelist(), n.requests()))
                .filter(n -> !n.zones().isEmpty())
                .toList();
        return new ZoneReport(
                origin, release, machine, pageKib, pageblockOrder, minFree, left, types, notPredicted, violated);
    }
}
