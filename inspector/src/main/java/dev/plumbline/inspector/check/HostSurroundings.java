package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.CpuInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What stands between the kernel and the files that were read.
 *
 * @param virtualization what the kernel runs on, where that is not bare metal
 * @param notes what changes the meaning of files, for people
 */
record HostSurroundings(Optional<String> virtualization, List<String> notes) {

    /** OSHI's word for a hypervisor whose name the machine does not tell. */
    private static final String UNNAMED = "hypervisor";

    /** Copies the list. */
    HostSurroundings {
        notes = List.copyOf(notes);
    }

    /**
     * What is known of a host.
     *
     * @param byOshi what OSHI says the machine runs on, by DMI and the CPU's flag
     */
    static HostSurroundings of(HostView host, Optional<String> byOshi) {
        List<String> notes =
                Environment.of(host).stream().map(Environment::toString).toList();
        return new HostSurroundings(virtualization(host, byOshi), notes);
    }

    private static Optional<String> virtualization(HostView host, Optional<String> byOshi) {
        for (Environment.Name name : List.of(Environment.Name.WSL2, Environment.Name.GVISOR)) {
            if (is(host, name)) {
                return Optional.of(name.toString());
            }
        }
        Optional<String> named = byOshi.filter(name -> !name.equals(UNNAMED));
        return line(host, "sys/hypervisor/type")
                .or(() -> named)
                .or(() -> line(host, "sys/class/dmi/id/sys_vendor").filter(v -> isVirtual(host)))
                .or(() -> isVirtual(host) ? Optional.of("a hypervisor") : Optional.empty());
    }

    /** X86_FEATURE_HYPERVISOR, bit 31 of CPUID leaf 1's ECX. */
    private static boolean isVirtual(HostView host) {
        return host.text("proc/cpuinfo", CpuInfo::parse)
                .intact()
                .filter(c -> c.words("flags").contains("hypervisor"))
                .isPresent();
    }

    private static boolean is(HostView host, Environment.Name name) {
        return Environment.of(host).stream().anyMatch(e -> e.name() == name);
    }

    private static Optional<String> line(HostView host, String path) {
        return text(host, path).map(String::strip).filter(l -> !l.isEmpty());
    }

    private static Optional<String> text(HostView host, String path) {
        return host.files().read(path).content().map(HostSurroundings::latin1);
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
