package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.AddressSpace;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Region;
import dev.plumbline.inspector.observed.Kallsyms;
import dev.plumbline.inspector.observed.KcoreHeaders;
import dev.plumbline.inspector.observed.KcoreSegment;
import dev.plumbline.inspector.observed.KernelModule;
import dev.plumbline.inspector.observed.KernelSymbol;
import dev.plumbline.inspector.observed.Modules;
import dev.plumbline.inspector.observed.ModulesParser;
import dev.plumbline.inspector.observed.SymbolExtent;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the kernel shows of itself, against the ranges and windows that its architecture gives it.
 *
 * @param check on whose behalf
 * @param space the reference
 */
record KernelRange(HostCheck check, AddressSpace space) {

    private static final String HIDDEN = "CAP_SYSLOG, and kernel.kptr_restrict below 2";

    void examine(HostView host, Architecture architecture, Findings findings) {
        boolean executedInPlace = KernelEvidence.config(host)
                .intact()
                .filter(c -> c.isYes("XIP_KERNEL"))
                .isPresent();
        AddressRange image = executedInPlace ? space.kernel() : window(Region.Part.KERNEL_IMAGE);
        Observation<Kallsyms> kallsyms = KernelEvidence.kallsyms(host);
        symbols(kallsyms, Kallsyms.Kind.CORE, "kernel symbols", image, findings);
        symbols(kallsyms, Kallsyms.Kind.MODULE, "module symbols", window(Region.Part.MODULES), findings);
        symbols(kallsyms, Kallsyms.Kind.GENERATED, "generated symbols", space.kernel(), findings);
        modules(host, findings);
        segments(KernelEvidence.kcore(host), architecture, findings);
    }

    private AddressRange window(Region.Part part) {
        return space.region(part).map(Region::range).orElse(space.kernel());
    }

    /** One verdict a kind; what lies outside is named by the verdict's subject. */
    private void symbols(
            Observation<Kallsyms> kallsyms, Kallsyms.Kind kind, String subject, AddressRange range, Findings findings) {
        if (kallsyms.intact().isEmpty() || kallsyms.intact().get().isZeroed()) {
            if (kind == Kallsyms.Kind.CORE) {
                Verdict verdict = kallsyms.intact().isEmpty()
                        ? kallsyms.whyNot()
                        : new Verdict.NotObservable("proc/kallsyms shows zeros instead of addresses", HIDDEN);
                findings.add(check, subject, verdict, List.of());
            }
            return;
        }
        Optional<SymbolExtent> extent = kallsyms.intact().get().extent(kind);
        if (extent.isEmpty()) {
            return;
        }
        List<KernelSymbol> astray = Stream.of(
                        extent.get().lowest(), extent.get().highest())
                .distinct()
                .filter(s -> !isIn(range, s.address()))
                .toList();
        for (KernelSymbol symbol : astray) {
            Evidence evidence = Evidence.at(kallsyms.path(), symbol.line(), symbol.toString());
            Verdict verdict = new Verdict.Violated(
                    new VirtAddr(symbol.address()).toString(),
                    "within " + range,
                    "not where this part of the kernel lies");
            findings.add(check, subject + ": " + symbol.name(), verdict, List.of(evidence));
        }
        if (astray.isEmpty()) {
            String observed = "%d in %x-%x"
                    .formatted(
                            extent.get().count(),
                            extent.get().lowest().address(),
                            extent.get().highest().address());
            findings.add(check, subject, new Verdict.Holds(observed, "within " + range, ""), List.of());
        }
    }

    private void modules(HostView host, Findings findings) {
        Observation<Modules> modules = host.text("proc/modules", ModulesParser::parse);
        if (modules.intact().isEmpty()) {
            return;
        }
        AddressRange range = window(Region.Part.MODULES);
        List<KernelModule> shown = modules.intact().get().modules().stream()
                .filter(m -> m.address() != 0)
                .toList();
        List<KernelModule> astray =
                shown.stream().filter(m -> !isIn(range, m.address())).toList();
        for (KernelModule module : astray) {
            Evidence evidence =
                    Evidence.at(modules.path(), module.line(), "%s 0x%x".formatted(module.name(), module.address()));
            Verdict verdict = new Verdict.Violated(
                    new VirtAddr(module.address()).toString(), "within " + range, "not where modules are loaded");
            findings.add(check, "module " + module.name(), verdict, List.of(evidence));
        }
        if (astray.isEmpty() && !shown.isEmpty()) {
            String all = shown.size() + " modules";
            findings.add(check, "modules", new Verdict.Holds(all, "within " + range, ""), List.of());
        }
    }

    private void segments(Observation<KcoreHeaders> kcore, Architecture architecture, Findings findings) {
        if (kcore.intact().isEmpty()) {
            findings.add(check, "kcore segments", kcore.whyNot(), List.of());
            return;
        }
        List<KcoreSegment> all = kcore.intact().get().segments();
        List<KcoreSegment> astray = all.stream()
                .filter(s -> !isIn(space.kernel(), s.virtualAddress()) || !isIn(space.kernel(), s.end() - 1))
                .toList();
        report(kcore.path(), "kcore segment", all.size(), astray, "within " + space.kernel(), findings);
        DirectMap.of(architecture, kcore.intact())
                .ifPresent(map -> report(
                        kcore.path(),
                        "direct map segment",
                        map.segments().size(),
                        map.astray(),
                        "one distance from physical addresses, within " + map.window(),
                        findings));
    }

    private void report(
            String path, String what, int count, List<KcoreSegment> astray, String expected, Findings findings) {
        for (KcoreSegment segment : astray) {
            String text =
                    "program header %d: %x-%x".formatted(segment.index(), segment.virtualAddress(), segment.end());
            Verdict verdict = new Verdict.Violated(text, expected, "not where this part of the kernel lies");
            findings.add(check, what + " " + segment.index(), verdict, List.of(Evidence.in(path, text)));
        }
        if (astray.isEmpty() && count > 0) {
            findings.add(check, what + "s", new Verdict.Holds(count + " segments", expected, ""), List.of());
        }
    }

    private static boolean isIn(AddressRange range, long address) {
        return range.contains(new VirtAddr(address));
    }
}
