package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads /proc/pagetypeinfo.
 *
 * <p>Source: mm/vmstat.c, pagetypeinfo_show and what it calls: every node with memory prints the pageblock order, a table
 * of free blocks and a table of pageblocks.
 */
public final class PageTypeInfoParser {

    private static final String ORDER = "Page block order: ";
    private static final String PAGES = "Pages per block: ";
    private static final String FREE_TABLE = "Free pages count per migrate type at order";
    private static final String BLOCK_TABLE = "Number of blocks type";
    private static final String MIXED_TABLE = "Number of mixed blocks";
    private static final Pattern TYPE = Pattern.compile(", type +([A-Za-z]+)(.*)");
    private static final int MAX_PAGEBLOCK_ORDER = 30;

    private final ParseNotes notes;
    private final List<FreeBlocksOfType> free = new ArrayList<>();
    private final List<PageblocksOfZone> pageblocks = new ArrayList<>();
    private final List<PageblocksOfZone> mixed = new ArrayList<>();
    private List<PageblocksOfZone> table = pageblocks;
    private List<String> types = List.of();
    private OptionalInt order = OptionalInt.empty();
    private int orderLine;

    private PageTypeInfoParser(ParseNotes notes) {
        this.notes = notes;
    }

    /** Reads the file. */
    public static Parsed<PageTypeInfo> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "\"Page block order: <n>\" and two tables a node");
        PageTypeInfoParser parser = new PageTypeInfoParser(notes);
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            parser.line(lines.get(i), i + 1);
        }
        parser.requireSameOrders();
        return notes.with(
                new PageTypeInfo(parser.order, parser.orderLine, parser.free, parser.pageblocks, parser.mixed));
    }

    private void line(String text, int line) {
        if (text.startsWith(ORDER)) {
            order(text, line);
        } else if (text.startsWith(PAGES)) {
            OptionalLong pages =
                    KernelNumber.count(text.substring(PAGES.length()).strip());
            if (pages.isEmpty() || (order.isPresent() && pages.getAsLong() != 1L << order.getAsInt())) {
                notes.damage(line, text, "2^order pages");
            }
        } else if (text.startsWith(BLOCK_TABLE)) {
            table = pageblocks;
            types = List.of(text.substring(BLOCK_TABLE.length()).strip().split(" +", -1));
        } else if (text.startsWith(MIXED_TABLE)) {
            table = mixed;
            types = List.of(text.substring(MIXED_TABLE.length()).strip().split(" +", -1));
        } else if (text.startsWith("Node")) {
            zone(text, line);
        } else if (!text.isEmpty() && !text.startsWith(FREE_TABLE)) {
            notes.unknown(text);
        }
    }

    private void order(String text, int line) {
        OptionalLong value = KernelNumber.count(text.substring(ORDER.length()).strip());
        if (value.isEmpty() || value.getAsLong() > MAX_PAGEBLOCK_ORDER) {
            notes.damage(line, text, "an order up to " + MAX_PAGEBLOCK_ORDER);
        } else if (order.isPresent() && order.getAsInt() != value.getAsLong()) {
            notes.damage(line, text, "the same order on every node");
        } else if (order.isEmpty()) {
            order = OptionalInt.of((int) value.getAsLong());
            orderLine = line;
        }
    }

    private void zone(String text, int line) {
        Optional<ZoneHeading> heading = ZoneHeading.parse(text);
        Matcher type = TYPE.matcher(heading.map(ZoneHeading::rest).orElse(""));
        if (heading.isEmpty()) {
            notes.damage(line, text, "\"Node <n>, zone <name>\"");
        } else if (type.matches()) {
            freeBlocks(heading.get(), type.group(1), type.group(2), line, text);
        } else {
            pageblocks(heading.get(), line, text);
        }
    }

    private void freeBlocks(ZoneHeading zone, String type, String counts, int line, String text) {
        List<PageTypeCount> byOrder = new ArrayList<>();
        for (String word : counts.strip().split(" +", -1)) {
            PageTypeCount.parse(word).ifPresentOrElse(byOrder::add, () -> notes.damage(line, text, "counts"));
        }
        free.add(new FreeBlocksOfType(zone.node(), zone.zone(), type, byOrder, line));
    }

    private void pageblocks(ZoneHeading zone, int line, String text) {
        Optional<List<Long>> counts = BuddyInfoParser.counts(zone.rest());
        if (counts.isEmpty() || counts.get().size() != types.size()) {
            notes.damage(line, text, "a count for each of " + types);
            return;
        }
        Map<String, Long> byType = new LinkedHashMap<>();
        for (int i = 0; i < types.size(); i++) {
            byType.put(types.get(i), counts.get().get(i));
        }
        table.add(new PageblocksOfZone(zone.node(), zone.zone(), byType, line));
    }

    private void requireSameOrders() {
        int most = free.stream().mapToInt(f -> f.byOrder().size()).max().orElse(0);
        for (FreeBlocksOfType one : free) {
            if (one.byOrder().size() != most) {
                notes.damage(
                        one.line(),
                        "%d orders of %s".formatted(one.byOrder().size(), one.type()),
                        most + " as in other lines");
            }
            boolean hasBlocks = pageblocks.stream()
                    .anyMatch(b -> b.node() == one.node() && b.zone().equals(one.zone()));
            if (!hasBlocks) {
                notes.damage(one.line(), one.zone() + " without a line of pageblocks", "one a zone, after this table");
            }
        }
    }
}
