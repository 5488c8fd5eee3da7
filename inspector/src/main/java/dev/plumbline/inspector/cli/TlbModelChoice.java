package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Granule;
import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Machine;
import dev.plumbline.inspector.observed.CpuInfo;
import dev.plumbline.inspector.reference.mmu.tlb.TlbModel;
import dev.plumbline.inspector.reference.mmu.tlb.TlbModels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which TLB stands for a host's, and which page tables for a model's.
 *
 * @param model the model
 * @param why in words; empty where the user named it
 */
record TlbModelChoice(TlbModel model, String why) {

    /** Intel family 6 by model number (arch/x86/include/asm/intel-family.h). */
    private static final Map<Integer, String> INTEL = Map.of(85, "skylake-sp", 106, "ice-lake-sp", 108, "ice-lake-sp");

    /** Arm Ltd by part number (arch/arm64/include/asm/cputype.h). */
    private static final Map<String, String> ARM =
            Map.of("0xd08", "cortex-a72", "0xd0c", "neoverse-n1", "0xd49", "neoverse-n2");

    /** By the devicetree name that cpuinfo prints as uarch (Documentation/devicetree/bindings/riscv/cpus.yaml). */
    private static final Map<String, String> RISCV = Map.of(
            "sifive,u54",
            "sifive-u54",
            "sifive,u54-mc",
            "sifive-u54",
            "sifive,u74",
            "sifive-u74",
            "sifive,u74-mc",
            "sifive-u74",
            "sifive,bullet0",
            "sifive-u74",
            "sifive,rocket0",
            "rocket",
            "openhwgroup,cva6",
            "cva6");

    /** Stands in where the processor is none of the known. */
    private static final Map<String, String> STAND_IN = Map.of(
            "x86_64",
            "skylake-sp",
            "i386",
            "skylake-sp",
            "aarch64",
            "neoverse-n1",
            "arm",
            "cortex-a72",
            "riscv64",
            "rocket",
            "riscv32",
            "rocket");

    /** @throws Failure if there is no such model */
    static TlbModelChoice named(String name) throws Failure {
        List<String> names = TlbModels.ALL.stream().map(TlbModel::name).toList();
        return TlbModels.named(name)
                .map(m -> new TlbModelChoice(m, ""))
                .orElseThrow(
                        () -> Failure.wrongUsage("no model \"" + name + "\"; there are " + String.join(", ", names)));
    }

    /** By what cpuinfo says. */
    static TlbModelChoice of(HostView host) {
        Optional<CpuInfo> cpuinfo = host.text("proc/cpuinfo", CpuInfo::parse).intact();
        Optional<String> known = cpuinfo.flatMap(TlbModelChoice::processor);
        String machine =
                Machine.of(host).architecture().map(Architecture::machine).orElse("x86_64");
        String name = known.orElse(STAND_IN.getOrDefault(machine, "skylake-sp"));
        String why = known.isPresent()
                ? "by proc/cpuinfo"
                : "stands in: proc/cpuinfo names no processor whose TLB is known here; --model chooses another";
        return new TlbModelChoice(TlbModels.named(name).orElseThrow(), why);
    }

    private static Optional<String> processor(CpuInfo cpu) {
        OptionalInt family = number(cpu.value("cpu family"));
        OptionalInt model = number(cpu.value("model"));
        String vendor = cpu.value("vendor_id").orElse("");
        if (vendor.equals("GenuineIntel") && family.orElse(0) == 6) {
            return Optional.ofNullable(INTEL.get(model.orElse(0)));
        }
        if (vendor.equals("AuthenticAMD") && family.orElse(0) == 0x19 && model.isPresent()) {
            return Optional.of(isZen4(model.getAsInt()) ? "zen4" : "zen3");
        }
        if (cpu.value("CPU implementer").filter("0x41"::equals).isPresent()) {
            return cpu.value("CPU part").map(ARM::get);
        }
        return cpu.value("uarch").map(RISCV::get);
    }

    /** Models of family 19h (bsp_init_amd, arch/x86/kernel/cpu/amd.c, 6.6). */
    private static boolean isZen4(int model) {
        return (model >= 0x10 && model <= 0x1f) || (model >= 0x60 && model <= 0xaf);
    }

    private static OptionalInt number(Optional<String> text) {
        return text.filter(t -> t.matches("[0-9]{1,9}")).stream()
                .mapToInt(Integer::parseInt)
                .findFirst();
    }

    /** The page tables under a model where no host says which. */
    Architecture usualArchitecture() {
        return switch (model.machine()) {
            case "aarch64" -> Aarch64.of(Granule.K4, 48);
            case "riscv64" -> Riscv.SV39;
            default -> X86_64.FOUR_LEVEL;
        };
    }
}
