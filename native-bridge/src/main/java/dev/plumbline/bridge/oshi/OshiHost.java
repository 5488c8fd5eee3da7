package dev.plumbline.bridge.oshi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import oshi.hardware.CentralProcessor.LogicalProcessor;
import oshi.hardware.common.platform.linux.LinuxGlobalMemory;
import oshi.util.GlobalConfig;
import oshi.util.driver.linux.Sysfs;
import oshi.util.linux.ProcPath;

/**
 * OSHI's answers in Java's own types; zero, blank and "unknown" come back empty. OSHI's paths are fixed when its classes
 * are first used: the root of the first instance counts for the life of the process.
 */
public final class OshiHost {

    private static final int CPUINFO_BYTES = 64 << 10;

    /** LinuxGlobalMemory wants it for quantities that nothing here asks for. */
    private static final long PAGE_BYTES = 4096;

    private final Map<String, String> cpuinfo;
    private final QuietProcessor processor;

    /**
     * Reads the topology and /proc/cpuinfo.
     *
     * @param root {@code /}, or where another mount namespace's root lies
     * @throws IOException if /proc/cpuinfo cannot be read
     */
    public OshiHost(Path root) throws IOException {
        GlobalConfig.set(GlobalConfig.OSHI_UTIL_PROC_PATH, root.resolve("proc").toString());
        GlobalConfig.set(GlobalConfig.OSHI_UTIL_SYS_PATH, root.resolve("sys").toString());
        this.cpuinfo = firstProcessor(Path.of(ProcPath.CPUINFO));
        this.processor = new QuietProcessor();
    }

    /** The CPU's name as the kernel prints it. */
    public Optional<String> cpuName() {
        return Optional.ofNullable(cpuinfo.get("model name"))
                .or(() -> Optional.ofNullable(cpuinfo.get("cpu model")))
                .flatMap(Text::known);
    }

    /** The CPU's microarchitecture by vendor, family and model. */
    public Optional<String> microarchitecture() {
        return Microarchitecture.of(cpuinfo);
    }

    /** CPUs online. */
    public OptionalInt cpus() {
        int count = processor.getLogicalProcessorCount();
        return count > 0 ? OptionalInt.of(count) : OptionalInt.empty();
    }

    /** NUMA nodes that have a CPU; a node of memory alone is not among them. */
    public OptionalInt nodesWithCpus() {
        long count = processor.getLogicalProcessors().stream()
                .mapToInt(LogicalProcessor::getNumaNode)
                .distinct()
                .count();
        return count > 0 ? OptionalInt.of((int) count) : OptionalInt.empty();
    }

    /** MemTotal in bytes: what the kernel manages, not what is installed. */
    public OptionalLong memoryBytes() {
        long bytes = new LinuxGlobalMemory(PAGE_BYTES).getTotal();
        return bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
    }

    /** The machine's vendor and model by DMI; a hypervisor's name in a virtual machine. */
    public Optional<String> machine() {
        String vendor = Text.known(Sysfs.querySystemVendor()).orElse("");
        String model = Text.known(Sysfs.queryProductModel()).orElse("");
        return Text.known(vendor + " " + model);
    }

    /** Whether the CPU says that it runs under a hypervisor (x86 alone has a flag for it, and only sets it then). */
    public boolean hypervisorFlag() {
        return (" " + cpuinfo.getOrDefault("flags", "") + " ").contains(" hypervisor ");
    }

    private static Map<String, String> firstProcessor(Path file) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        String text;
        try (var in = Files.newInputStream(file)) {
            text = new String(in.readNBytes(CPUINFO_BYTES), StandardCharsets.ISO_8859_1);
        }
        for (String line : text.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                break;
            }
            fields.put(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return fields;
    }
}
