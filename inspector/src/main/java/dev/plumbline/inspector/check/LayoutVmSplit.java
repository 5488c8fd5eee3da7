package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.AddressSpace;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.observed.Auxv;
import dev.plumbline.inspector.observed.MapsParser;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The division of the virtual addresses: what the sources say of it agrees, every mapping of every process lies in the user's
 * part, and what the kernel shows of itself lies in its own.
 *
 * <p>Source: TASK_SIZE and PAGE_OFFSET of each architecture, as its file in {@code arch} cites them; gates:
 * get_gate_vma, fs/proc/task_mmu.c.
 */
final class LayoutVmSplit implements HostCheck, ProcessCheck {

    @Override
    public String id() {
        return "layout.vm-split";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of("proc/PID/maps", "proc/kallsyms", "proc/kcore");
    }

    @Override
    public void examine(HostView host, Findings findings) {
        Machine machine = Machine.of(host);
        if (machine.architecture().isEmpty()) {
            findings.add(this, "user and kernel range", machine.whyNot(), List.of());
            return;
        }
        Architecture architecture = machine.architecture().get();
        AddressSpace space = architecture.addressSpace();
        String division = "user %s, kernel %s".formatted(space.user(), space.kernel());
        String hole = architecture
                .format()
                .nonCanonicalHole()
                .map(h -> "no translation for " + h)
                .orElse("no hole");
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.in(
                "architecture", String.join("; ", machine.recognition().evidence())));
        evidence.add(Evidence.in("reference", space.source()));
        findings.add(this, "user and kernel range", new Verdict.Holds(division, division, hole), evidence);
        new SplitSources(this, architecture).examine(host, findings);
        new KernelRange(this, space).examine(host, architecture, findings);
    }

    @Override
    public void examine(ProcessView process, HostView host, Findings findings) {
        Optional<Architecture> architecture = Machine.of(host).architecture();
        if (architecture.isEmpty()) {
            return;
        }
        Observation<List<Vma>> maps = process.maps();
        Optional<List<Vma>> mappings = maps.reading().content().map(Parsed::value);
        if (mappings.isEmpty()) {
            findings.add(this, process.subject(), maps.whyNot(), List.of());
            return;
        }
        AddressSpace space = architecture.get().addressSpace();
        boolean compat = process.auxv()
                .intact()
                .flatMap(Auxv::layout)
                .filter(l -> l.wordBytes() == 4 && space.compatUser().isPresent())
                .isPresent();
        AddressRange range = compat ? space.compatUser().orElseThrow() : space.user();
        judge(process, maps, mappings.get(), space, range, findings);
    }

    private void judge(
            ProcessView process,
            Observation<List<Vma>> maps,
            List<Vma> mappings,
            AddressSpace space,
            AddressRange range,
            Findings findings) {
        List<Vma> astray = mappings.stream()
                .filter(m -> !range.contains(m.range()) && !isGate(space, m))
                .toList();
        List<Vma> own = mappings.stream().filter(m -> !isGate(space, m)).toList();
        String path = maps.path();
        List<Evidence> evidence = new ArrayList<>();
        astray.forEach(m -> evidence.add(Evidence.at(path, m.line(), m.range() + " " + m.path())));
        maps.damage().stream()
                .filter(d -> d.allowed().equals(MapsParser.ORDERED_ADDRESSES))
                .forEach(d -> evidence.add(Evidence.at(path, d.line(), d.found())));
        String observed = own.isEmpty()
                ? "no mapping"
                : "%d mappings in %s"
                        .formatted(
                                own.size(), new AddressRange(own.get(0).range().start(), highestEnd(own)));
        String expected = "within " + range;
        if (!evidence.isEmpty()) {
            String because = astray.isEmpty()
                    ? "every mapping ends above its start, on page boundaries"
                    : "%d of them are not where user addresses are".formatted(astray.size());
            findings.add(this, process.subject(), new Verdict.Violated(observed, expected, because), evidence);
            return;
        }
        if (maps.intact().isEmpty()) {
            findings.add(this, process.subject(), maps.whyNot(), List.of());
            return;
        }
        boolean aboveWindow = range.equals(space.user())
                && own.stream().anyMatch(m -> !space.defaultMapWindow().contains(m.range()));
        String because = aboveWindow
                ? "some lie above %s, where the kernel maps only if asked to"
                        .formatted(space.defaultMapWindow().end())
                : "";
        findings.add(this, process.subject(), new Verdict.Holds(observed, expected, because), List.of());
    }

    private static VirtAddr highestEnd(List<Vma> own) {
        return own.stream()
                .map(m -> m.range().end())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static boolean isGate(AddressSpace space, Vma mapping) {
        return space.gates().stream()
                .anyMatch(g -> g.name().equals(mapping.path()) && g.range().equals(mapping.range()));
    }
}
