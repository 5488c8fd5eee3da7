package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A node's {@code distance} file: its distance to each online node, ascending by node, 10 standing for itself.
 *
 * <p>Source: drivers/base/node.c, node_read_distance; 8 bits a distance.
 */
public record NodeDistance(List<Integer> toNodes) {

    private static final int MAX_DISTANCE = 255;

    /** Copies the list. */
    public NodeDistance {
        toNodes = List.copyOf(toNodes);
    }

    /** Reads the file. */
    public static Parsed<NodeDistance> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "a distance to each online node");
        List<Integer> distances = new ArrayList<>();
        for (String word : file.text().strip().split(" +", -1)) {
            OptionalLong distance = KernelNumber.count(word);
            if (distance.isPresent() && distance.getAsLong() <= MAX_DISTANCE) {
                distances.add((int) distance.getAsLong());
            } else if (!file.text().isEmpty()) {
                notes.damage(1, file.text(), "distances up to " + MAX_DISTANCE + " on one line");
            }
        }
        return notes.with(new NodeDistance(distances));
    }
}
