package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.reference.mmu.Coalescer;
import dev.plumbline.inspector.reference.mmu.Mapping;
import dev.plumbline.inspector.reference.mmu.Rights;
import dev.plumbline.inspector.reference.mmu.TranslationVisitor;
import dev.plumbline.inspector.reference.mmu.Translations;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.reference.mmu.Walker;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.io.IOException;
import java.io.UncheckedIOException;

/** All translations below the roots, in address order: coalesced, or one a page. */
final class WalkDump implements TranslationVisitor {

    private final Architecture architecture;
    private final Walker walker;
    private final WalkOutput output;
    private final Coalescer<Alike> runs;
    private final boolean pages;

    /** What pages of a run have in common. */
    private record Alike(long pageSizeBytes, Rights rights) {}

    private WalkDump(Architecture architecture, Walker walker, WalkOutput output, boolean pages) {
        this.architecture = architecture;
        this.walker = walker;
        this.output = output;
        this.pages = pages;
        this.runs = Coalescer.contiguous(
                m -> new Alike(1L << m.sizeShift(), m.rights()),
                run -> print(new WalkOutput.Run(
                        run.range(),
                        run.base(),
                        run.common().pageSizeBytes(),
                        run.common().rights())));
    }

    /**
     * Prints them.
     *
     * @param pages one line a page instead of one a run
     * @throws Failure if the tables never end, which those of no system do: some lead back to themselves
     */
    static void print(WalkSource source, WalkOutput output, boolean pages) throws IOException, Failure {
        Walker walker = new Walker(source.regime(), source.memory());
        WalkDump dump = new WalkDump(source.architecture(), walker, output, pages);
        Translations.Outcome outcome;
        try {
            outcome = new Translations(source.regime(), source.memory()).visitAll(dump);
            dump.runs.finish();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (outcome instanceof Translations.Outcome.Stopped stopped) {
            throw Failure.couldNotRun(
                    "stopped at %s, after %d tables: more than 16 TiB of 4 KiB pages have; tables that lead"
                                    .formatted(stopped.at(), stopped.tables())
                            + " back to themselves have no end");
        }
    }

    @Override
    public void mapping(Mapping mapping) {
        if (pages) {
            print(new WalkOutput.Run(mapping.range(), mapping.base(), 1L << mapping.sizeShift(), mapping.rights()));
        } else {
            runs.mapping(mapping);
        }
    }

    private void print(WalkOutput.Run run) {
        try {
            output.run(run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void notHeld(AddressRange range, PhysAddr entry, int level) {
        gap(range, new Walk.NotHeld(entry, level));
    }

    @Override
    public void reserved(VirtAddr start, PhysAddr entry, long raw, int level, String why) {
        Walk walk = walker.translate(start);
        long span = 1L << architecture.format().levels().get(level).shift();
        gap(AddressRange.of(start.value(), start.value() + span), walk);
    }

    private void gap(AddressRange range, Walk walk) {
        runs.finish();
        try {
            output.gap(range, walk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
