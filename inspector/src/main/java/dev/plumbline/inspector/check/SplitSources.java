package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.arch.VmSplit;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.observed.CpuInfo;
import dev.plumbline.inspector.observed.KcoreHeaders;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.observed.VmcoreInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The files that state how addresses are divided, each against the reference.
 *
 * @param check on whose behalf
 * @param architecture the reference
 */
record SplitSources(HostCheck check, Architecture architecture) {

    /** arch/x86/Kconfig, arch/arm/Kconfig: {@code config PAGE_OFFSET}. */
    private static final Map<String, VmSplit> SPLITS = Map.of(
            "VMSPLIT_3G", VmSplit.G3,
            "VMSPLIT_3G_OPT", VmSplit.G3_OPT,
            "VMSPLIT_2G", VmSplit.G2,
            "VMSPLIT_2G_OPT", VmSplit.G2_OPT,
            "VMSPLIT_1G", VmSplit.G1);

    void examine(HostView host, Findings findings) {
        Observation<KernelConfig> config = KernelEvidence.config(host);
        Observation<KcoreHeaders> kcore = KernelEvidence.kcore(host);
        Optional<VmcoreInfo> note = kcore.intact().flatMap(KcoreHeaders::vmcoreInfo);
        if (architecture instanceof I386 i386) {
            config.intact().ifPresent(c -> split(config.path(), c, i386.split(), findings));
        } else if (architecture instanceof Arm arm) {
            config.intact().ifPresent(c -> split(config.path(), c, arm.split(), findings));
        } else if (architecture instanceof X86_64) {
            boolean five = architecture.equals(X86_64.LA57);
            noted(kcore.path(), note, "pgtable_l5_enabled", five ? 1 : 0, findings);
            la57(host, five, findings);
        } else if (architecture instanceof Aarch64 arm64) {
            config.intact().ifPresent(c -> {
                Evidence evidence = Evidence.at(
                        config.path(),
                        c.lineOf("ARM64_VA_BITS"),
                        "CONFIG_ARM64_VA_BITS=" + c.value("ARM64_VA_BITS").orElse(""));
                compare("CONFIG_ARM64_VA_BITS", c.number("ARM64_VA_BITS"), arm64.kernelVaBits(), evidence, findings);
            });
            noted(kcore.path(), note, "VA_BITS", arm64.kernelVaBits(), findings);
            noted(kcore.path(), note, "TCR_EL1_T1SZ", 64 - arm64.vaBits(), findings);
        } else if (architecture instanceof Riscv riscv) {
            noted(kcore.path(), note, "VA_BITS", riscv.vaBits(), findings);
            Observation<CpuInfo> cpuinfo = host.text("proc/cpuinfo", CpuInfo::parse);
            Optional<String> mmu = cpuinfo.intact().flatMap(c -> c.value("mmu"));
            mmu.ifPresent(m -> judge(
                    "cpuinfo mmu", m, "sv" + riscv.vaBits(), Evidence.in(cpuinfo.path(), "mmu : " + m), findings));
        }
    }

    private void split(String path, KernelConfig config, VmSplit split, Findings findings) {
        Evidence offset = Evidence.at(
                path,
                config.lineOf("PAGE_OFFSET"),
                "CONFIG_PAGE_OFFSET=" + config.value("PAGE_OFFSET").orElse(""));
        compare("CONFIG_PAGE_OFFSET", config.number("PAGE_OFFSET"), split.pageOffset(), offset, findings);
        SPLITS.forEach((option, meant) -> {
            if (config.isYes(option)) {
                String subject = "CONFIG_" + option;
                Evidence chosen = Evidence.at(path, config.lineOf(option), subject + "=y");
                compare(subject, OptionalLong.of(meant.pageOffset()), split.pageOffset(), chosen, findings);
            }
        });
    }

    private void la57(HostView host, boolean five, Findings findings) {
        Observation<CpuInfo> cpuinfo = host.text("proc/cpuinfo", CpuInfo::parse);
        List<String> flags = cpuinfo.intact().map(c -> c.words("flags")).orElse(List.of());
        if (!flags.isEmpty()) {
            String listed = flags.contains("la57") ? "la57" : "no la57";
            Evidence evidence = Evidence.in(cpuinfo.path(), "flags: " + listed);
            judge("cpuinfo la57", listed, five ? "la57" : "no la57", evidence, findings);
        }
    }

    private void noted(String path, Optional<VmcoreInfo> note, String name, long expected, Findings findings) {
        OptionalLong value = note.map(n -> n.number(name)).orElse(OptionalLong.empty());
        value.ifPresent(v -> compare(
                "VMCOREINFO " + name,
                value,
                expected,
                Evidence.in(path, "NUMBER(%s)=%d".formatted(name, v)),
                findings));
    }

    private void compare(String subject, OptionalLong stated, long expected, Evidence evidence, Findings findings) {
        stated.ifPresent(s -> judge(subject, shown(s), shown(expected), evidence, findings));
    }

    private void judge(String subject, String stated, String expected, Evidence evidence, Findings findings) {
        Verdict verdict = stated.equals(expected)
                ? Verdict.Holds.equal(stated)
                : new Verdict.Violated(
                        stated, expected, "the architecture was recognised as %s".formatted(architecture.variant()));
        findings.add(check, subject, verdict, List.of(evidence));
    }

    private static String shown(long value) {
        return value >= 0 && value < 4096 ? Long.toString(value) : "0x" + Long.toHexString(value);
    }
}
