package dev.plumbline.bridge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of {@code maps} (proc_pid_maps(5)), for kernels without PROCMAP_QUERY. */
final class MapsText {

    private static final Pattern LINE = Pattern.compile("(\\p{XDigit}{1,16})-(\\p{XDigit}{1,16}) ([r-][w-][x-][sp]) "
            + "(\\p{XDigit}{1,16}) (\\p{XDigit}{1,4}):(\\p{XDigit}{1,5}) (\\d{1,20})(?: +(.*))?");

    private MapsText() {}

    /** @throws IOException if a line is none that the kernel prints; the message names it */
    static List<MappedRange> parse(byte[] text) throws IOException {
        List<MappedRange> ranges = new ArrayList<>();
        List<String> lines =
                new String(text, StandardCharsets.ISO_8859_1).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = LINE.matcher(lines.get(i));
            if (!line.matches() || Long.compareUnsigned(hex(line.group(1)), hex(line.group(2))) > 0) {
                throw new IOException(
                        "line %d: found \"%.80s\", expected start-end rwxp offset major:minor inode [name]"
                                .formatted(i + 1, lines.get(i)));
            }
            ranges.add(new MappedRange(
                    new Span(hex(line.group(1)), hex(line.group(2))),
                    line.group(3),
                    hex(line.group(4)),
                    (int) hex(line.group(5)),
                    (int) hex(line.group(6)),
                    Long.parseUnsignedLong(line.group(7)),
                    line.group(8) == null ? "" : line.group(8),
                    OptionalLong.empty()));
        }
        return ranges;
    }

    private static long hex(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }
}
