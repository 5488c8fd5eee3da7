package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.EntryForm;
import dev.plumbline.inspector.arch.Granule;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.arch.TableLevel;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.check.LayoutSurvey;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.reference.mmu.tlb.Bounds;
import dev.plumbline.inspector.reference.mmu.tlb.LayoutCensus;
import dev.plumbline.inspector.reference.mmu.tlb.WalkShape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What other page sizes and one more level of tables would do to a process.
 *
 * @param subject the process, for people
 * @param choice the TLB
 * @param format its page tables
 * @param deeper those with five levels, where the architecture has them and they are not in use
 * @param survey of the process
 */
record TlbWhatIf(
        String subject,
        TlbModelChoice choice,
        PageTableFormat format,
        Optional<PageTableFormat> deeper,
        LayoutSurvey survey) {

    private static final int LEVELS_OF_THE_DEEPEST = 5;

    /** Contiguous entries by the base page's shift: of the last level, and of the one above (Arm ARM D8.7.1). */
    private static final Map<Integer, List<Integer>> CONTIGUOUS =
            Map.of(12, List.of(16, 25), 14, List.of(21, 30), 16, List.of(21, 34));

    /** Surveys a process; empty where its maps cannot be read. */
    static Optional<TlbWhatIf> of(
            ProcessView process, Architecture architecture, TlbModelChoice choice, List<Integer> pageShifts) {
        PageTableFormat format = architecture.format();
        Optional<PageTableFormat> deeper = deeper(architecture);
        List<Integer> shifts = pageShifts.isEmpty() ? List.copyOf(offered(format)) : pageShifts;
        return LayoutSurvey.of(process, new LayoutSurvey.Question(format, deeper, shifts))
                .map(survey -> new TlbWhatIf(process.subject(), choice, format, deeper, survey));
    }

    private static Optional<PageTableFormat> deeper(Architecture architecture) {
        if (architecture.format().levels().size() >= LEVELS_OF_THE_DEEPEST) {
            return Optional.empty();
        }
        if (architecture instanceof X86_64) {
            return Optional.of(X86_64.LA57.format());
        }
        if (architecture instanceof Riscv && !architecture.equals(Riscv.SV32)) {
            return Optional.of(Riscv.SV57.format());
        }
        boolean arm4k = architecture instanceof Aarch64 && architecture.format().pageShift() == Granule.K4.shift();
        return arm4k ? Optional.of(Aarch64.of(Granule.K4, 52).format()) : Optional.empty();
    }

    /** log2 of the page sizes that a format's tables can map, contiguous entries included. */
    private static Set<Integer> offered(PageTableFormat format) {
        Set<Integer> shifts = new TreeSet<>();
        for (TableLevel level : format.levels()) {
            for (EntryForm form : level.forms()) {
                if (form.kind() == EntryForm.Kind.LEAF) {
                    shifts.add(form.sizeShift());
                }
            }
        }
        if (format.flags().stream().anyMatch(f -> f.name().equals("Contiguous"))) {
            shifts.addAll(CONTIGUOUS.getOrDefault(format.pageShift(), List.of()));
        }
        return shifts;
    }

    /** Whether the page tables can map a page of that size. */
    boolean isOffered(int pageShift) {
        return offered(format).contains(pageShift);
    }

    List<LayoutCensus.Outcome> outcomes() {
        return survey.census().outcomes(WalkShape.of(format));
    }

    /** The same with five levels; empty where there are none. */
    List<LayoutCensus.Outcome> deeperOutcomes() {
        return deeper.isPresent() && survey.deeper().isPresent()
                ? survey.deeper().get().outcomes(WalkShape.of(deeper.get()))
                : List.of();
    }

    /** Bytes of the tables. */
    static Bounds tableBytes(List<Bounds> tables, PageTableFormat format) {
        Bounds bytes = Bounds.exactly(0);
        for (int i = 0; i < tables.size(); i++) {
            TableLevel level = format.levels().get(i);
            bytes = bytes.plus(tables.get(i).times((long) level.entryBytes() << level.indexBits()));
        }
        return bytes;
    }

    /** Bytes in pages of a size beyond what is resident. */
    Bounds rounding(LayoutCensus.Outcome outcome) {
        Bounds resident = survey.census().residentBytes();
        Bounds memory = outcome.pages().times(1L << outcome.pageShift());
        // Both bounds rest on the same resident bytes where those are known.
        return resident.isExact()
                ? new Bounds(Math.max(0, memory.least() - resident.least()), memory.most() - resident.most())
                : memory.minus(resident);
    }
}
