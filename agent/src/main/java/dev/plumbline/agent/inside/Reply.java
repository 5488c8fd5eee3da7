package dev.plumbline.agent.inside;

import dev.plumbline.inspector.check.map.Totals;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The one answer to whoever attached: what the first snapshot showed, or why there is none. */
final class Reply {

    private final Settings settings;
    private final Troubles troubles;
    private boolean sent;

    Reply(Settings settings, Troubles troubles) {
        this.settings = settings;
        this.troubles = troubles;
    }

    void once(Snapshot snapshot) {
        if (sent) {
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add("running");
        lines.add("first snapshot in %d ms: %s".formatted(snapshot.cost().toMillis(), summary(snapshot)));
        troubles.all().forEach(trouble -> lines.add("trouble: " + trouble));
        send(lines);
    }

    void failed(String why) {
        send(List.of("failed", why));
    }

    private static String summary(Snapshot snapshot) {
        if (snapshot.map().isEmpty()) {
            return snapshot.trouble();
        }
        List<OwnedRange> ranges = snapshot.map().get().ranges();
        long unknown = ranges.stream()
                .filter(range -> range.owner() == Owner.UNKNOWN)
                .mapToLong(range -> range.usage().residentBytes())
                .sum();
        return "%d mappings, %d MiB resident, %d MiB of them without an owner"
                .formatted(
                        ranges.stream().filter(OwnedRange::beginsMapping).count(),
                        Totals.of(ranges).usage().residentBytes() >> 20,
                        unknown >> 20);
    }

    private void send(List<String> lines) {
        sent = true;
        if (settings.answer().isPresent()) {
            byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
            try {
                WholeFile.write(settings.answer().get(), out -> out.write(text));
            } catch (IOException e) {
                troubles.add("cannot answer whoever attached: " + e);
            }
        }
    }
}
