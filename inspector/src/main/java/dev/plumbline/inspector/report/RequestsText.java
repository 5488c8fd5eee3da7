package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.zones.NodeView;
import dev.plumbline.inspector.check.zones.Refusal;
import dev.plumbline.inspector.check.zones.RequestRow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What requests on one node meet: orders that meet the same stand in one line. */
final class RequestsText {

    private final ZonesText text;

    RequestsText(ZonesText text) {
        this.text = text;
    }

    void of(NodeView node) {
        if (node.requests().isEmpty()) {
            return;
        }
        text.line("", 0);
        text.line("  a request on node %d tries %s".formatted(node.node(), String.join(", ", node.zonelist())), 4);
        rows(node.requests());
    }

    /** The rows in order, neighbours that are alike together. */
    void rows(List<RequestRow> rows) {
        List<RequestRow> same = new ArrayList<>();
        for (RequestRow row : rows) {
            if (!same.isEmpty() && !isAlike(same.get(same.size() - 1), row)) {
                line(same);
                same.clear();
            }
            same.add(row);
        }
        line(same);
    }

    /** Reasons of the same kind are told with the numbers of the first order. */
    private static boolean isAlike(RequestRow a, RequestRow b) {
        return a.kind().equals(b.kind()) && outcome(a).equals(outcome(b)) && kinds(a).equals(kinds(b));
    }

    private static List<String> kinds(RequestRow row) {
        return row.refusals().stream()
                .map(r -> r.zone() + r.getClass().getSimpleName())
                .toList();
    }

    private void line(List<RequestRow> rows) {
        RequestRow first = rows.get(0);
        int last = rows.get(rows.size() - 1).order();
        String orders = first.order() == last ? "order " + last : "orders %d-%d".formatted(first.order(), last);
        String why = first.refusals().stream().map(RequestsText::refusal).collect(Collectors.joining("; "));
        text.line(
                "    %-21s %-12s %s%s"
                        .formatted(first.kind(), orders, outcome(first), why.isEmpty() ? "" : " (" + why + ")"),
                39);
    }

    private static String outcome(RequestRow row) {
        return switch (row.outcome()) {
            case SERVED -> row.servedBy().orElseThrow();
            case SERVED_BELOW_LOW -> "wakes kswapd, then " + row.servedBy().orElseThrow();
            case MUST_RECLAIM -> "must reclaim or compact";
            case FAILS -> "fails";
        };
    }

    private static String refusal(Refusal refusal) {
        String zone = refusal.zone() + ": ";
        if (refusal instanceof Refusal.TooLow low) {
            return zone + "%d pages to count on, more than %d must stay".formatted(low.usablePages(), low.floorPages());
        }
        return zone + "no block is so large";
    }
}
