package dev.plumbline.inspector.jvm.ask;

import dev.plumbline.inspector.owner.Owner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code VM.native_memory detail} of a JVM that tracks its memory: each reserved range with what it is for. Until 15 {@code Class}
 * stood for all class metadata, and which range is the class space shows by the size that {@code GC.heap_info} tells.
 *
 * <p>Source: {@code MemDetailReporter::report_virtual_memory_region}, src/hotspot/share/services/memReporter.cpp (jdk8u, 11, 17; in 25
 * nmt/memReporter.cpp).
 */
final class NativeMemoryText {

    private static final Pattern RANGE = Pattern.compile("(?m)^\\[" + Hex.ADDRESS + " - " + Hex.ADDRESS
            + "\\] reserved (?:and committed )?\\d{1,15}KB for ([A-Z][A-Za-z ]{0,40}?)(?: from)?$");

    private static final Pattern CLASS_SPACE =
            Pattern.compile("(?m)^  ?class space [^\\n]{0,100} reserved (\\d{1,15})K$");

    private NativeMemoryText() {}

    static void read(String text, Known known, ClaimCollector.Source claims) {
        boolean apart = text.contains(" for Metaspace");
        Matcher told = CLASS_SPACE.matcher(known.earlier().getOrDefault("GC.heap_info", ""));
        long classSpaceBytes = told.find() ? Long.parseLong(told.group(1)) << 10 : 0;
        Matcher range = RANGE.matcher(text);
        while (range.find()) {
            long start = Hex.value(range.group(1));
            long end = Hex.value(range.group(2));
            NmtTag tag = NmtTag.ofLongName(range.group(3));
            boolean other = !apart && tag == NmtTag.CLASS && end - start != classSpaceBytes;
            claims.claim(start, end, other ? Owner.METASPACE : tag.owner(), other ? "" : tag.label());
        }
    }
}
