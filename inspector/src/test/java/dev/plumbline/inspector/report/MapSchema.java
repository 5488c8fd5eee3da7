package dev.plumbline.inspector.report;

import java.util.List;

/** The published schema of process maps. */
public final class MapSchema {

    private static final PublishedSchema SCHEMA = new PublishedSchema("map.schema.json", "usage", "sums", "change");

    private MapSchema() {}

    /** What it has against a map; empty if nothing. */
    public static List<String> problems(String map) {
        return SCHEMA.problems(map);
    }
}
