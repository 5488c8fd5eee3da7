package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.map.MapSnapshot;
import dev.plumbline.inspector.check.map.Totals;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.owner.Usage;
import dev.plumbline.inspector.unit.AddressRange;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a map that {@link MapJson} wrote, of this version of the form or a later one: members that it does not know are passed over. */
public final class MapJsonReader {

    private static final String MAJOR = "1.";

    /** A kernel's own bound, vm.max_map_count, is seldom above a quarter of it. */
    private static final int MOST_MAPPINGS = 1 << 20;

    private final JsonWords json;
    private @Nullable String host;
    private @Nullable Instant takenAt;
    private @Nullable String command;
    private boolean isMap;
    private long pid = -1;
    private long startTimeTicks = -1;
    private @Nullable Instant startTime;
    private @Nullable List<MapSnapshot.Entry> entries;

    private MapJsonReader(JsonWords json) {
        this.json = json;
    }

    /**
     * Reads a whole document.
     *
     * @param in closed afterwards; how much it may hold the caller bounds
     * @throws IOException if the stream fails
     * @throws DocumentFormatException if it is no such map
     */
    public static MapSnapshot read(InputStream in) throws IOException, DocumentFormatException {
        return JsonWords.read(in, json -> new MapJsonReader(json).document());
    }

    private MapSnapshot document() throws IOException, DocumentFormatException {
        json.object(name -> {
            switch (name) {
                case "schemaVersion" -> version();
                case "command" -> kind();
                case "source" -> json.object(this::source);
                case "process" -> json.object(this::process);
                case "mappings" -> entries = mappings();
                default -> json.skip();
            }
        });
        if (!isMap) {
            throw missing("\"command\": \"map\"");
        }
        if (pid < 0 || startTimeTicks < 0 || command == null) {
            throw missing("pid, startTimeTicks and command of \"process\"");
        }
        if (host == null || takenAt == null) {
            throw missing("name and takenAt of \"source\"");
        }
        if (entries == null) {
            throw missing("\"mappings\"");
        }
        return new MapSnapshot(
                host, (int) pid, startTimeTicks, Optional.ofNullable(startTime), command, takenAt, entries);
    }

    private static DocumentFormatException missing(String what) {
        return new DocumentFormatException("no map of a process: it has no " + what);
    }

    private void version() throws IOException, DocumentFormatException {
        if (!json.text().startsWith(MAJOR)) {
            throw json.wrong("a schemaVersion of " + MAJOR + "x");
        }
    }

    private void kind() throws IOException, DocumentFormatException {
        if (!json.text().equals("map")) {
            throw json.wrong("\"map\": what plumb map --json writes");
        }
        isMap = true;
    }

    private void source(String name) throws IOException, DocumentFormatException {
        switch (name) {
            case "name" -> host = Printable.of(json.text());
            case "takenAt" -> takenAt = json.instant();
            default -> json.skip();
        }
    }

    private void process(String name) throws IOException, DocumentFormatException {
        switch (name) {
            case "pid" -> pid = pid();
            case "startTimeTicks" -> startTimeTicks = json.count();
            case "startTime" -> startTime = json.isNull() ? null : json.instant();
            case "command" -> command = Printable.of(json.text());
            default -> json.skip();
        }
    }

    private long pid() throws IOException, DocumentFormatException {
        long number = json.count();
        if (number > Integer.MAX_VALUE) {
            throw json.wrong("a pid");
        }
        return number;
    }

    private List<MapSnapshot.Entry> mappings() throws IOException, DocumentFormatException {
        List<MapSnapshot.Entry> read = new ArrayList<>();
        json.array(() -> {
            MapSnapshot.Entry entry = new EntryReader().read();
            boolean ascending = read.isEmpty()
                    || read.get(read.size() - 1)
                                    .range()
                                    .end()
                                    .compareTo(entry.range().start())
                            <= 0;
            if (!ascending) {
                throw json.wrong("mappings in ascending order, without overlap: %s comes after %s"
                        .formatted(entry.range(), read.get(read.size() - 1).range()));
            }
            if (read.size() == MOST_MAPPINGS) {
                throw json.wrong("no more than %d mappings".formatted(MOST_MAPPINGS));
            }
            read.add(entry);
        });
        return read;
    }

    private final class EntryReader {
        private long start;
        private long end;
        private @Nullable Owner owner;
        private String label = "";
        private long committed;
        private long resident;
        private long pss;
        private long swap;
        private long huge;
        private long hugetlb;

        MapSnapshot.Entry read() throws IOException, DocumentFormatException {
            json.object(this::member);
            if (owner == null || Long.compareUnsigned(start, end) >= 0) {
                throw json.wrong("a mapping with an owner, whose start is below its end");
            }
            Usage usage = new Usage(resident, pss, swap, Math.max(0, huge - hugetlb), hugetlb);
            return new MapSnapshot.Entry(
                    AddressRange.of(start, end), owner, label, new Totals(end - start, committed, usage, 1));
        }

        private void member(String name) throws IOException, DocumentFormatException {
            switch (name) {
                case "start" -> start = json.address();
                case "end" -> end = json.address();
                case "owner" -> owner = owner();
                case "label" -> label = Printable.of(json.text());
                case "committedBytes" -> committed = json.count();
                case "residentBytes" -> resident = json.count();
                case "pssBytes" -> pss = json.count();
                case "swapBytes" -> swap = json.count();
                case "hugeBytes" -> huge = json.count();
                case "hugetlbBytes" -> hugetlb = json.count();
                default -> json.skip();
            }
        }

        private Owner owner() throws IOException, DocumentFormatException {
            Optional<Owner> known = Owner.ofWord(json.text());
            if (known.isEmpty()) {
                throw json.wrong("an owner: "
                        + Arrays.stream(Owner.values()).map(Owner::word).collect(Collectors.joining(", ")));
            }
            return known.get();
        }
    }
}
