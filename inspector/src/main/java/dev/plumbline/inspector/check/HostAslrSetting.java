package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.AslrBits;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.observed.Sysctl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The settings that place user mappings at random: kernel.randomize_va_space, the bits of randomness that mmap uses, and
 * whether the legacy bottom-up layout is on.
 *
 * <p>Source: Documentation/admin-guide/sysctl/kernel.rst and vm.rst; ranges: ARCH_MMAP_RND_BITS_MIN and _MAX of each
 * architecture's Kconfig. A value below the maximum is the default everywhere and no weakness.
 */
final class HostAslrSetting implements HostCheck {

    private static final String RANDOMIZE = "proc/sys/kernel/randomize_va_space";
    private static final String RND_BITS = "proc/sys/vm/mmap_rnd_bits";
    private static final String RND_COMPAT_BITS = "proc/sys/vm/mmap_rnd_compat_bits";
    private static final String LEGACY = "proc/sys/vm/legacy_va_layout";

    @Override
    public String id() {
        return "host.aslr-setting";
    }

    @Override
    public Kind kind() {
        return Kind.POSTURE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of(RANDOMIZE, RND_BITS, LEGACY);
    }

    @Override
    public void examine(HostView host, Findings findings) {
        examineRandomize(host, findings);
        Optional<Architecture> architecture = Machine.of(host).architecture();
        examineBits(host, findings, RND_BITS, architecture.map(a -> a.aslrBits().mmap()), "ARCH_MMAP_RND_BITS");
        Observation<Sysctl> compat = host.text(RND_COMPAT_BITS, Sysctl::parseNumber);
        boolean hasCompat = compat.reading().content().isPresent()
                || KernelEvidence.config(host)
                        .intact()
                        .filter(c -> c.isYes("HAVE_ARCH_MMAP_RND_COMPAT_BITS") && c.isYes("COMPAT"))
                        .isPresent();
        if (hasCompat) {
            Optional<AslrBits.Range> range =
                    architecture.flatMap(a -> a.aslrBits().compat());
            examineBits(host, findings, RND_COMPAT_BITS, range, "ARCH_MMAP_RND_COMPAT_BITS");
        }
        examineLegacy(host, findings);
    }

    private void examineRandomize(HostView host, Findings findings) {
        Observation<Sysctl> setting = host.text(RANDOMIZE, Sysctl::parseNumber);
        if (setting.intact().isEmpty()) {
            findings.add(this, "randomize_va_space", setting.whyNot(), List.of());
            return;
        }
        long value = setting.intact().get().number();
        String weakness = value == 0
                ? "nothing is placed at random"
                : "the heap begins right behind the program: everything but brk is random";
        Verdict verdict =
                value >= 2 ? Verdict.Holds.equal(value) : new Verdict.Violated(Long.toString(value), "2", weakness);
        findings.add(this, "randomize_va_space", verdict, List.of(Evidence.at(RANDOMIZE, 1, Long.toString(value))));
    }

    /** The options of the running kernel state the range where they are at hand; the architecture's Kconfig otherwise. */
    private void examineBits(
            HostView host, Findings findings, String path, Optional<AslrBits.Range> ofArchitecture, String option) {
        String subject = path.substring(path.lastIndexOf('/') + 1);
        Observation<Sysctl> setting = host.text(path, Sysctl::parseNumber);
        if (setting.intact().isEmpty()) {
            findings.add(this, subject, setting.whyNot(), List.of());
            return;
        }
        long value = setting.intact().get().number();
        List<Evidence> evidence = new ArrayList<>(List.of(Evidence.at(path, 1, Long.toString(value))));
        Optional<AslrBits.Range> range = configured(host, option, evidence).or(() -> ofArchitecture);
        if (range.isEmpty()) {
            String because = "neither the options nor a reference for this architecture give its range";
            findings.add(this, subject, new Verdict.NotObservable(because, "the kernel's config"), evidence);
            return;
        }
        Verdict verdict = range.get().contains(value)
                ? new Verdict.Holds(Long.toString(value), range.get().toString(), "")
                : new Verdict.Violated(
                        Long.toString(value), range.get().toString(), "the kernel accepts no value outside this range");
        findings.add(this, subject, verdict, evidence);
    }

    private void examineLegacy(HostView host, Findings findings) {
        Observation<Sysctl> setting = host.text(LEGACY, Sysctl::parseNumber);
        if (setting.intact().isEmpty()) {
            findings.add(this, "legacy_va_layout", setting.whyNot(), List.of());
            return;
        }
        long value = setting.intact().get().number();
        Verdict verdict = value == 0
                ? Verdict.Holds.equal(value)
                : new Verdict.Violated(
                        Long.toString(value),
                        "0",
                        "mmap grows from a third of the address space upwards, next to the heap");
        findings.add(this, "legacy_va_layout", verdict, List.of(Evidence.at(LEGACY, 1, Long.toString(value))));
    }

    private static Optional<AslrBits.Range> configured(HostView host, String option, List<Evidence> evidence) {
        Observation<KernelConfig> config = KernelEvidence.config(host);
        Optional<KernelConfig> options = config.intact();
        OptionalLong min = options.map(c -> c.number(option + "_MIN")).orElse(OptionalLong.empty());
        OptionalLong max = options.map(c -> c.number(option + "_MAX")).orElse(OptionalLong.empty());
        if (min.isEmpty() || max.isEmpty()) {
            return Optional.empty();
        }
        String text = "CONFIG_%s_MAX=%d".formatted(option, max.getAsLong());
        evidence.add(Evidence.at(config.path(), options.orElseThrow().lineOf(option + "_MAX"), text));
        return Optional.of(new AslrBits.Range((int) min.getAsLong(), (int) max.getAsLong()));
    }
}
