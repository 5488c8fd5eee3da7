package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.Verdict;
import dev.plumbline.inspector.check.zones.Compared;
import dev.plumbline.inspector.check.zones.CpuLists;
import dev.plumbline.inspector.check.zones.FrameRange;
import dev.plumbline.inspector.check.zones.RequestRow;
import dev.plumbline.inspector.check.zones.ZoneView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** One zone: extents, numbers beside the reference's, free lists, per-CPU lists. */
final class ZoneText {

    private static final List<String> PAGES = List.of("start_pfn", "spanned", "present", "managed");
    private static final List<String> MARKS = List.of("min", "low", "high", "promo");
    private static final int LISTED_PARTS = 7;
    private static final int LISTED_CPUS = 4;

    private final ZonesText text;
    private final TextStyle style;
    private final OptionalInt pageKib;

    ZoneText(ZonesText text, TextStyle style, OptionalInt pageKib) {
        this.text = text;
        this.style = style;
        this.pageKib = pageKib;
    }

    void zone(ZoneView view) {
        text.line("", 0);
        text.line("  zone %s   %s".formatted(view.name(), size(view.value("present"))), 4);
        extents(view);
        table("pages", PAGES, view);
        table("watermarks", MARKS, view);
        long free = view.pages().free().orElse(0);
        text.line("    free         " + Gauge.of(view), 4);
        text.line(
                "      %d pages (%s), %s%s".formatted(free, size(free), Gauge.words(view), setAside(view.pages())), 6);
        protection(view);
        perCpu(view);
        bounds(view);
        differences(view);
        view.free().ifPresent(lists -> OrderBars.of(lists).forEach(l -> text.line("    " + l, 4)));
        List<RequestRow> refused = view.own().stream()
                .filter(r -> r.outcome() != RequestRow.Outcome.SERVED)
                .toList();
        if (!refused.isEmpty()) {
            text.line("    requests for this zone alone:", 6);
            new RequestsText(text).rows(refused);
        }
    }

    private static String setAside(ZoneView.Pages pages) {
        StringBuilder words = new StringBuilder();
        append(words, pages.boost(), "watermarks boosted by");
        append(words, pages.cma(), "CMA has");
        if (pages.freeCma().orElse(0) > 0) {
            words.append(" (").append(pages.freeCma().getAsLong()).append(" free)");
        }
        return words.toString();
    }

    private static void append(StringBuilder words, OptionalLong pages, String what) {
        if (pages.orElse(0) > 0) {
            words.append("; ").append(what).append(' ').append(pages.getAsLong());
        }
    }

    private void extents(ZoneView view) {
        if (view.ranges().value().isEmpty()) {
            text.line("    RAM          not known: " + view.ranges().whyNot(), 17);
            return;
        }
        List<String> parts = parts(view, view.ranges().value().get());
        int listed = style.verbose() ? parts.size() : Math.min(LISTED_PARTS, parts.size());
        String more = listed < parts.size() ? ", and %d more (--verbose)".formatted(parts.size() - listed) : "";
        long holes = view.value("spanned") - view.value("present");
        String inAll = holes > 0 ? "; holes are %s in all".formatted(size(holes)) : "; no hole";
        text.line("    frames       " + String.join(", ", parts.subList(0, listed)) + more + inAll, 17);
    }

    /** RAM and holes from the zone's first frame to its last. */
    private List<String> parts(ZoneView view, List<FrameRange> ranges) {
        List<String> parts = new ArrayList<>();
        long next = view.value("start_pfn");
        for (FrameRange range : ranges) {
            addHole(next, range.startPfn(), parts);
            parts.add("0x%x-0x%x %s".formatted(range.startPfn(), range.endPfn(), size(range.pages())));
            next = range.endPfn();
        }
        addHole(next, view.value("start_pfn") + view.value("spanned"), parts);
        return parts;
    }

    private void addHole(long start, long end, List<String> parts) {
        if (end > start) {
            parts.add("hole of " + size(end - start));
        }
    }

    /** What was printed, and beneath it what the reference gives. */
    private void table(String title, List<String> names, ZoneView view) {
        List<Compared> numbers = new ArrayList<>();
        names.forEach(n -> view.number(n).ifPresent(numbers::add));
        rows(title, numbers.stream().map(Compared::name).toList(), numbers);
    }

