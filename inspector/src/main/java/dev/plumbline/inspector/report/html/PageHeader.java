package dev.plumbline.inspector.report.html;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.check.map.Totals;
import dev.plumbline.inspector.check.map.UsageBasis;
import dev.plumbline.inspector.jvm.JvmIdentity;
import dev.plumbline.inspector.owner.Usage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What process this is, of which host, at which instant, and what it has in all. */
final class PageHeader {

    /** A Java command line with its class path may be 128 KiB long: beyond this it is folded. */
    private static final int LONG_COMMAND = 400;

    private final ProcessMap map;

    PageHeader(ProcessMap map) {
        this.map = map;
    }

    String title() {
        return Html.text("%s (pid %d) – memory map".formatted(map.comm(), map.pid()));
    }

    String heading() {
        return Html.text("%s, pid %d".formatted(map.comm(), map.pid()));
    }

    String facts() {
        StringBuilder out = new StringBuilder("<dl class=\"facts\">\n");
        fact(out, "Command", command());
        map.jvm().ifPresent(jvm -> fact(out, "JVM", Html.text(jvm(jvm))));
        map.startTime().ifPresent(start -> fact(out, "Started", instant(start)));
        boolean live = map.origin() instanceof Origin.Live;
        fact(out, live ? "Host" : "Capture", Html.text(map.origin().name()));
        fact(out, live ? "Read" : "Taken", instant(map.origin().takenAt()));
        return out.append("</dl>\n").append(totals()).toString();
    }

    private static void fact(StringBuilder out, String name, String markup) {
        out.append("<dt>").append(name).append("</dt><dd>").append(markup).append("</dd>\n");
    }

    private String command() {
        String command = Html.text(map.command());
        if (map.command().length() <= LONG_COMMAND) {
            return command;
        }
        String start = Html.text(map.command().substring(0, map.command().offsetByCodePoints(0, LONG_COMMAND / 4)));
        return "<details><summary>" + start + "…</summary>" + command + "</details>";
    }

    private static String jvm(JvmIdentity jvm) {
        String version = jvm.name().map(name -> name + " " + jvm.version()).orElse(jvm.version());
        return jvm.collector().map(c -> version + ", collector " + c).orElse(version);
    }

    private static String instant(Instant at) {
        String text = at.truncatedTo(ChronoUnit.SECONDS).toString();
        return "<time datetime=\"" + text + "\">" + text.replace("T", " ").replace("Z", " UTC") + "</time>";
    }

    private String totals() {
        Totals all = Totals.of(map.ranges());
        Usage usage = all.usage();
        List<String> items = new ArrayList<>();
        if (map.basis() != UsageBasis.NONE) {
            items.add(total(usage.residentBytes(), "resident"));
            items.add(total(usage.pssBytes(), "proportional (PSS)"));
            items.add(total(usage.swapBytes(), "swapped"));
            items.add(total(usage.largePageBytes(), "in huge pages"));
        }
        map.tables().vmPteBytes().ifPresent(bytes -> items.add(total(bytes, "page tables")));
        items.add(total(all.committedBytes(), "committed"));
        items.add(total(all.reservedBytes(), "reserved"));
        items.add(item("%,d".formatted(map.vmas()), "mappings"));
        items.add(item("%,d".formatted(map.threads()), map.threads() == 1 ? "thread" : "threads"));
        return "<ul class=\"totals\" aria-label=\"Totals\">\n" + String.join("", items) + "</ul>\n";
    }

    private static String total(long bytes, String of) {
        return item(Amount.of(bytes), of);
    }

    private static String item(String amount, String of) {
        return "<li><strong>" + amount + "</strong> <span>" + of + "</span></li>\n";
    }
}
