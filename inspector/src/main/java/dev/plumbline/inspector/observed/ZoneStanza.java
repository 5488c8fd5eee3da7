package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One stanza of /proc/zoneinfo while its lines come in. */
final class ZoneStanza {

    /** What every kernel from 5.4 on prints for every zone. */
    private static final List<String> ALWAYS = List.of("free", "min", "low", "high", "spanned", "present", "managed");

    /** What it prints besides for a zone with present pages. */
    private static final List<String> WHERE_POPULATED =
            List.of("nr_free_pages", "pagesets", "node_unreclaimable", "start_pfn");

    private static final Set<String> PAGESET_FIELDS =
            Set.of("count", "high", "batch", "high_min", "high_max", "vm stats threshold");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_() -]*");
    private static final Pattern PROTECTION = Pattern.compile(" +protection: \\(([0-9, ]*)\\)");

    private enum Section {
        NONE,
        PER_NODE,
        PAGES,
        COUNTERS,
        PAGESETS,
        TRAILER
    }

    private final ZoneHeading heading;
    private final int firstLine;
    private final ParseNotes notes;
    private final Map<Integer, Map<String, Long>> nodeCounters;

    private final Map<String, Long> pages = new LinkedHashMap<>();
    private final Map<String, Long> counters = new LinkedHashMap<>();
    private final Map<String, Long> trailer = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final List<Long> protection = new ArrayList<>();
    private final List<PerCpuPages> pagesets = new ArrayList<>();
    private final Map<String, Long> pageset = new LinkedHashMap<>();
    private int cpu;
    private int cpuLine;
    private Section section = Section.NONE;

    ZoneStanza(ZoneHeading heading, int firstLine, ParseNotes notes, Map<Integer, Map<String, Long>> nodeCounters) {
        this.heading = heading;
        this.firstLine = firstLine;
        this.notes = notes;
        this.nodeCounters = nodeCounters;
        if (!heading.rest().isBlank()) {
            notes.damage(firstLine, heading.rest(), "nothing behind the zone's name");
        }
    }

    void line(int line, String text) {
        String trimmed = text.strip();
        if (trimmed.equals("per-node stats")) {
            section = Section.PER_NODE;
        } else if (trimmed.equals("pagesets")) {
            section = Section.PAGESETS;
            lines.putIfAbsent("pagesets", line);
        } else if (trimmed.startsWith("protection:")) {
            protection(line, text);
            section = Section.COUNTERS;
        } else {
            field(line, text);
        }
    }

    private void field(int line, String text) {
        String trimmed = text.strip();
        int gap = trimmed.lastIndexOf(' ');
        String name = nameOf(trimmed.substring(0, Math.max(gap, 0)).strip());
        String digits = trimmed.substring(gap + 1);
        boolean isCounter = section == Section.COUNTERS || section == Section.PER_NODE;
        OptionalLong value = isCounter ? KernelNumber.unsigned(digits) : KernelNumber.count(digits);
        if (value.isPresent() && NAME.matcher(name).matches()) {
            put(name, value.getAsLong(), line, text);
        } else if (name.indexOf(' ') < 0 || name.equals("pages free") || name.equals("vm stats threshold")) {
            notes.damage(line, text, "a field's name and its number");
        } else {
            notes.unknown(text);
        }
    }

    private static String nameOf(String text) {
        return text.endsWith(":") ? text.substring(0, text.length() - 1) : text;
    }

    private void put(String name, long value, int line, String text) {
        if (name.equals("pages free")) {
            section = Section.PAGES;
            putOnce(pages, "free", value, line, text);
        } else if (section == Section.PAGESETS && name.equals("cpu")) {
            closePageset();
            cpu = (int) Math.min(value, Integer.MAX_VALUE);
            cpuLine = line;
        } else if (section == Section.PAGESETS && cpuLine != 0 && PAGESET_FIELDS.contains(name)) {
            if (pageset.putIfAbsent(name, value) != null) {
                notes.damage(line, text, "each field once");
            }
        } else if (section == Section.TRAILER || (section == Section.PAGESETS && name.equals("node_unreclaimable"))) {
            section = Section.TRAILER;
            putOnce(trailer, name, value, line, text);
        } else if (section == Section.PAGES) {
            putOnce(pages, name, value, line, text);
        } else if (section == Section.PER_NODE) {
            nodeCounters
                    .computeIfAbsent(heading.node(), n -> new LinkedHashMap<>())
                    .putIfAbsent(name, value);
        } else if (section == Section.COUNTERS) {
            putOnce(counters, name, value, line, text);
        } else {
            notes.unknown(text);
        }
    }

    private void putOnce(Map<String, Long> into, String name, long value, int line, String text) {
        if (into.putIfAbsent(name, value) != null) {
            notes.damage(line, text, "each field once");
        } else {
            lines.putIfAbsent(name, line);
        }
    }

    private void protection(int line, String text) {
        Matcher m = PROTECTION.matcher(text);
        if (!m.matches() || lines.putIfAbsent("protection", line) != null) {
            notes.damage(line, text, "\"protection: (<pages>, <pages>, …)\" once a zone");
            return;
        }
        for (String entry : m.group(1).split(", ", -1)) {
            OptionalLong value = KernelNumber.count(entry);
            if (value.isEmpty()) {
                notes.damage(line, text, "numbers of pages, separated by comma and space");
                protection.clear();
                return;
            }
            protection.add(value.getAsLong());
        }
    }

    private void closePageset() {
        if (cpuLine != 0) {
            pagesets.add(new PerCpuPages(
                    cpu,
                    ofPageset("count"),
                    ofPageset("high"),
                    ofPageset("batch"),
                    ofPageset("high_min"),
                    ofPageset("high_max"),
                    ofPageset("vm stats threshold"),
                    cpuLine));
            for (String field : List.of("count", "high", "batch")) {
                if (!pageset.containsKey(field)) {
                    notes.damage(cpuLine, "cpu " + cpu + " without " + field, "count, high and batch of every CPU");
                }
            }
        }
        pageset.clear();
        cpuLine = 0;
    }

    private OptionalLong ofPageset(String field) {
        Long value = pageset.get(field);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    Zone close() {
        closePageset();
        require(ALWAYS);
        require(List.of("protection"));
        if (pages.getOrDefault("present", 0L) != 0) {
            require(WHERE_POPULATED);
        }
        return new Zone(
                heading.node(), heading.zone(), pages, protection, counters, pagesets, trailer, firstLine, lines);
    }

    private void require(List<String> fields) {
        for (String field : fields) {
            if (!lines.containsKey(field)) {
                notes.damage(
                        firstLine,
                        "node %d zone %s without %s".formatted(heading.node(), heading.zone(), field),
                        "the field in every such stanza");
            }
        }
    }
}
