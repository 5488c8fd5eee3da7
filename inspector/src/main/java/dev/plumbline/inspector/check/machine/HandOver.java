package dev.plumbline.inspector.check.machine;

import dev.plumbline.inspector.check.Evidence;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the boot log says about how memory was handed to the buddy allocator.
 *
 * <p>Source: mem_init_print_info, mm/mm_init.c (mm/page_alloc.c to 6.3), counts as reserved what is neither handed over nor in a CMA
 * area; free_reserved_area names each later release; hugetlb_init gives huge pages beyond the highest order back to the count.
 *
 * @param reservedPages reserved at that moment
 * @param freedPages freed since
 * @param evidence the lines
 */
public record HandOver(long reservedPages, long freedPages, List<Evidence> evidence) {

    private static final Pattern MEMORY =
            Pattern.compile("Memory: [0-9]+K/[0-9]+K available \\(.* ([0-9]{1,15})K reserved[,)].*");
    private static final Pattern FREEING = Pattern.compile("(?:.*: )?Freeing .{1,80} memory: ([0-9]{1,12})K.*");
    private static final Pattern GIGANTIC = Pattern.compile(
            "HugeTLB: registered ([0-9]{1,4})\\.[0-9]{1,2} ([KMG])iB page size, pre-allocated ([0-9]{1,9}) pages.*");

    /** Copies the list. */
    public HandOver {
        evidence = List.copyOf(evidence);
    }

    /** Empty without the log, or without its line. */
    public static Optional<HandOver> of(HostView host, int pageKib, int maxOrder) {
        Observation<KernelLog> log = host.kernelLog();
        Optional<LogLine> counted = log.intact().flatMap(l -> l.first(MEMORY));
        if (counted.isEmpty()) {
            return Optional.empty();
        }
        long reserved = number(MEMORY, counted.get(), 1) / pageKib;
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(evidence(log, counted.get()));
        long freed = 0;
        for (LogLine line : log.intact().map(KernelLog::lines).orElse(List.of())) {
            long pages = line.line() > counted.get().line() ? pages(line, pageKib, maxOrder) : 0;
            if (pages > 0) {
                freed += pages;
                evidence.add(evidence(log, line));
            }
        }
        return Optional.of(new HandOver(reserved, freed, evidence));
    }

    private static long pages(LogLine line, int pageKib, int maxOrder) {
        Matcher gigantic = GIGANTIC.matcher(line.text());
        if (gigantic.matches()) {
            long kib = Long.parseLong(gigantic.group(1)) << ("KMG".indexOf(gigantic.group(2)) * 10);
            return kib > (long) pageKib << maxOrder ? kib / pageKib * Long.parseLong(gigantic.group(3)) : 0;
        }
        return FREEING.matcher(line.text()).matches() ? number(FREEING, line, 1) / pageKib : 0;
    }

    private static long number(Pattern pattern, LogLine line, int group) {
        Matcher matcher = pattern.matcher(line.text());
        return matcher.matches() ? Long.parseLong(matcher.group(group)) : 0;
    }

    private static Evidence evidence(Observation<KernelLog> log, LogLine line) {
        return Evidence.at(log.path(), line.line(), line.text());
    }
}
