package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.reference.mmu.Effect;
import dev.plumbline.inspector.reference.mmu.Fault;
import dev.plumbline.inspector.reference.mmu.Trace;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.report.Lines;
import dev.plumbline.inspector.report.Printable;
import dev.plumbline.inspector.unit.AddressRange;
import java.io.IOException;
import java.util.OptionalInt;

/** Walks for people: an address a line, what it leads to beside it; steps beneath it where they are asked for. */
final class WalkText implements WalkOutput {

    private static final int NARROW_DIGITS = 10;
    private static final int WIDE_DIGITS = 18;
    private static final int SIZE_WIDTH = 4;
    private static final int STEP_MARGIN = 2;
    private static final int DETAIL_MARGIN = 6;

    private final ByteLines lines;
    private final Architecture architecture;
    private final OptionalInt columns;
    private final boolean withCodes;
    private final int addressWidth;

    /**
     * For one architecture's walks.
     *
     * @param columns how wide lines may be
     * @param withCodes whether a fault's code and an access's side effects are shown beneath it: where an access was asked
     *     about
     */
    WalkText(ByteLines lines, Architecture architecture, int columns, boolean withCodes) {
        this.lines = lines;
        this.architecture = architecture;
        this.columns = OptionalInt.of(columns);
        this.withCodes = withCodes;
        this.addressWidth = AddressText.isNarrow(architecture) ? NARROW_DIGITS : WIDE_DIGITS;
    }

    /** What is walked, above everything. */
    void heading(String description) throws IOException {
        wrapped(Printable.of(description), 2);
        lines.end();
    }

    @Override
    public void walk(long address, Walk walk) throws IOException {
        outcome(Lines.pad(hex(address), addressWidth) + "  ", walk);
        if (withCodes) {
            consequences(walk);
        }
    }

    private void outcome(String start, Walk walk) throws IOException {
        if (walk instanceof Walk.Translated t) {
            line(start
                    + mapped(t.address().value(), t.sizeBytes(), WalkWords.rights(t.rights()))
                    + "  " + memoryType(t));
        } else {
            wrapped(start + WalkWords.outcome(walk) + ": " + because(walk), Lines.length(start));
        }
    }

    private String mapped(long physical, long pageSize, String rights) {
        return "%s  %s  %s"
                .formatted(
                        Lines.pad(hex(physical), addressWidth),
                        Lines.pad(WalkWords.size(pageSize), SIZE_WIDTH),
                        rights);
    }

    private static String memoryType(Walk.Translated walk) {
        String selector = walk.memory().selector();
        String meaning = walk.memory().meaning();
        return selector.equals(meaning) ? meaning : meaning + " (" + selector + ")";
    }

    private String because(Walk walk) {
        if (walk instanceof Walk.NotHeld missing) {
            return "the %s at %s is not in the image".formatted(role(missing.level()), missing.entry());
        }
        Fault fault = ((Walk.Faulted) walk).fault();
        String where =
                fault.level().isPresent() ? " (%s)".formatted(role(fault.level().getAsInt())) : "";
        return fault.because() + where;
    }

    private String role(int level) {
        return level < architecture.format().levels().size()
                ? "%s entry, level %d"
                        .formatted(architecture.format().levels().get(level).role(), level)
                : "entry of level " + level;
    }

    private void consequences(Walk walk) throws IOException {
        if (walk instanceof Walk.Faulted faulted) {
            wrapped(
                    " ".repeat(DETAIL_MARGIN)
                            + "%s %#x: %s"
                                    .formatted(
                                            faulted.fault().code().register(),
                                            faulted.fault().code().value(),
                                            faulted.fault().code().meaning()),
                    DETAIL_MARGIN);
        } else if (walk instanceof Walk.Translated t) {
            for (Effect effect : t.effects()) {
                line("%ssets %s of the entry at %s: %#x becomes %#x"
                        .formatted(
                                " ".repeat(DETAIL_MARGIN),
                                effect.flag(),
                                effect.entry(),
                                effect.before(),
                                effect.after()));
            }
        }
    }

    @Override
    public void trace(Trace trace) throws IOException {
        line(hex(trace.address().value()));
        for (Trace.Step step : trace.steps()) {
            step(step);
        }
        end(trace.outcome());
        if (withCodes) {
            consequences(trace.outcome());
        }
        lines.end();
    }

    private void end(Walk outcome) throws IOException {
        String start = " ".repeat(STEP_MARGIN) + "= ";
        if (outcome instanceof Walk.Translated t) {
            line("%s%#x, %s page, %s, %s"
                    .formatted(
                            start,
                            t.address().value(),
                            WalkWords.size(t.sizeBytes()),
                            WalkWords.rights(t.rights()),
                            memoryType(t)));
        } else {
            outcome(start, outcome);
        }
    }

    private void step(Trace.Step step) throws IOException {
        String index = "%s[%d]".formatted(step.level().role(), step.index());
        wrapped(
                "%s%s  table %s  at %s: %s"
                        .formatted(" ".repeat(STEP_MARGIN), Lines.pad(index, 8), step.table(), step.at(), raw(step)),
                DETAIL_MARGIN);
        String flags = step.flags().isEmpty() ? "no flag set" : String.join(" ", step.flags());
        wrapped(" ".repeat(DETAIL_MARGIN) + flags + " -> " + meaning(step.entry()), DETAIL_MARGIN + 2);
    }

    private static String raw(Trace.Step step) {
        return step.level().entryBytes() == 4
                ? "0x%08x".formatted(step.entry().raw())
                : "0x%016x".formatted(step.entry().raw());
    }

    private static String meaning(Entry entry) {
        if (entry instanceof Entry.Table table) {
            return "table " + table.table();
        }
        if (entry instanceof Entry.Leaf leaf) {
            return "%s page at %s".formatted(WalkWords.size(leaf.sizeBytes()), leaf.base());
        }
        return entry instanceof Entry.Reserved reserved ? "reserved: " + reserved.why() : "not present";
    }

    @Override
    public void run(Run run) throws IOException {
        line(range(run.range()) + mapped(run.base().value(), run.pageSizeBytes(), WalkWords.rights(run.rights())));
    }

    @Override
    public void gap(AddressRange range, Walk walk) throws IOException {
        String start = range(range);
        wrapped(start + WalkWords.outcome(walk) + ": " + because(walk), addressWidth);
    }

    /** Both ends, the last address included: an end of 2^64 has no 64-bit number. */
    private String range(AddressRange range) {
        return "%s-%s  "
                .formatted(
                        Lines.pad(hex(range.start().value()), addressWidth),
                        Lines.pad(hex(range.end().value() - 1), addressWidth));
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    private void wrapped(String text, int indent) throws IOException {
        for (String line : Lines.wrap(text, indent, columns)) {
            line(line);
        }
    }

    private void line(String text) throws IOException {
        lines.text(text.stripTrailing()).end();
    }
}
