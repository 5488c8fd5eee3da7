package dev.plumbline.inspector.arch;

import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which virtual-memory scheme a RISC-V kernel uses. It decides at boot, by what the hardware takes. */
final class RiscvVariants {

    private static final List<Riscv> RV64 = List.of(Riscv.SV39, Riscv.SV48, Riscv.SV57);

    private RiscvVariants() {}

    static Recognition riscv(MachineFacts facts, List<String> why) {
        List<String> evidence = new ArrayList<>(why);
        return scheme(facts, evidence)
                .<Recognition>map(scheme -> new Recognition.Recognised(scheme, evidence))
                .orElseGet(() ->
                        new Recognition.Unknown("\"mmu\" in proc/cpuinfo, VMCOREINFO or a process's maps", evidence));
    }

    private static Optional<Riscv> scheme(MachineFacts facts, List<String> evidence) {
        if (facts.isSet("ARCH_RV32I")
                || facts.isSet("32BIT")
                || facts.cpuinfo().getOrDefault("isa", "").startsWith("rv32")) {
            evidence.add("the hart or the kernel is 32-bit");
            return Optional.of(Riscv.SV32);
        }
        Optional<Long> noted = facts.vmcoreNumber("VA_BITS");
        if (noted.isPresent()) {
            evidence.add("VMCOREINFO says VA_BITS=" + noted.get());
            return RV64.stream().filter(s -> s.vaBits() == noted.get()).findFirst();
        }
        String mmu = facts.cpuinfo().getOrDefault("mmu", "");
        if (mmu.matches("sv(39|48|57)")) {
            evidence.add("proc/cpuinfo says mmu: " + mmu);
            return RV64.stream().filter(s -> mmu.equals("sv" + s.vaBits())).findFirst();
        }
        return byAddresses(facts, evidence);
    }

    /** The linear map of each scheme begins outside the smaller ones' reach; user addresses below 2^47 fit two of them. */
    private static Optional<Riscv> byAddresses(MachineFacts facts, List<String> evidence) {
        Optional<VirtAddr> lowest = facts.kernelSegments().stream().min(VirtAddr::compareTo);
        if (lowest.isPresent()) {
            evidence.add("the kernel's lowest segment begins at " + lowest.get());
            return RV64.stream()
                    .filter(s -> s.addressSpace().kernel().contains(lowest.get()))
                    .findFirst();
        }
        int user = facts.userBits().orElse(0);
        boolean onlyOneFits = (user > 32 && user <= 38) || user > 47;
        if (onlyOneFits) {
            evidence.add("the highest user mapping needs %d bits".formatted(user));
        }
        return onlyOneFits ? Optional.of(user <= 38 ? Riscv.SV39 : Riscv.SV57) : Optional.empty();
    }
}
