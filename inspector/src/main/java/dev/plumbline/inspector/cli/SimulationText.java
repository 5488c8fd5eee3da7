package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.reference.zone.workload.Sample;
import dev.plumbline.inspector.reference.zone.workload.Simulation;
import dev.plumbline.inspector.report.Lines;
import dev.plumbline.inspector.report.Paint;
import dev.plumbline.inspector.report.Printable;
import dev.plumbline.inspector.report.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The course of a simulation, for people: zone by zone, a line a moment. */
final class SimulationText {

    private static final int BAR = 20;
    private static final int MARGIN = 2;

    private final TextStyle style;
    private final int pageblockOrder;

    /**
     * Set like this.
     *
     * @param pageblockOrder the order whose indices are shown beside those of order 3, the largest that is not costly
     */
    SimulationText(TextStyle style, int pageblockOrder) {
        this.style = style;
        this.pageblockOrder = pageblockOrder;
    }

    /**
     * The whole text.
     *
     * @param machine what the machine is
     * @param workload what runs on it
     */
    String of(String machine, String workload, Simulation.Course course) {
        List<String> lines = new ArrayList<>();
        lines.addAll(Lines.wrap(Printable.of("machine   " + machine), 10, style.columns()));
        lines.addAll(Lines.wrap(Printable.of("workload  " + workload), 10, style.columns()));
        int zones = course.last().zones().size();
        for (int zone = 0; zone < zones; zone++) {
            lines.add("");
            zone(lines, course, zone);
        }
        lines.add("");
        lines.addAll(Lines.wrap(summary(course), MARGIN, style.columns()));
        return lines.stream().map(l -> l + "\n").collect(Collectors.joining());
    }

    private void zone(List<String> lines, Simulation.Course course, int index) {
        Sample.OfZone zone = course.last().zones().get(index);
        List<Sample> shown = shown(course.samples());
        boolean still = course.samples().stream()
                .allMatch(s -> s.zones().get(index).blocks().equals(zone.blocks()));
        lines.add("%s, %d pages managed%s"
                .formatted(
                        Paint.CYAN.over(zone.subject(), style),
                        zone.managedPages(),
                        still ? ": %d free throughout".formatted(zone.freePages()) : ""));
        if (!still) {
            lines.add(" ".repeat(45) + "unusable at order");
            lines.add("%11s %11s  %-20s  %9s %8s  %s"
                    .formatted("step", "free pages", "of managed", 3, pageblockOrder, "largest"));
            shown.forEach(sample -> lines.add(row(sample.step(), sample.zones().get(index))));
        }
        lines.addAll(Lines.wrap(
                "  free blocks by order at the end: "
                        + zone.blocks().byOrder().stream().map(String::valueOf).collect(Collectors.joining(" ")),
                4,
                style.columns()));
    }

    private String row(long step, Sample.OfZone zone) {
        return String.format(
                Locale.ROOT,
                "%11d %11d  %-20s  %9.3f %8.3f  %s",
                step,
                zone.freePages(),
                bar(zone),
                zone.unusable(3) / 1000.0,
                zone.unusable(pageblockOrder) / 1000.0,
                largest(zone));
    }

    /** Every fourth, and the last. */
    private List<Sample> shown(List<Sample> samples) {
        List<Sample> shown = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            if (style.verbose() || i % 4 == 0 || i == samples.size() - 1) {
                shown.add(samples.get(i));
            }
        }
        return shown;
    }

    private static String bar(Sample.OfZone zone) {
        long filled =
                zone.managedPages() == 0 ? 0 : (zone.freePages() * BAR + zone.managedPages() / 2) / zone.managedPages();
        return "#".repeat((int) Math.min(BAR, filled));
    }

    private static String largest(Sample.OfZone zone) {
        List<Long> blocks = zone.blocks().byOrder();
        for (int order = blocks.size() - 1; order >= 0; order--) {
            if (blocks.get(order) > 0) {
                return "order " + order;
            }
        }
        return "none";
    }

    private static String summary(Simulation.Course course) {
        Sample last = course.last();
        String end =
                switch (course.end()) {
                    case COMPLETE -> "all %d steps done".formatted(last.step());
                    case EXHAUSTED ->
                        "%d steps done of %d: the workload had nothing left to do"
                                .formatted(last.step(), course.steps());
                    case STOPPED -> "STOPPED after %d steps of %d".formatted(last.step(), course.steps());
                };
        return "%s: %d requests, %d found no block; %d blocks taken out of the free areas, %d splits, %d merges, %d pageblocks claimed, %d blocks stolen"
                .formatted(
                        end,
                        last.asked(),
                        last.failed(),
                        last.counters().allocations(),
                        last.counters().splits(),
                        last.counters().merges(),
                        last.counters().claims(),
                        last.counters().steals());
    }
}
