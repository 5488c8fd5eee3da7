package dev.plumbline.inspector.report;

import java.util.List;

/** The published schema of {@code plumb zones --json}. */
public final class ZonesSchema {

    private static final PublishedSchema SCHEMA = new PublishedSchema("zones.schema.json");

    private ZonesSchema() {}

    /** What it has against a document; empty if nothing. */
    public static List<String> problems(String document) {
        return SCHEMA.problems(document);
    }
}
