package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.KernelCommandLine;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.reference.layout.ImagePlacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether the kernel is asked to randomize its own addresses, and whether its image really was moved.
 *
 * <p>Each weakness is reported once, at its cause: {@code nokaslr}, an option left out, or an image that stayed where it was
 * linked although nothing forbade to move it. Where the architecture, or this kernel's version, has no KASLR there is
 * nothing that could be set: that is said and no weakness of a setting.
 *
 * <p>Source: arch/x86/boot/compressed/kaslr.c, arch/x86/mm/kaslr.c, arch/arm64/kernel/pi/kaslr_early.c,
 * arch/riscv/mm/init.c.
 */
final class HostKaslrSetting implements HostCheck {

    private static final String CMDLINE = "proc/cmdline";

    @Override
    public String id() {
        return "host.kaslr-setting";
    }

    @Override
    public Kind kind() {
        return Kind.POSTURE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of(CMDLINE, "proc/config.gz", "proc/kallsyms");
    }

    @Override
    public void examine(HostView host, Findings findings) {
        Machine machine = Machine.of(host);
        Observation<KernelConfig> config = KernelEvidence.config(host);
        if (machine.architecture().isEmpty()) {
            findings.add(this, "_text", machine.whyNot(), List.of());
            examineOption("RANDOMIZE_BASE", config, findings);
            examineCommandLine(host, findings);
            return;
        }
        Optional<KernelConfig> options = config.intact();
        ImagePlacement placement = ImagePlacement.of(
                machine.architecture().get(),
                options.map(c -> c.number("PHYSICAL_START")).orElse(OptionalLong.empty()),
                options.map(c -> c.number("PHYSICAL_ALIGN")).orElse(OptionalLong.empty()));
        if (placement instanceof ImagePlacement.Immovable immovable) {
            String none = "this architecture's kernel cannot move its image: " + immovable.source();
            findings.add(this, "_text", new Verdict.Holds("not randomized", "not randomized", none), List.of());
        } else if (placement instanceof ImagePlacement.Movable movable) {
            examineOption("RANDOMIZE_BASE", config, findings);
            examineOption("RANDOMIZE_MEMORY", config, findings);
            boolean nokaslr = examineCommandLine(host, findings);
            new ImageFinding(this, movable, nokaslr, options.map(c -> c.isYes("RANDOMIZE_BASE")))
                    .report(host, findings);
        }
    }

    /** No finding where the kernel's Kconfig does not know the option. */
    private void examineOption(String option, Observation<KernelConfig> config, Findings findings) {
        String subject = "CONFIG_" + option;
        if (config.intact().isEmpty()) {
            findings.add(this, subject, withRemedy(config.whyNot()), List.of());
            return;
        }
        KernelConfig options = config.intact().get();
        Optional<String> value = options.value(option);
        if (value.isPresent()) {
            Verdict verdict = value.get().equals("y")
                    ? Verdict.Holds.equal("y")
                    : new Verdict.Violated(value.get(), "y", "this kernel was built without what its version offers");
            String text = subject + "=" + value.get();
            findings.add(this, subject, verdict, List.of(Evidence.at(config.path(), options.lineOf(option), text)));
        }
    }

    private boolean examineCommandLine(HostView host, Findings findings) {
        Observation<KernelCommandLine> cmdline = host.text(CMDLINE, KernelCommandLine::parse);
        if (cmdline.intact().isEmpty()) {
            findings.add(this, "command line", cmdline.whyNot(), List.of());
            return false;
        }
        boolean off = cmdline.intact().get().has("nokaslr");
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(
                Evidence.at(CMDLINE, 1, String.join(" ", cmdline.intact().get().words())));
        Verdict verdict = off
                ? new Verdict.Violated("nokaslr", "no nokaslr", "the boot loader turns kernel randomization off")
                : new Verdict.Holds("no nokaslr", "no nokaslr", "");
        findings.add(this, "command line", verdict, evidence);
        return off;
    }

    private static Verdict.NotObservable withRemedy(Verdict.NotObservable why) {
        String remedy = "CONFIG_IKCONFIG_PROC, or the release's config file below /boot";
        return why.remedy().isEmpty() ? new Verdict.NotObservable(why.because(), remedy) : why;
    }
}
