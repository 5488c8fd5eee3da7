package dev.plumbline.inspector.jvm.ask;

import dev.plumbline.inspector.owner.Owner;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code System.map} (24 and later): the mappings, each with what the JVM uses it for, of a JVM that tracks its memory; otherwise the
 * column is empty.
 *
 * <p>Source: {@code MappingPrintSession} and {@code MemMapPrinter::print_all_mappings}, src/hotspot/share/nmt/memMapPrinter.cpp,
 * os/linux/memMapPrinter_linux.cpp (25).
 */
final class SystemMapText {

    /** Range, size, protection, resident, hugetlb, page size, notes, what for, file. */
    private static final Pattern LINE = Pattern.compile("(?m)^" + Hex.ADDRESS + "-" + Hex.ADDRESS
            + " +\\d{1,20} +[rwxps-]{4} +\\d{1,20} +\\d{1,20} +\\S{1,10} +\\S{1,60} +(\\S{1,4000}) +\\S");

    /** {@code STACK-4711-main}; what is no letter or digit in a thread's name is a dash. */
    private static final Pattern STACK = Pattern.compile("STACK-(\\d{1,10})-?(.*)");

    private static final String NOTHING = "-";

    private SystemMapText() {}

    static void read(String text, Known known, ClaimCollector.Source claims) {
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            long start = Hex.value(line.group(1));
            long end = Hex.value(line.group(2));
            for (String use : List.of(line.group(3).split(",", -1))) {
                claim(start, end, use, claims);
            }
        }
    }

    private static void claim(long start, long end, String use, ClaimCollector.Source claims) {
        if (use.equals(NOTHING)) {
            return;
        }
        Matcher stack = STACK.matcher(use);
        if (stack.matches()) {
            claims.claim(start, end, Owner.THREAD_STACK, "thread %s \"%s\"".formatted(stack.group(1), stack.group(2)));
        } else {
            NmtTag tag = NmtTag.ofShortName(use);
            claims.claim(start, end, tag.owner(), tag.label());
        }
    }
}
