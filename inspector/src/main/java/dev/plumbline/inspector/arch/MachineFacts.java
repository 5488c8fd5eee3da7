package dev.plumbline.inspector.arch;

import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an examined machine says about itself, as plain facts. Anything may be missing. Nothing here comes from the machine
 * that runs the analysis.
 *
 * @param config the kernel's options, names with {@code CONFIG_}; an option that "is not set" is {@code n}
 * @param version /proc/version
 * @param machine {@code uname -m}, as /proc/sys/kernel/arch shows it
 * @param elfMachine e_machine of /proc/kcore
 * @param pageSizeBytes what most sources state: AT_PAGESZ of the processes, the options, VMCOREINFO
 * @param cpuinfo the first processor's keys of /proc/cpuinfo, and those behind the last processor
 * @param meminfoKeys the names in /proc/meminfo
 * @param vmcoreInfo the lines of the VMCOREINFO note
 * @param highestUserEnd the end of the highest mapping of any process, gates such as vsyscall not counted
 * @param kernelSymbols addresses from /proc/kallsyms; none where they are hidden
 * @param kernelSegments where /proc/kcore's segments begin
 */
public record MachineFacts(
        Map<String, String> config,
        Optional<String> version,
        Optional<String> machine,
        OptionalInt elfMachine,
        OptionalLong pageSizeBytes,
        Map<String, String> cpuinfo,
        List<String> meminfoKeys,
        Map<String, String> vmcoreInfo,
        Optional<VirtAddr> highestUserEnd,
        Map<String, VirtAddr> kernelSymbols,
        List<VirtAddr> kernelSegments) {

    /** Copies the collections. */
    public MachineFacts {
        config = Map.copyOf(config);
        cpuinfo = Map.copyOf(cpuinfo);
        meminfoKeys = List.copyOf(meminfoKeys);
        vmcoreInfo = Map.copyOf(vmcoreInfo);
        kernelSymbols = Map.copyOf(kernelSymbols);
        kernelSegments = List.copyOf(kernelSegments);
    }

    boolean isSet(String option) {
        return "y".equals(config.get("CONFIG_" + option));
    }

    boolean isUnset(String option) {
        return "n".equals(config.get("CONFIG_" + option));
    }

    Optional<Long> configNumber(String option) {
        return Optional.ofNullable(config.get("CONFIG_" + option)).flatMap(MachineFacts::number);
    }

    Optional<Long> vmcoreNumber(String name) {
        return Optional.ofNullable(vmcoreInfo.get("NUMBER(" + name + ")")).flatMap(MachineFacts::number);
    }

    /** Bits that the highest user mapping needs; empty where no mapping was seen. */
    OptionalInt userBits() {
        return highestUserEnd
                .map(end -> OptionalInt.of(Long.SIZE - Long.numberOfLeadingZeros(end.value() - 1)))
                .orElse(OptionalInt.empty());
    }

    /** Decimal or {@code 0x}; empty for anything else, as for an option that is a word. */
    private static Optional<Long> number(String text) {
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        String digits = hex ? text.substring(2) : text;
        boolean fits = digits.matches(hex ? "[0-9a-fA-F]{1,16}" : "[0-9]{1,18}");
        return fits ? Optional.of(Long.parseUnsignedLong(digits, hex ? 16 : 10)) : Optional.empty();
    }
}
