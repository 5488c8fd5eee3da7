package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * No page of the kernel's part of the address space is writable and executable for the kernel, as the page tables of a memory
 * image say. It is what the kernel itself looks for once at boot under CONFIG_DEBUG_WX.
 *
 * <p>Source: ptdump_check_wx and note_wx, arch/x86/mm/dump_pagetables.c, arch/arm64/mm/ptdump.c, arch/riscv/mm/ptdump.c (6.1).
 */
final class WritableExecutableKernel implements HostCheck {

    private static final String SUBJECT = "kernel pages";
    private static final int SHOWN = 8;

    /** The only formats without an execute-disable flag are those of i386 without PAE. */
    private static final String EXECUTE_DISABLE = "XD";

    @Override
    public String id() {
        return "mmu.wx-kernel";
    }

    @Override
    public Kind kind() {
        return Kind.POSTURE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of("mmu/physmem.idx", "mmu/physmem.bin", "mmu/registers.txt");
    }

    @Override
    public void examine(HostView host, Findings findings) {
        StoppedMachine.Outcome outcome = StoppedMachine.of(host);
        if (outcome instanceof StoppedMachine.NotHeld missing) {
            findings.add(this, SUBJECT, missing.why(), List.of());
        } else if (outcome instanceof StoppedMachine.Held held) {
            StoppedMachine.Stop stop = held.machine().stops().get(0);
            KernelPermissions map =
                    KernelPermissions.of(held.machine(), stop.told().kernel());
            findings.add(this, SUBJECT, verdict(host, held.machine(), map), evidence(host, stop, map));
        }
    }

    private static Verdict verdict(HostView host, StoppedMachine machine, KernelPermissions map) {
        List<AddressRange> both = map.writableExecutable();
        long bytes = both.stream().mapToLong(AddressRange::sizeBytes).sum();
        if (bytes > 0) {
            Optional<Evidence> cause = cause(host, machine.architecture());
            if (cause.isPresent() && map.notHeld().isPresent()) {
                return notHeld(machine, map.notHeld().get());
            }
            if (cause.isPresent()) {
                return new Verdict.Explained(
                        bytes,
                        0,
                        "bytes",
                        List.of(new Verdict.Term(bytes, cause.get())),
                        cause.get().text());
            }
            return new Verdict.Violated(
                    "%d bytes writable and executable".formatted(bytes),
                    "0",
                    "first %s (%s)"
                            .formatted(both.get(0), map.region(both.get(0).start())));
        }
        if (map.notHeld().isPresent()) {
            return notHeld(machine, map.notHeld().get());
        }
        if (map.bytes() == 0) {
            return new Verdict.NotObservable(
                    "the running root maps nothing of the kernel's part of the address space",
                    "registers of a moment in the kernel");
        }
        return new Verdict.Holds("0 of %d KiB".formatted(map.bytes() >> 10), "0 bytes writable and executable", "");
    }

    private static Verdict notHeld(StoppedMachine machine, PhysAddr entry) {
        return new Verdict.NotObservable(
                machine.image().whyNotHeld(entry), "an image with all page tables of the kernel");
    }

    /** Why the kernel has such pages whatever its configuration. */
    private static Optional<Evidence> cause(HostView host, Architecture architecture) {
        boolean x86 = architecture.machine().equals("i386");
        boolean canForbid =
                architecture.format().flags().stream().anyMatch(f -> f.name().equals(EXECUTE_DISABLE));
        if (x86 && !canForbid) {
            String text = "32-bit paging without PAE has no flag that forbids execution";
            return Optional.of(logLine(host, "NX (Execute Disable) protection")
                    .orElseGet(() -> Evidence.in(StoppedMachine.FIRST, text)));
        }
        return KernelEvidence.config(host)
                .intact()
                .map(KernelConfig::values)
                .filter(options -> options.containsKey("CONFIG_ARCH_HAS_STRICT_KERNEL_RWX")
                        || options.containsKey("CONFIG_STRICT_KERNEL_RWX"))
                .filter(options -> !"y".equals(options.get("CONFIG_STRICT_KERNEL_RWX")))
                .map(o -> Evidence.in(
                        KernelEvidence.config(host).path(),
                        "CONFIG_STRICT_KERNEL_RWX is not set: the kernel is built to leave its pages so"));
    }

    private static List<Evidence> evidence(HostView host, StoppedMachine.Stop stop, KernelPermissions map) {
        List<Evidence> evidence = new ArrayList<>();
        stop.told().roots().forEach(r -> evidence.add(stop.evidence(r)));
        map.lines().forEach(line -> evidence.add(Evidence.in(CaptureImage.FRAMES, line)));
        map.writableExecutable().stream()
                .limit(SHOWN)
                .map(r -> Evidence.in(
                        CaptureImage.FRAMES, "writable and executable: %s (%s)".formatted(r, map.region(r.start()))))
                .forEach(evidence::add);
        logLine(host, "Checked W+X mappings").ifPresent(evidence::add);
        return evidence;
    }

    private static Optional<Evidence> logLine(HostView host, String words) {
        Observation<KernelLog> log = host.kernelLog();
        return log.reading().content().stream()
                .flatMap(p -> p.value().lines().stream())
                .filter(l -> l.text().contains(words))
                .findFirst()
                .map(l -> Evidence.at(log.path(), l.line(), l.text()));
    }
}
