package dev.plumbline.inspector.check;

import dev.plumbline.inspector.reference.mmu.Mapping;
import dev.plumbline.inspector.reference.mmu.Regime;
import dev.plumbline.inspector.reference.mmu.TranslationVisitor;
import dev.plumbline.inspector.reference.mmu.Translations;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Every frame that holds a table below the roots that a stopped machine's processors ran on. */
final class TableFrames implements TranslationVisitor {

    private final TreeMap<Long, TableFrame> frames = new TreeMap<>();
    private final Set<PhysAddr> roots = new HashSet<>();
    private final AddressRange user;
    private final int pageShift;
    private Optional<PhysAddr> notHeld = Optional.empty();
    private boolean whole = true;

    private TableFrames(StoppedMachine machine) {
        this.user = machine.architecture().addressSpace().user();
        this.pageShift = machine.architecture().format().pageShift();
    }

    /** Walks from every root once. */
    static TableFrames of(StoppedMachine machine) {
        TableFrames found = new TableFrames(machine);
        Set<Set<PhysAddr>> walked = new HashSet<>();
        for (StoppedMachine.Stop stop : machine.stops()) {
            Set<PhysAddr> own = new HashSet<>();
            stop.told().roots().forEach(r -> own.add(r.table()));
            found.roots.addAll(own);
            if (walked.add(own)) {
                found.walk(machine, stop.told().regime());
                if (stop.told().kernel() != stop.told().regime()) {
                    found.walk(machine, stop.told().kernel());
                }
            }
        }
        return found;
    }

    private void walk(StoppedMachine machine, Regime regime) {
        Translations.Outcome outcome = new Translations(regime, machine.image().memory()).visitAll(this);
        whole &= outcome instanceof Translations.Outcome.Complete;
    }

    Collection<TableFrame> frames() {
        return frames.values();
    }

    /** Where an entry stands that the image does not hold; empty where it holds all tables. */
    Optional<PhysAddr> notHeld() {
        return notHeld;
    }

    /** Whether all tables were gone through: tables that lead to each other again and again are left at some point. */
    boolean whole() {
        return whole;
    }

    @Override
    public void mapping(Mapping mapping) {}

    @Override
    public void table(PhysAddr table, int sizeBytes, int level, AddressRange span) {
        long first = table.value() >>> pageShift;
        long last = (table.value() + sizeBytes - 1) >>> pageShift;
        boolean root = roots.contains(table);
        VirtAddr end = new VirtAddr(span.end().value() - 1);
        for (long pfn = first; pfn <= last; pfn++) {
            frames.putIfAbsent(pfn, new TableFrame(pfn, level, root, !user.contains(span.start()), span.start(), end));
        }
    }

    @Override
    public void notHeld(AddressRange range, PhysAddr entry, int level) {
        notHeld = notHeld.or(() -> Optional.of(entry));
    }
}
