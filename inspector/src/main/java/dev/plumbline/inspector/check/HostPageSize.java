package dev.plumbline.inspector.check;

import dev.plumbline.bridge.NativeAnswer;
import dev.plumbline.bridge.NativeCalls;
import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.observed.Auxv;
import dev.plumbline.inspector.observed.SmapsVma;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Every source states the same base page size: the page-table format, the kernel's options, its note for crash tools, the C
 * library, the auxiliary vector of every process, and every mapping that is not hugetlb.
 *
 * <p>The format decides where it has one size. AArch64 has three: there the size that most sources state is expected of all.
 * Source: PAGE_SIZE reaches user space through ARCH_DLINFO and AT_PAGESZ (fs/binfmt_elf.c) and vma_kernel_pagesize
 * (mm/hugetlb.c).
 */
final class HostPageSize implements HostCheck, ProcessCheck {

    @Override
    public String id() {
        return "host.page-size";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of("proc/PID/auxv", "proc/PID/smaps");
    }

    @Override
    public void examine(HostView host, Findings findings) {
        OptionalLong expected = expected(host);
        if (expected.isEmpty()) {
            findings.add(
                    this,
                    "host",
                    new Verdict.NotObservable("nothing states a page size", "a readable auxv of any process"),
                    List.of());
            return;
        }
        Machine machine = Machine.of(host);
        machine.architecture()
                .ifPresent(a -> compare(
                        findings,
                        "page-table format",
                        a.format().pageSizeBytes(),
                        expected.getAsLong(),
                        Evidence.in(
                                "architecture",
                                String.join("; ", machine.recognition().evidence()))));
        for (PageSizeSources.Statement s : PageSizeSources.ofTheKernel(host)) {
            compare(findings, s.subject(), s.sizeBytes(), expected.getAsLong(), s.evidence());
        }
        if (host.files().origin() instanceof Origin.Live live && live.root().equals("/")) {
            NativeAnswer<Long> answer = NativeCalls.get().pageSizeBytes();
            if (answer instanceof NativeAnswer.Value<Long> size) {
                Evidence call = Evidence.in("sysconf", "_SC_PAGESIZE = " + size.value());
                compare(findings, "sysconf", size.value(), expected.getAsLong(), call);
            }
        }
    }

    @Override
    public void examine(ProcessView process, HostView host, Findings findings) {
        OptionalLong expected = expected(host);
        if (expected.isPresent()) {
            examineAuxv(process, expected.getAsLong(), findings);
            examineMappings(process, expected.getAsLong(), findings);
        }
    }

    private void examineAuxv(ProcessView process, long expected, Findings findings) {
        Observation<Auxv> auxv = process.auxv();
        String subject = process.subject() + " AT_PAGESZ";
        OptionalLong stated = auxv.intact().map(Auxv::pageSize).orElse(OptionalLong.empty());
        if (stated.isPresent()) {
            Evidence evidence = Evidence.in(auxv.path(), "AT_PAGESZ = " + stated.getAsLong());
            compare(findings, subject, stated.getAsLong(), expected, evidence);
        } else if (auxv.intact().isPresent()) {
            findings.add(this, subject, new Verdict.NotObservable(auxv.path() + " has no AT_PAGESZ", ""), List.of());
        } else {
            findings.add(this, subject, auxv.whyNot(), List.of());
        }
    }

    /** One verdict a process: all mappings, or the first that differ. hugetlb mappings have the size of their pool. */
    private void examineMappings(ProcessView process, long expected, Findings findings) {
        String subject = process.subject() + " KernelPageSize";
        Observation<List<SmapsVma>> smaps = process.smaps();
        Optional<List<SmapsVma>> mappings = smaps.intact();
        if (mappings.isEmpty()) {
            findings.add(this, subject, smaps.whyNot(), List.of());
            return;
        }
        List<Evidence> wrong = new ArrayList<>();
        long examined = 0;
        for (SmapsVma mapping : mappings.get()) {
            OptionalLong kib = mapping.kernelPageSizeKib();
            if (kib.isPresent() && !mapping.hasFlag("ht")) {
                examined++;
                if (kib.getAsLong() * 1024 != expected) {
                    String text = "%s %s KernelPageSize: %d kB"
                            .formatted(mapping.vma().range(), mapping.vma().path(), kib.getAsLong());
                    wrong.add(Evidence.at(smaps.path(), mapping.vma().line(), text));
                }
            }
        }
        String all = "%d of %d mappings".formatted(examined, examined);
        if (!wrong.isEmpty()) {
            String right = "%d of %d mappings".formatted(examined - wrong.size(), examined);
            String because = "the kernel maps everything but hugetlb in base pages of %d bytes".formatted(expected);
            findings.add(this, subject, new Verdict.Violated(right, all, because), wrong);
        } else if (examined > 0) {
            findings.add(this, subject, new Verdict.Holds(all, all, ""), List.of());
        }
    }

    private void compare(Findings findings, String subject, long stated, long expected, Evidence evidence) {
        Verdict verdict = stated == expected
                ? Verdict.Holds.equal(stated)
                : new Verdict.Violated(
                        Long.toString(stated), Long.toString(expected), "the other sources state another page size");
        findings.add(this, subject, verdict, List.of(evidence));
    }

    private static OptionalLong expected(HostView host) {
        Optional<Architecture> architecture = Machine.of(host).architecture().filter(a -> !(a instanceof Aarch64));
        return architecture
                .map(a -> OptionalLong.of(a.format().pageSizeBytes()))
                .orElseGet(() -> PageSizeSources.mostStated(host));
    }
}
