package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.check.map.MapDiff.MappingChange;
import dev.plumbline.inspector.check.map.MapSnapshot.Entry;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which ranges of two readings are the same memory. The kernel divides and joins mappings as their rights change, so that what an
 * owner has is compared where ranges of both readings overlap, however many there are: a heap that commits more of what it had
 * reserved is one change.
 */
final class MappingChanges {

    private static final Comparator<MappingChange> ORDER = Comparator.comparing(
                    MappingChange::change, Change.LARGEST_FIRST)
            .thenComparing(c -> c.range().start());

    private final List<MappingChange> changes = new ArrayList<>();

    private record Side(Entry entry, boolean after) {}

    static List<MappingChange> between(MapSnapshot earlier, MapSnapshot later) {
        Map<Owner, List<Side>> byOwner = new EnumMap<>(Owner.class);
        earlier.entries().forEach(e -> add(byOwner, new Side(e, false)));
        later.entries().forEach(e -> add(byOwner, new Side(e, true)));
        MappingChanges found = new MappingChanges();
        byOwner.values().forEach(found::sweep);
        return found.changes.stream()
                .filter(c -> !c.change().isOthersDoing())
                .sorted(ORDER)
                .toList();
    }

    private static void add(Map<Owner, List<Side>> byOwner, Side side) {
        byOwner.computeIfAbsent(side.entry().owner(), o -> new ArrayList<>()).add(side);
    }

    /** Ranges of one reading never overlap, so that whatever begins inside what was met so far overlaps one of the other's. */
    private void sweep(List<Side> sides) {
        sides.sort(Comparator.comparing(s -> s.entry().range().start()));
        List<Side> together = new ArrayList<>();
        VirtAddr end = sides.get(0).entry().range().start();
        for (Side side : sides) {
            if (!together.isEmpty() && side.entry().range().start().compareTo(end) >= 0) {
                close(together, end);
            }
            together.add(side);
            if (side.entry().range().end().compareTo(end) > 0) {
                end = side.entry().range().end();
            }
        }
        close(together, end);
    }

    private void close(List<Side> together, VirtAddr end) {
        Entry first = together.get(0).entry();
        String label = together.stream()
                .filter(s -> !s.entry().label().isEmpty())
                .max(Comparator.comparing(Side::after))
                .map(s -> s.entry().label())
                .orElse("");
        changes.add(new MappingChange(
                new AddressRange(first.range().start(), end),
                first.owner(),
                label,
                new Change(sum(together, false), sum(together, true))));
        together.clear();
    }

    private static Totals sum(List<Side> sides, boolean after) {
        return sides.stream()
                .filter(s -> s.after() == after)
                .map(s -> s.entry().totals())
                .reduce(Totals.NONE, Totals::plus);
    }
}
