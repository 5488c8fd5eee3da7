package dev.plumbline.inspector.report.html;

import dev.plumbline.inspector.check.map.MapSamples;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.owner.Owner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Pages of maps that are written by hand. */
final class PageSamples {

    /** Ends elements, opens comments, closes strings, brings markup of its own, and turns the direction of reading. */
    static final String HOSTILE =
            "</script><!--<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202e&amp;{{data}}";

    private PageSamples() {}

    /** Two pages each, a page apart; every second one has a page resident, every fifth one a file. */
    static MapSamples many(int mappings) {
        MapSamples samples = MapSamples.empty();
        for (int i = 0; i < mappings; i++) {
            long at = 0x7f0000000000L + i * 0x3000L;
            if (i % 5 == 0) {
                String path = "/srv/data/segment-%05d.bin".formatted(i);
                samples.file(at, 8, "r--p", Owner.MAPPED_FILE, "", path, i % 2 * 4L);
            } else {
                samples.anonymous(at, 8, "rw-p", Owner.MALLOC_ARENA, "arena %d".formatted(i % 64), i % 2 * 4L);
            }
        }
        return samples;
    }

    /** Whose names are all hostile. */
    static ProcessMap hostile() {
        return MapSamples.jvm()
                .named(HOSTILE, "java " + HOSTILE)
                .file(0x7f0100000000L, 64, "r--s", Owner.MAPPED_FILE, HOSTILE, "/" + HOSTILE, 8)
                .note(HOSTILE)
                .map();
    }

    static String page(ProcessMap map) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new MapPage("0.0-test").write(map, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
