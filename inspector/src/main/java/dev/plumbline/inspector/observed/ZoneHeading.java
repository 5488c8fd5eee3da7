package dev.plumbline.inspector.observed;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code Node 0, zone    DMA32}, with which mm/vmstat.c begins its lines about a zone ({@code "Node %d, zone %8s"}).
 *
 * @param rest what follows the name, untouched
 */
record ZoneHeading(int node, String zone, String rest) {

    private static final Pattern FORM = Pattern.compile("Node +([0-9]{1,9}), zone +([A-Za-z0-9_]+)(.*)");

    /** Whether the line is or was such a heading, rather than something a newer kernel prints. */
    static boolean isMeant(String line) {
        return line.startsWith("Node") || line.contains(", zone");
    }

    static Optional<ZoneHeading> parse(String line) {
        Matcher m = FORM.matcher(line);
        if (!m.matches()) {
            return Optional.empty();
        }
        OptionalLong node = KernelNumber.count(m.group(1));
        return Optional.of(new ZoneHeading((int) node.orElseThrow(), m.group(2), m.group(3)));
    }
}
