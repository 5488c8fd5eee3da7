package dev.plumbline.inspector.reference.zone;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every way in which the releases can lie in zones. */
final class Placements {

    /** Beyond this many, the last groups stay where they are most likely to be. */
    private static final int MOST = 4096;

    private Placements() {}

    /**
     * The placements of the releases that came after the first computation, each a list in the order of the releases.
     */
    static List<List<Release.Placed>> of(List<Release> releases) {
        List<Release> later = releases.stream()
                .filter(r -> r.moment() != Moment.BEFORE_INITCALLS)
                .toList();
        Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
        later.forEach(r -> groups.putIfAbsent(r.group(), r.zones()));
        List<Map<Integer, Integer>> choices = List.of(Map.of());
        for (Map.Entry<Integer, List<Integer>> group : groups.entrySet()) {
            choices = extend(choices, group.getKey(), group.getValue());
        }
        List<List<Release.Placed>> placements = new ArrayList<>();
        for (Map<Integer, Integer> choice : choices) {
            placements.add(later.stream()
                    .map(r -> new Release.Placed(
                            r, choice.getOrDefault(r.group(), r.zones().get(0))))
                    .toList());
        }
        return placements;
    }

    private static List<Map<Integer, Integer>> extend(
            List<Map<Integer, Integer>> choices, int group, List<Integer> zones) {
        if ((long) choices.size() * zones.size() > MOST) {
            return choices;
        }
        List<Map<Integer, Integer>> longer = new ArrayList<>();
        for (Map<Integer, Integer> choice : choices) {
            for (int zone : zones) {
                Map<Integer, Integer> with = new LinkedHashMap<>(choice);
                with.put(group, zone);
                longer.add(with);
            }
        }
        return longer;
    }
}
