package dev.plumbline.inspector.observed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hugetlb pools under sys/kernel/mm/hugepages, or under a node's hugepages directory.
 *
 * <p>Source: mm/hugetlb.c, in newer kernels mm/hugetlb_sysfs.c: directories {@code hugepages-<n>kB} of files that hold one
 * number each.
 *
 * @param pools by ascending page size
 */
public record HugepagePools(List<HugepagePool> pools) {

    private static final Pattern FILE = Pattern.compile("(?:.*/)?hugepages-([0-9]{1,18})kB/([a-z_]+)");
    private static final List<String> KNOWN =
            List.of("nr_hugepages", "free_hugepages", "resv_hugepages", "surplus_hugepages", "nr_overcommit_hugepages");

    /** Copies the list. */
    public HugepagePools {
        pools = List.copyOf(pools);
    }

    /**
     * Reads the pools' files.
     *
     * @param directory for messages that concern no single file
     * @param files with their paths; files of other names are left aside as unknown
     */
    public static Parsed<HugepagePools> parse(String directory, List<SourceText> files) {
        ParseNotes notes = new ParseNotes(directory);
        Map<Long, Map<String, Long>> bySize = new TreeMap<>();
        for (SourceText file : files) {
            Matcher m = FILE.matcher(file.path());
            if (!m.matches() || !KNOWN.contains(m.group(2))) {
                notes.unknown(file.path());
                continue;
            }
            Parsed<Sysctl> parsed = Sysctl.parseNumber(file);
            parsed.damage().forEach(d -> notes.damage(d.line(), file.path() + ": " + d.found(), d.allowed()));
            if (parsed.damage().isEmpty()) {
                bySize.computeIfAbsent(Long.parseLong(m.group(1)), s -> new TreeMap<>())
                        .put(m.group(2), parsed.value().number());
            }
        }
        return notes.with(new HugepagePools(bySize.entrySet().stream()
                .map(e -> pool(e.getKey(), e.getValue()))
                .toList()));
    }

    /** The pool of one page size. */
    public Optional<HugepagePool> ofSizeKib(long pageSizeKib) {
        return pools.stream().filter(p -> p.pageSizeKib() == pageSizeKib).findFirst();
    }

    private static HugepagePool pool(long sizeKib, Map<String, Long> values) {
        return new HugepagePool(
                sizeKib,
                value(values, "nr_hugepages"),
                value(values, "free_hugepages"),
                value(values, "resv_hugepages"),
                value(values, "surplus_hugepages"),
                value(values, "nr_overcommit_hugepages"));
    }

    private static OptionalLong value(Map<String, Long> values, String name) {
        Long value = values.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