    private void rows(String title, List<String> heads, List<Compared> numbers) {
        text.line("    %-11s%s".formatted(title, row(heads)), 4);
        text.line(
                "      observed %s"
                        .formatted(row(numbers.stream()
                                .map(n -> Long.toString(n.value()))
                                .toList())),
                6);
        text.line(
                "      reference%s"
                        .formatted(row(numbers.stream().map(ZoneText::reference).toList())),
                6);
    }

    private static String row(List<String> cells) {
        return cells.stream().map("%10s"::formatted).collect(Collectors.joining());
    }

    private static String reference(Compared number) {
        if (number.verdict().isEmpty()) {
            return "-";
        }
        Verdict verdict = number.verdict().get();
        if (verdict instanceof Verdict.Explained explained) {
            return Long.toString(explained.expected());
        }
        if (verdict instanceof Verdict.Violated violated) {
            return violated.expected().split(" ", 2)[0];
        }
        if (verdict instanceof Verdict.Holds holds) {
            return holds.expected().contains(" to ") ? "in bounds" : Long.toString(number.value());
        }
        return "?";
    }

    private void protection(ZoneView view) {
        List<Compared> numbers = view.numbers().stream()
                .filter(n -> n.name().startsWith("protection["))
                .toList();
        if (numbers.stream().anyMatch(n -> n.value() != 0 || n.differs())) {
            List<String> upper = view.upperZones();
            rows("protection", upper.subList(0, Math.min(upper.size(), numbers.size())), numbers);
        } else {
            text.line("    protection   none: nothing is held back from requests for higher zones", 17);
        }
    }

    /** Of managed pages the memory map gives bounds: what was reserved while booting is known in part. */
    private void bounds(ZoneView view) {
        Optional<Compared> managed = view.number("managed");
        if (managed.flatMap(Compared::verdict).orElse(null) instanceof Verdict.Holds holds
                && holds.expected().contains(" to ")) {
            text.line("    managed      by the memory map " + holds.expected(), 17);
        }
    }

    private void perCpu(ZoneView view) {
        List<CpuLists> sets = view.cpus();
        int listed = style.verbose() ? sets.size() : Math.min(LISTED_CPUS, sets.size());
        long held = sets.stream().mapToLong(p -> p.count().orElse(0)).sum();
        List<String> cpus = sets.stream()
                .limit(listed)
                .map(p -> "cpu %d %d of %s".formatted(p.cpu(), p.count().orElse(0), high(p)))
                .toList();
        String batch = sets.isEmpty() ? "" : ", batch " + sets.get(0).batch().orElse(0);
        text.line(
                "    per CPU      %d pages%s: %s%s%s"
                        .formatted(
                                held,
                                batch,
                                String.join(", ", cpus),
                                listed < sets.size() ? " and %d more".formatted(sets.size() - listed) : "",
                                areAsPredicted(view) ? "; as predicted" : ""),
                17);
    }

    private static boolean areAsPredicted(ZoneView view) {
        List<Compared> ofCpus = view.numbers().stream()
                .filter(n -> n.name().startsWith("cpu ") && n.verdict().isPresent())
                .toList();
        return !ofCpus.isEmpty() && ofCpus.stream().allMatch(Compared::isPredicted);
    }

    private static String high(CpuLists cpu) {
        return cpu.highMin().isPresent() && cpu.highMax().isPresent()
                ? "%d (%d-%d)"
                        .formatted(
                                cpu.high().orElse(0),
                                cpu.highMin().getAsLong(),
                                cpu.highMax().getAsLong())
                : Long.toString(cpu.high().orElse(0));
    }

    /** Explained ones in one line, unless everything is asked for; what is wrong always, and each. */
    private void differences(ZoneView view) {
        List<Compared> explained = new ArrayList<>();
        for (Compared number : view.numbers()) {
            if (number.differs()) {
                boolean quiet = number.verdict().orElseThrow() instanceof Verdict.Explained && !style.verbose();
                if (quiet) {
                    explained.add(number);
                } else {
                    text.difference(number, 4);
                }
            }
        }
        if (!explained.isEmpty()) {
            text.line(
                    "    explained: %s: set when other pages were managed (--verbose tells)"
                            .formatted(explained.stream().map(Compared::name).collect(Collectors.joining(", "))),
                    6);
        }
    }

    private String size(long pages) {
        return pageKib.isPresent() ? ByteText.about(pages * 1024 * pageKib.getAsInt()) : pages + " pages";
    }
}
