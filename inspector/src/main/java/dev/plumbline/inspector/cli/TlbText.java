package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.reference.mmu.tlb.ArraySpec;
import dev.plumbline.inspector.reference.mmu.tlb.TlbModel;
import dev.plumbline.inspector.reference.mmu.tlb.TlbModels;
import dev.plumbline.inspector.reference.mmu.tlb.WalkCacheSpec;
import java.util.stream.Collectors;

/** What the texts about TLBs have in common. */
final class TlbText {

    private static final int COLUMNS = 80;

    private TlbText() {}

    /** Which model and page tables. */
    static void heading(StringBuilder out, TlbModelChoice choice, PageTableFormat format) {
        TlbModel model = choice.model();
        String why = choice.why().isEmpty() ? "" : " (" + choice.why() + ")";
        wrap(
                out,
                "",
                "%s: %s%s · %s, %d levels"
                        .formatted(
                                model.name(),
                                model.processor(),
                                why,
                                format.name(),
                                format.levels().size()));
    }

    /** What of a model is not published. */
    static void assumptions(StringBuilder out, TlbModel model) {
        for (String assumption : model.assumptions()) {
            wrap(out, "  ", "assumed: " + assumption);
        }
    }

    /** All models, with their arrays, sources and assumptions. */
    static String models() {
        StringBuilder out = new StringBuilder();
        for (TlbModel model : TlbModels.ALL) {
            out.append("%-14s %s%n".formatted(model.name(), model.processor()));
            for (ArraySpec array : model.arrays()) {
                out.append("  %-12s %5d entries  %-22s %s%n"
                        .formatted(
                                array.name(),
                                array.entries(),
                                array.geometry(),
                                array.pageShifts().stream()
                                        .map(PageSizeArgument::words)
                                        .collect(Collectors.joining(" "))));
            }
            for (WalkCacheSpec cache : model.walkCaches()) {
                out.append("  %-20s %3d entries%n".formatted(cache.name(), cache.entries()));
            }
            model.sources().forEach(s -> wrap(out, "  ", s.origin().word() + " source: " + s.text()));
            model.assumptions().forEach(a -> wrap(out, "  ", "assumed: " + a));
            out.append('\n');
        }
        return out.toString();
    }

    /** Adds a paragraph; further lines are indented by four more. */
    static void wrap(StringBuilder out, String indent, String text) {
        StringBuilder line = new StringBuilder(indent);
        boolean fresh = true;
        for (String word : text.split(" ", -1)) {
            if (!fresh && line.length() + 1 + word.length() > COLUMNS) {
                out.append(line).append('\n');
                line.setLength(0);
                line.append(indent).append("    ");
                fresh = true;
            }
            if (!fresh) {
                line.append(' ');
            }
            line.append(word);
            fresh = false;
        }
        out.append(line).append('\n');
    }
}
