package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.owner.OwnedRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** By what the ranges of a map are added up. */
public enum Grouping {
    /** Whose they are. */
    OWNER {
        @Override
        public List<MapGroup> groups(ProcessMap map) {
            return OwnerTotals.of(map.ranges()).stream()
                    .map(o -> new MapGroup(o.owner().word(), "", o.ranges(), o.totals()))
                    .toList();
        }
    },
    /** The mapping that they are parts of, as the kernel lists it. */
    VMA {
        @Override
        public List<MapGroup> groups(ProcessMap map) {
            Map<Long, List<OwnedRange>> mappings = new LinkedHashMap<>();
            for (OwnedRange range : map.ranges()) {
                mappings.computeIfAbsent(range.vma().range().start().value(), a -> new ArrayList<>())
                        .add(range);
            }
            return mappings.values().stream()
                    .map(Grouping::mapping)
                    .sorted(MapGroup.LARGEST_FIRST)
                    .toList();
        }
    },
    /** The size of the pages that map them, told of each owner. */
    PAGESIZE {
        @Override
        public List<MapGroup> groups(ProcessMap map) {
            return OWNER.groups(map);
        }
    },
    /** The memory node that they stand on, told of each owner. */
    NODE {
        @Override
        public List<MapGroup> groups(ProcessMap map) {
            return OWNER.groups(map);
        }
    };

    /** The groups, that with the most resident memory first. */
    public abstract List<MapGroup> groups(ProcessMap map);

    private static MapGroup mapping(List<OwnedRange> parts) {
        String owners = parts.stream().map(r -> r.owner().word()).distinct().collect(Collectors.joining(", "));
        String label = parts.size() == 1 ? parts.get(0).label() : "";
        return MapGroup.of(
                "%08x".formatted(parts.get(0).vma().range().start().value()),
                label.isEmpty() ? owners : owners + " " + label,
                parts);
    }
}
