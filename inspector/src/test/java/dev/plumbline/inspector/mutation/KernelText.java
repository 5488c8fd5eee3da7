package dev.plumbline.inspector.mutation;

import dev.plumbline.inspector.check.HostView;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes one number in the text of a kernel file and leaves every other byte as it was. */
final class KernelText {

    private KernelText() {}

    /** A field of one zone's stanza of zoneinfo: {@code min}, {@code spanned}, {@code start_pfn}. */
    static String zoneField(String zoneinfo, int node, String zone, String field, LongUnaryOperator change) {
        return afterStanza(zoneinfo, node, zone, "\\s+(?:pages )?" + Pattern.quote(field) + ":?\\s+(\\d+)", change);
    }

    /** One entry of a zone's {@code protection:} line, counted from zero. */
    static String protection(String zoneinfo, int node, String zone, int index, LongUnaryOperator change) {
        return afterStanza(zoneinfo, node, zone, "\\s+protection: \\((?:\\d+, ){" + index + "}(\\d+)", change);
    }

    /** One order's count in a zone's line of buddyinfo. */
    static String buddyCount(String buddyinfo, int node, String zone, int order, LongUnaryOperator change) {
        Pattern line = Pattern.compile(
                "^Node " + node + ", zone\\s+" + zone + "(?:\\s+\\d+){" + order + "}\\s+(\\d+)", Pattern.MULTILINE);
        return number(buddyinfo, line.matcher(buddyinfo), change);
    }

    /** A {@code Name:   123 kB} line. */
    static String field(String text, String name, LongUnaryOperator change) {
        return number(
                text,
                Pattern.compile("^" + Pattern.quote(name) + ":\\s+(\\d+)", Pattern.MULTILINE)
                        .matcher(text),
                change);
    }

    /** The first decimal number that the pattern's first group captures. */
    static String first(String text, String pattern, LongUnaryOperator change) {
        return number(text, Pattern.compile(pattern, Pattern.MULTILINE).matcher(text), change);
    }

    /** Replaces the address at the start of the n-th line that matches, counted from one; group 1 is its rest. */
    static String replaceNth(String text, String pattern, int n, String address) {
        Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
        for (int i = 0; i < n; i++) {
            if (!matcher.find()) {
                throw new AssertionError("only %d lines match %s".formatted(i, pattern));
            }
        }
        return text.substring(0, matcher.start()) + address + text.substring(matcher.start(1));
    }

    /** The last mapping that is not one of the kernel's own pages, at an address no process may map. */
    static String moveLastMapping(String maps, boolean wide) {
        Matcher line = Pattern.compile("^[0-9a-f]+-[0-9a-f]+( \\S+ \\w+ \\S+ \\d+.*)$", Pattern.MULTILINE)
                .matcher(maps);
        int start = -1;
        int rest = -1;
        while (line.find()) {
            boolean kernels = line.group(1).endsWith("[vsyscall]")
                    || (!wide && line.group(1).endsWith("[vectors]"));
            if (!kernels) {
                start = line.start();
                rest = line.start(1);
            }
        }
        String range = wide ? "ffff900000000000-ffff900000001000" : "f0000000-f0001000";
        return maps.substring(0, start) + range + maps.substring(rest);
    }

    /** Whether the host's kernel is 64-bit: kallsyms prints 16 digits. */
    static boolean isWide(HostView host) {
        return host.files().<Boolean>stream("proc/kallsyms", in -> in.readNBytes(17)[8] != ' ')
                .content()
                .orElseThrow();
    }

    /** Where the host keeps its kernel's configuration. */
    static String configPath(HostView host) {
        return host.files().list("boot").content().orElseThrow().stream()
                .filter(n -> n.startsWith("config-"))
                .map(n -> "boot/" + n)
                .findFirst()
                .orElseThrow();
    }

    private static String afterStanza(
            String zoneinfo, int node, String zone, String linePattern, LongUnaryOperator change) {
        Matcher stanza = Pattern.compile("^Node " + node + ", zone\\s+" + zone + "$", Pattern.MULTILINE)
                .matcher(zoneinfo);
        if (!stanza.find()) {
            throw new AssertionError("no stanza of node %d zone %s".formatted(node, zone));
        }
        Matcher line = Pattern.compile("^" + linePattern, Pattern.MULTILINE).matcher(zoneinfo);
        line.region(stanza.end(), zoneinfo.length());
        return number(zoneinfo, line, change);
    }

    private static String number(String text, Matcher matcher, LongUnaryOperator change) {
        if (!matcher.find()) {
            throw new AssertionError("nothing matches " + matcher.pattern());
        }
        long changed = change.applyAsLong(Long.parseLong(matcher.group(1)));
        return text.substring(0, matcher.start(1)) + changed + text.substring(matcher.end(1));
    }
}
