package dev.plumbline.inspector.report;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.check.zones.Compared;
import dev.plumbline.inspector.check.zones.NodeView;
import dev.plumbline.inspector.check.zones.ZoneReport;
import dev.plumbline.inspector.check.zones.ZoneView;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Zones for people: 80 columns at most where the terminal has no fewer. Bars are of characters that every terminal has. */
public final class ZonesText {

    private final OptionalInt columns;
    private final TextStyle style;
    private final StringBuilder out = new StringBuilder();

    /** Sets text for a style; without a terminal's width it is set for 80 columns. */
    public ZonesText(TextStyle style) {
        this.style = style;
        this.columns = OptionalInt.of(style.columns().orElse(80));
    }

    /** The whole answer. */
    public String of(ZoneReport report) {
        line(header(report), 2);
        report.minFree().ifPresent(this::minFree);
        if (report.types().value().isEmpty()) {
            line("migrate types are not known: " + report.types().whyNot(), 2);
        }
        for (Verdict.NotObservable why : report.notPredicted()) {
            line("not predicted: " + why.because() + VerdictText.remedy(why.remedy()), 2);
        }
        for (NodeView node : report.nodes()) {
            node(node, report);
        }
        return out.toString();
    }

    private static String header(ZoneReport report) {
        List<String> facts = new ArrayList<>();
        facts.add(
                report.origin() instanceof Origin.Capture capture
                        ? "capture " + capture.name()
                        : "host " + report.origin().name());
        report.release().ifPresent(r -> facts.add("Linux " + r));
        facts.add(report.machine());
        report.pageKib().ifPresent(kib -> facts.add(kib + " KiB pages"));
        report.pageblockOrder()
                .ifPresent(order -> facts.add("page blocks of "
                        + (report.pageKib().isPresent()
                                ? ByteText.exact((report.pageKib().getAsInt() * 1024L) << order)
                                : "order " + order)));
        return String.join(" · ", facts);
    }

    private void minFree(Compared minFree) {
        line("min_free_kbytes %d%s".formatted(minFree.value(), minFree.isPredicted() ? ", as predicted" : ""), 2);
        if (minFree.differs()) {
            difference(minFree, 2);
        }
    }

    private void node(NodeView node, ZoneReport report) {
        line("", 0);
        line(
                "node %d%s"
                        .formatted(
                                node.node(),
                                node.empty().isEmpty() ? "" : "   no pages in zone " + String.join(", ", node.empty())),
                2);
        for (ZoneView zone : node.zones()) {
            new ZoneText(this, style, report.pageKib()).zone(zone);
        }
        new RequestsText(this).of(node);
    }

    /** A number that is not what today's state gives: by how much, and why. */
    void difference(Compared number, int indent) {
        Verdict verdict = number.verdict().orElseThrow();
        String text = " ".repeat(indent) + VerdictLabel.of(verdict).title() + ": " + number.name() + " "
                + VerdictText.values(verdict);
        String reason = style.verbose() || verdict instanceof Verdict.Violated ? VerdictText.reason(verdict) : "";
        String shown = reason.isEmpty() ? text : text + ": " + reason;
        Paint paint = verdict instanceof Verdict.Violated ? Paint.RED : Paint.CYAN;
        for (String wrapped : Lines.wrap(Printable.of(shown), indent + 2, columns)) {
            out.append(paint.over(wrapped, style)).append('\n');
        }
    }

    /** A line, broken where it is too long. */
    void line(String text, int indent) {
        Lines.wrap(Printable.of(text), indent, columns)
                .forEach(l -> out.append(l.stripTrailing()).append('\n'));
    }

    /** A line that is already coloured and fits. */
    void raw(String text) {
        out.append(text.stripTrailing()).append('\n');
    }
}
