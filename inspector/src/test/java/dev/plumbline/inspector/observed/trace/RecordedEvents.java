package dev.plumbline.inspector.observed.trace;

import dev.plumbline.fixtures.Captures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A real kernel's page events and the state of its free lists before and after them. */
public final class RecordedEvents {

    private final Map<String, byte[]> files = new HashMap<>();

    private RecordedEvents() {}

    /** The recording of a name below {@code traces/page-events}. */
    public static RecordedEvents named(String name) throws IOException {
        RecordedEvents recorded = new RecordedEvents();
        String resource = "/traces/page-events/" + name + ".zip";
        try (InputStream in = Objects.requireNonNull(Captures.class.getResourceAsStream(resource), resource);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                recorded.files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return recorded;
    }

    /** One of its files. */
    public byte[] file(String path) {
        return Objects.requireNonNull(files.get(path), path);
    }

    /** The events of a file, all of them. */
    public List<PageEvent> events(String path) throws IOException, DamagedTraceException {
        List<PageEvent> events = new ArrayList<>();
        PageEventParser.parse(path, new ByteArrayInputStream(file(path)), events::add);
        return events;
    }

    /** The events between the two states. */
    public List<PageEvent> between() throws IOException, DamagedTraceException {
        List<PageEvent> all = events("trace");
        int from = marker(all, "before: end");
        int to = marker(all, "after: begin");
        return all.subList(from + 1, to);
    }

    private static int marker(List<PageEvent> events, String text) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof PageEvent.Marker marker
                    && marker.text().equals(text)) {
                return i;
            }
        }
        throw new AssertionError("no marker " + text);
    }
}
