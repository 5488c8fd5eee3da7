package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code /proc/PID/numa_maps}: a mapping a line, of kernels with CONFIG_NUMA: start, policy, what is behind it, counts, and for
 * each node that has pages of it {@code N<node>=<pages>}; numa(7).
 *
 * <p>Source: {@code show_numa_map}, fs/proc/task_mmu.c (read at 6.12). Blanks in names are escaped.
 */
public final class NumaMapsParser {

    private static final String ALLOWED = "START POLICY and words NAME or NAME=VALUE, among them N<node>=<pages>";
    private static final String PAGE_SIZE = "kernelpagesize_kB=";
    private static final String NODE = "N[0-9]{1,4}=[0-9]{1,18}";
    private static final String START = "[0-9a-f]{8,16}";

    private NumaMapsParser() {}

    /** Every line that describes a mapping. */
    public static Parsed<List<NumaMapping>> parse(SourceText file) {
        ParseNotes notes = new ParseNotes(file.path());
        List<NumaMapping> mappings = new ArrayList<>();
        LineScanner lines = new LineScanner(file.text());
        while (lines.nextLine()) {
            String[] words = lines.line().split(" ", -1);
            if (!lines.terminated() || words.length < 2 || !words[0].matches(START)) {
                notes.damage(lines.lineNumber(), lines.line(), ALLOWED);
                continue;
            }
            mappings.add(mapping(words));
        }
        return notes.with(List.copyOf(mappings));
    }

    private static NumaMapping mapping(String[] words) {
        SortedMap<Integer, Long> pages = new TreeMap<>();
        long pageSizeKib = 0;
        for (int i = 2; i < words.length; i++) {
            if (words[i].matches(NODE)) {
                int equals = words[i].indexOf('=');
                pages.put(
                        Integer.parseInt(words[i].substring(1, equals)),
                        Long.parseLong(words[i].substring(equals + 1)));
            } else if (words[i].startsWith(PAGE_SIZE)
                    && words[i].substring(PAGE_SIZE.length()).matches("[0-9]{1,9}")) {
                pageSizeKib = Long.parseLong(words[i].substring(PAGE_SIZE.length()));
            }
        }
        return new NumaMapping(Long.parseUnsignedLong(words[0], 16), words[1], pages, pageSizeKib);
    }
}
