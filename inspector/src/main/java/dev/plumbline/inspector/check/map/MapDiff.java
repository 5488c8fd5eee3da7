package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.check.map.MapSnapshot.Entry;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How a process's memory changed between two readings.
 *
 * @param earlier the first reading
 * @param later the second
 * @param owners every owner of either, that with the largest change first
 * @param mappings what appeared, vanished or changed, the largest change first; empty where the readings are of two processes,
 *     whose addresses have nothing to do with each other
 */
public record MapDiff(MapSnapshot earlier, MapSnapshot later, List<OwnerChange> owners, List<MappingChange> mappings) {

    /** Copies the lists. */
    public MapDiff {
        owners = List.copyOf(owners);
        mappings = List.copyOf(mappings);
    }

    /** What an owner gained or lost. */
    public record OwnerChange(Owner owner, Change change) {}

    /**
     * What became of memory of one owner that lay together.
     *
     * @param range from its first to its last address, of both readings
     * @param label which one of the owner's; what it is now, or was at last
     */
    public record MappingChange(AddressRange range, Owner owner, String label, Change change) {

        /** Whether it was not there. */
        public boolean appeared() {
            return change.before().mappings() == 0;
        }

        /** Whether it is there no more. */
        public boolean vanished() {
            return change.after().mappings() == 0;
        }
    }

    /** Compares. */
    public static MapDiff between(MapSnapshot earlier, MapSnapshot later) {
        return new MapDiff(
                earlier,
                later,
                owners(earlier, later),
                earlier.isOfSameProcess(later) ? MappingChanges.between(earlier, later) : List.of());
    }

    /** Of everything together. */
    public Change total() {
        return new Change(earlier.total(), later.total());
    }

    private static List<OwnerChange> owners(MapSnapshot earlier, MapSnapshot later) {
        Map<Owner, Change> changes = new EnumMap<>(Owner.class);
        for (Entry entry : earlier.entries()) {
            changes.merge(entry.owner(), new Change(entry.totals(), Totals.NONE), Change::plus);
        }
        for (Entry entry : later.entries()) {
            changes.merge(entry.owner(), new Change(Totals.NONE, entry.totals()), Change::plus);
        }
        return changes.entrySet().stream()
                .map(e -> new OwnerChange(e.getKey(), e.getValue()))
                .sorted(Comparator.comparing(OwnerChange::change, Change.LARGEST_FIRST)
                        .thenComparing(OwnerChange::owner))
                .toList();
    }
}
