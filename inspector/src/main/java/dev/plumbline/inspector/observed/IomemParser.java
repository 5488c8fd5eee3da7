package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads /proc/iomem.
 *
 * <p>Source: kernel/resource.c, r_show: {@code "%*s%0*llx-%0*llx : %s"}, two spaces of indentation a level.
 */
public final class IomemParser {

    private IomemParser() {}

    /** Reads the file. */
    public static Parsed<Iomem> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "\"<start>-<end> : <name>\" lines");
        List<IomemRange> ranges = new ArrayList<>();
        List<String> lines = file.lines();
        int depthAbove = -1;
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i);
            int indent = 0;
            while (indent < text.length() && text.charAt(indent) == ' ') {
                indent++;
            }
            int dash = text.indexOf('-', indent);
            int colon = text.indexOf(" : ", indent);
            if (indent % 2 != 0 || indent / 2 > depthAbove + 1 || dash < 0 || colon < dash) {
                notes.damage(i + 1, text, "\"<start>-<end> : <name>\", indented two spaces a level");
                continue;
            }
            OptionalLong start = KernelNumber.hex(text.substring(indent, dash));
            OptionalLong end = KernelNumber.hex(text.substring(dash + 1, colon));
            if (start.isEmpty() || end.isEmpty() || endsBeforeStart(start.getAsLong(), end.getAsLong())) {
                notes.damage(i + 1, text, "two hex addresses of at most 64 bits, the lower first");
                continue;
            }
            depthAbove = indent / 2;
            String name = text.substring(colon + 3);
            ranges.add(new IomemRange(start.getAsLong(), end.getAsLong(), name, depthAbove, i + 1));
        }
        return notes.with(new Iomem(ranges));
    }

    /** A resource of size zero has its end just below its start, and that is no damage. */
    private static boolean endsBeforeStart(long start, long end) {
        return end != start - 1 && Long.compareUnsigned(end, start) < 0;
    }
}
