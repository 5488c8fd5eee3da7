package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Kallsyms;
import dev.plumbline.inspector.observed.KcoreHeaders;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.KernelSymbol;
import dev.plumbline.inspector.observed.VmcoreInfo;
import dev.plumbline.inspector.reference.layout.ImagePlacement;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The place of the kernel's image beside what was asked for.
 *
 * @param check on whose behalf
 * @param placement where the image may be
 * @param nokaslr whether the command line forbids to move it
 * @param configured whether the kernel was built to move it; empty where its options are not known
 */
record ImageFinding(HostCheck check, ImagePlacement.Movable placement, boolean nokaslr, Optional<Boolean> configured) {

    void report(HostView host, Findings findings) {
        Observation<Kallsyms> kallsyms = KernelEvidence.kallsyms(host);
        Optional<KernelSymbol> start =
                kallsyms.intact().filter(k -> !k.isZeroed()).flatMap(this::start);
        if (start.isEmpty()) {
            findings.add(check, "_text", unseen(kallsyms), List.of());
            return;
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(
                Evidence.at(kallsyms.path(), start.get().line(), start.get().toString()));
        host.kernelLog().intact().map(ImageFinding::kaslrLine).ifPresent(evidence::addAll);
        VirtAddr at = new VirtAddr(start.get().address());
        findings.add(check, "_text", judge(at, host), evidence);
        reportOffset(host, at, findings);
    }

    private Optional<KernelSymbol> start(Kallsyms kallsyms) {
        return placement.symbols().stream()
                .flatMap(name -> kallsyms.core(name).stream())
                .findFirst();
    }

    private static Verdict.NotObservable unseen(Observation<Kallsyms> kallsyms) {
        if (kallsyms.intact().isEmpty()) {
            return kallsyms.whyNot();
        }
        return kallsyms.intact().get().isZeroed()
                ? new Verdict.NotObservable(
                        "proc/kallsyms shows zeros instead of addresses",
                        "CAP_SYSLOG, and kernel.kptr_restrict below 2")
                : new Verdict.NotObservable("proc/kallsyms has no symbol at the image's start", "CONFIG_KALLSYMS_ALL");
    }

    private Verdict judge(VirtAddr at, HostView host) {
        Optional<Boolean> moved = placement.isMoved(at);
        String linked = placement.unmoved().sizeBytes() == 1
                ? placement.unmoved().start().toString()
                : "in " + placement.unmoved();
        if (moved.isEmpty()) {
            String expected =
                    "%s, or a multiple of %#x in %s".formatted(linked, placement.alignmentBytes(), placement.window());
            return new Verdict.Violated(at.toString(), expected, "neither the linker nor KASLR puts an image there");
        }
        if (moved.get()) {
            return nokaslr || configured.equals(Optional.of(false))
                    ? new Verdict.Violated(at.toString(), linked, "the image was moved although randomization is off")
                    : new Verdict.Holds(at.toString(), "not " + linked, "");
        }
        if (nokaslr) {
            return new Verdict.Holds(at.toString(), at.toString(), "not randomized, as the command line asks");
        }
        if (configured.equals(Optional.of(true))) {
            return directMapMoved(host)
                    ? new Verdict.Holds(
                            at.toString(),
                            "any slot",
                            "randomization is on, as the direct map shows, and took this slot")
                    : new Verdict.Violated(at.toString(), "not " + linked, whyNotMoved());
        }
        String because = configured.isPresent()
                ? "not randomized: the kernel is built without CONFIG_RANDOMIZE_BASE"
                : "not randomized; its options, which would say why, are not at hand";
        return new Verdict.Holds(at.toString(), at.toString(), because);
    }

    private static String whyNotMoved() {
        return "configured and not forbidden, yet the image stayed where it was linked: the boot loader or firmware gave no"
                + " seed, or found no other room";
    }

    /** x86-64: the direct map begins elsewhere than where mm.rst puts it, which only KASLR does. */
    private static boolean directMapMoved(HostView host) {
        return Machine.of(host)
                .architecture()
                .flatMap(a -> DirectMap.of(a, KernelEvidence.kcore(host).intact()))
                .filter(DirectMap::moved)
                .isPresent();
    }

    /** x86 and others note in VMCOREINFO by how much they moved; that must be what kallsyms shows. */
    private void reportOffset(HostView host, VirtAddr at, Findings findings) {
        Observation<KcoreHeaders> kcore = KernelEvidence.kcore(host);
        OptionalLong noted = kcore.intact()
                .flatMap(KcoreHeaders::vmcoreInfo)
                .map(VmcoreInfo::kernelOffset)
                .orElse(OptionalLong.empty());
        boolean exact = placement.unmoved().sizeBytes() == 1;
        if (noted.isPresent() && exact) {
            long offset = at.value() - placement.unmoved().start().value();
            Evidence evidence = Evidence.in(kcore.path(), "KERNELOFFSET=" + Long.toHexString(noted.getAsLong()));
            Verdict verdict = noted.getAsLong() == offset
                    ? Verdict.Holds.equal("0x" + Long.toHexString(offset))
                    : new Verdict.Violated(
                            "0x" + Long.toHexString(noted.getAsLong()),
                            "0x" + Long.toHexString(offset),
                            "the kernel's note and proc/kallsyms disagree about how far the image was moved");
            findings.add(check, "KERNELOFFSET", verdict, List.of(evidence));
        }
    }

    private static List<Evidence> kaslrLine(KernelLog log) {
        return log.lines().stream()
                .filter(l -> l.text().contains("KASLR enabled") || l.text().contains("KASLR disabled"))
                .limit(1)
                .map(l -> Evidence.at("dmesg", l.line(), l.text()))
                .toList();
    }
}
