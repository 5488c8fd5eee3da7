package dev.plumbline.inspector.report;

import dev.plumbline.inspector.check.address.BufferFit;
import dev.plumbline.inspector.check.address.Contiguity;
import dev.plumbline.inspector.check.address.Contiguity.Extents;
import dev.plumbline.inspector.check.address.Contiguity.Part;
import dev.plumbline.inspector.check.address.ContiguityReport;
import dev.plumbline.inspector.check.address.OrderHistogram;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** How contiguous memory is, for people: 80 columns at most where the terminal has no fewer. */
public final class ContiguityText {

    private static final int BAR = 14;
    private static final int LISTED = 12;
    private static final int NAME = 20;

    private final OptionalInt columns;
    private final boolean all;
    private final StringBuilder out = new StringBuilder();

    private ContiguityText(int columns, boolean all) {
        this.columns = OptionalInt.of(columns);
        this.all = all;
    }

    /**
     * The whole answer.
     *
     * @param all whether to list every mapping that has pages, not the largest alone
     */
    public static String of(ContiguityReport report, Contiguity contiguity, int columns, boolean all) {
        ContiguityText text = new ContiguityText(columns, all);
        text.line(report.header());
        text.line("%s: %d mapping%s, %s"
                .formatted(
                        report.range(),
                        contiguity.mappings().size(),
                        contiguity.mappings().size() == 1 ? "" : "s",
                        text.size(contiguity, contiguity.total().pages())));
        text.write(contiguity);
        return text.out.toString();
    }

    private void write(Contiguity c) {
        Part total = c.total();
        line("");
        line("pages      %d present (%s), %d swapped, %d absent"
                .formatted(total.present(), size(c, total.present()), total.swapped(), total.absent()));
        if (!c.notRead().isEmpty()) {
            line("not read   %d ranges, counted as absent: %s%s"
                    .formatted(
                            c.notRead().size(), c.notRead().get(0), c.notRead().size() > 1 ? " and more" : ""));
        }
        if (c.framesHidden()) {
            line(
                    "frames     not known: pagemap shows frame 0, the kernel hides frame numbers from this user; would need"
                            + " CAP_SYS_ADMIN in the initial user namespace. What follows needs presence alone.");
        } else {
            histogram(total);
            total.longest()
                    .ifPresent(run -> line("longest    %s in one run (%d pages), %s at physical %s"
                            .formatted(size(c, run.pages()), run.pages(), run.start(), run.physical())));
        }
        line("");
        extents(c, total);
        mappings(c);
        c.buffer().ifPresent(this::buffer);
    }

    private void histogram(Part total) {
        int orders = Math.max(total.runs().orders(), total.blocks().orders());
        line("");
        line("order      runs     pages                    blocks     pages");
        for (int order = lowest(total); order < orders; order++) {
            line("%5d %s  %s"
                    .formatted(order, bars(total.runs(), order), bars(total.blocks(), order))
                    .stripTrailing());
        }
        line("");
    }

    private static int lowest(Part total) {
        int order = 0;
        while (total.runs().count(order) + total.blocks().count(order) == 0 && total.present() > 0) {
            order++;
        }
        return order;
    }

    private static String bars(OrderHistogram histogram, int order) {
        long pages = histogram.pages(order);
        long share = histogram.pages() == 0 ? 0 : (pages * BAR + histogram.pages() - 1) / histogram.pages();
        String bar = "#".repeat((int) Math.min(BAR, share));
        return "%9d %9d  %-14s".formatted(histogram.count(order), pages, bar);
    }

    private void extents(Contiguity c, Part total) {
        Extents extents = total.extents();
        String contiguous =
                c.framesHidden() ? "" : ", %d of these contiguous and aligned".formatted(extents.contiguous());
        line("huge pages %d aligned extents of %s fit, %d are fully resident%s"
                .formatted(extents.possible(), ByteText.exact(c.extentBytes()), extents.resident(), contiguous));
        line("           %s of the present pages lie in fully resident extents"
                .formatted(percent(extents.resident() * (c.extentBytes() / c.pageBytes()), total.present())));
        if (extents.mappedHuge().value().isEmpty()) {
            line("           mapped huge: not known: " + extents.mappedHuge().whyNot());
            return;
        }
        long huge = extents.mappedHuge().value().get();
        line("           mapped huge already: %s".formatted(ByteText.exact(huge)));
        long rest = extents.contiguous() * c.extentBytes() - huge;
        if (!c.framesHidden() && rest > 0) {
            line("           contiguous and aligned, and not mapped huge: " + ByteText.exact(rest));
        }
    }

    private void mappings(Contiguity c) {
        List<Part> parts = c.mappings().stream()
                .filter(p -> p.present() + p.swapped() > 0)
                .sorted(Comparator.comparingLong(Part::present).reversed())
                .toList();
        if (parts.size() < 2) {
            return;
        }
        line("");
        line("mapping                                present     runs  longest  extents");
        parts.stream().limit(all ? parts.size() : LISTED).forEach(p -> mapping(c, p));
        if (!all && parts.size() > LISTED) {
            line("and %d mappings more that have pages; --verbose lists them".formatted(parts.size() - LISTED));
        }
    }

    private void mapping(Contiguity c, Part part) {
        String name = part.name().substring(part.name().lastIndexOf('/') + 1);
        String known = c.framesHidden() ? "-" : Long.toString(part.runs().count());
        String longest = c.framesHidden()
                ? "-"
                : part.longest().map(r -> Long.toString(r.pages())).orElse("0");
        line("%-16x %-20s %9d %8s %8s  %d/%d"
                .formatted(
                        part.range().start().value(),
                        Lines.shortened(Printable.of(name.isEmpty() ? "anonymous" : name), NAME),
                        part.present(),
                        known,
                        longest,
                        part.extents().resident(),
                        part.extents().possible()));
    }

    private void buffer(BufferFit fit) {
        line("");
        line("as one buffer for a device:");
        for (BufferFit.Demand demand : fit.demands()) {
            String answer = demand.offence()
                    .map(o -> "no: at %s %s".formatted(o.address(), o.because()))
                    .orElse(demand.unknown().isEmpty() ? "yes" : "not known: " + demand.unknown());
            String text = Printable.of("  %-20s  %s".formatted(demand.says(), answer));
            Lines.wrap(text, 24, columns).forEach(l -> out.append(l).append('\n'));
        }
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "0 %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    private String size(Contiguity c, long pages) {
        return ByteText.about(pages * c.pageBytes());
    }

    private void line(String text) {
        int indent = text.startsWith("           ") || text.matches("[a-z ]{10} \\S.*") ? 11 : 2;
        Lines.wrap(Printable.of(text), indent, columns)
                .forEach(l -> out.append(l).append('\n'));
    }
}
