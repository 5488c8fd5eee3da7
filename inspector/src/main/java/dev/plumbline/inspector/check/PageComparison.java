package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.PagemapEntry;
import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.reference.mmu.Mapping;
import dev.plumbline.inspector.reference.mmu.Regime;
import dev.plumbline.inspector.reference.mmu.Trace;
import dev.plumbline.inspector.reference.mmu.TranslationVisitor;
import dev.plumbline.inspector.reference.mmu.Translations;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.reference.mmu.Walker;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Holds the pages that a root maps for programs against a process's pagemap, page by page, both in one pass. */
final class PageComparison implements TranslationVisitor {

    /** A table in the wrong place maps whatever it holds; more differences than this tell nothing more. */
    private static final int MOST_DIFFERENCES = 1 << 16;

    private static final List<String> SPECIAL_FLAGS = List.of("pf", "io");

    private final StoppedMachine machine;
    private final ProcessPages pages;
    private final Walker walker;
    private final int pageShift;
    private final List<PageDifference> differences = new ArrayList<>();
    private int next;
    private long agreeing;
    private long mapped;
    private long notHeldPages;
    private Optional<PhysAddr> firstNotHeld = Optional.empty();

    private PageComparison(StoppedMachine machine, Regime regime, ProcessPages pages) {
        this.machine = machine;
        this.pages = pages;
        this.walker = new Walker(regime, machine.image().memory());
        this.pageShift = machine.architecture().format().pageShift();
    }

    /** Compares all pages of the user's part of the address space. */
    static PageComparison of(StoppedMachine machine, Regime regime, ProcessPages pages) {
        PageComparison comparison = new PageComparison(machine, regime, pages);
        new Translations(regime, machine.image().memory())
                .visit(machine.architecture().addressSpace().user(), comparison);
        comparison.throughPagemap(-1L);
        return comparison;
    }

    /** Pages of which both say the same frame. */
    long agreeing() {
        return agreeing;
    }

    /** Pages that the tables map. */
    long mapped() {
        return mapped;
    }

    /** Present pages whose tables the image does not hold. */
    long notHeldPages() {
        return notHeldPages;
    }

    /** Where the first entry would stand that is not held. */
    Optional<PhysAddr> firstNotHeld() {
        return firstNotHeld;
    }

    List<PageDifference> differences() {
        return differences;
    }

    @Override
    public void mapping(Mapping mapping) {
        AddressRange user = machine.architecture().addressSpace().user();
        long count = mapping.sizeBytes() >>> pageShift;
        for (long i = 0; i < count && differences.size() < MOST_DIFFERENCES; i++) {
            long address = mapping.start().value() + (i << pageShift);
            if (user.contains(new VirtAddr(address))) {
                page(mapping, address, (mapping.base().value() >>> pageShift) + i);
            }
        }
    }

    private void page(Mapping mapping, long address, long pfn) {
        throughPagemap(address);
        mapped++;
        boolean shown = next < pages.size() && pages.address(next) == address;
        long entry = shown ? pages.entry(next++) : 0;
        if (!PagemapEntry.present(entry)) {
            differences.add(tablesAlone(mapping, address, pfn, entry));
        } else if (PagemapEntry.pfnField(entry) == pfn) {
            agreeing++;
        } else {
            String text = "pagemap says frame %#x, the tables %#x".formatted(PagemapEntry.pfnField(entry), pfn);
            differences.add(found(mapping, address, pfn, entry, "", text));
        }
    }

    /** What pagemap shows before an address and the tables do not map. */
    private void throughPagemap(long address) {
        while (next < pages.size()
                && Long.compareUnsigned(pages.address(next), address) < 0
                && differences.size() < MOST_DIFFERENCES) {
            if (PagemapEntry.present(pages.entry(next))) {
                pagemapAlone(pages.address(next), pages.entry(next));
            }
            next++;
        }
    }

    private void pagemapAlone(long address, long pagemap) {
        long pfn = PagemapEntry.pfnField(pagemap);
        Trace trace = walker.trace(new VirtAddr(address));
        if (trace.outcome() instanceof Walk.NotHeld missing) {
            notHeldPages++;
            firstNotHeld = firstNotHeld.or(() -> Optional.of(missing.entry()));
            return;
        }
        String cause = "";
        String text = "pagemap says frame %#x, the tables map nothing".formatted(pfn);
        if (!trace.steps().isEmpty()) {
            Trace.Step last = trace.steps().get(trace.steps().size() - 1);
            Optional<KernelPresent> kept = KernelPresent.of(
                    machine.architecture(), last, machine.image().memory());
            long inside = (address & ((1L << last.level().shift()) - 1)) >>> pageShift;
            cause = kept.filter(k -> k.pfns().contains(pfn) || k.pfns().contains(pfn - inside))
                    .map(k -> k.rule() + (isOpen(address) ? " by NUMA balancing" : ""))
                    .orElse("");
            text += ": entry %#x at %s".formatted(last.entry().raw(), last.at());
        }
        differences.add(new PageDifference(new VirtAddr(address), pagemap, OptionalLong.empty(), false, cause, text));
    }

    /** Whether the program may touch the page at all: if so, change_prot_numa (mm/mempolicy.c) took it away for a while. */
    private boolean isOpen(long address) {
        return pages.mappingOf(address)
                .filter(v -> v.readable() || v.writable() || v.executable())
                .isPresent();
    }

    private PageDifference tablesAlone(Mapping mapping, long address, long pfn, long entry) {
        String said = entry == 0 ? "nothing" : "%#x, not present".formatted(entry);
        String text = "the tables say frame %#x, pagemap %s".formatted(pfn, said);
        Optional<Vma> vma = pages.mappingOf(address);
        if (vma.isEmpty()) {
            return found(mapping, address, pfn, entry, "", text + ", and no mapping is there");
        }
        Optional<String> flag = pages.process().smaps().intact().orElse(List.of()).stream()
                .filter(s -> s.vma().range().equals(vma.get().range()))
                .flatMap(s -> special(s).stream())
                .findFirst();
        return found(mapping, address, pfn, entry, flag.orElse(""), text);
    }

    private static PageDifference found(
            Mapping mapping, long address, long pfn, long entry, String cause, String text) {
        boolean writes = mapping.rights().userWrite();
        return new PageDifference(new VirtAddr(address), entry, OptionalLong.of(pfn), writes, cause, text);
    }

    /** Mappings of frames without struct page are skipped by pagemap: walk_page_test, mm/pagewalk.c. */
    private static Optional<String> special(SmapsVma mapping) {
        return SPECIAL_FLAGS.stream()
                .filter(mapping::hasFlag)
                .findFirst()
                .map(f -> f.equals("pf") ? "VM_PFNMAP" : "VM_IO");
    }
}
