package dev.plumbline.inspector.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The published schema of check reports. */
public final class ReportSchema {

    private static final PublishedSchema SCHEMA = new PublishedSchema("report.schema.json", "counts");

    private ReportSchema() {}

    static String write(Assessment assessment) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JsonReport("9.9").write(assessment, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What it has against a report; empty if nothing. */
    public static List<String> problems(String report) {
        return SCHEMA.problems(report);
    }
}
