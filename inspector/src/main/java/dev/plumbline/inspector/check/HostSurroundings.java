package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.CpuInfo;
import dev.plumbline.inspector.observed.KernelVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands between the kernel and the files that were read.
 *
 * @param virtualization what the kernel runs on, where that is not bare metal
 * @param notes what changes the meaning of files, for people
 */
record HostSurroundings(Optional<String> virtualization, List<String> notes) {

    private static final Pattern HIDEPID =
            Pattern.compile("^proc /proc proc \\S*\\bhidepid=(?!0\\b|off\\b)(\\w+)", Pattern.MULTILINE);

    /** Copies the list. */
    HostSurroundings {
        notes = List.copyOf(notes);
    }

    static HostSurroundings of(HostView host) {
        return new HostSurroundings(virtualization(host), notes(host));
    }

    private static Optional<String> virtualization(HostView host) {
        if (isWsl(host)) {
            return Optional.of("WSL2");
        }
        if (isGvisor(host)) {
            return Optional.of("gVisor");
        }
        return line(host, "sys/hypervisor/type")
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

    private static List<String> notes(HostView host) {
        List<String> notes = new ArrayList<>();
        String mounts = text(host, "proc/mounts").orElse("");
        if (mounts.lines().anyMatch(l -> l.startsWith("lxcfs /proc/"))) {
            notes.add("lxcfs: it shows this container's share in parts of /proc, not the kernel's numbers");
        }
        Matcher hidden = HIDEPID.matcher(mounts);
        if (hidden.find()) {
            notes.add("hidepid=" + hidden.group(1) + ": /proc shows only processes of this user");
        }
        if (isWsl(host)) {
            notes.add("WSL2: the hypervisor gives and takes memory while Linux runs");
        }
        if (isGvisor(host)) {
            notes.add("gVisor: /proc is its own, no Linux kernel's");
        }
        return notes;
    }

    private static boolean isWsl(HostView host) {
        return host.text("proc/version", KernelVersion::parse)
                .intact()
                .filter(v -> v.release().toLowerCase(Locale.ROOT).contains("microsoft"))
                .isPresent();
    }

    /** gVisor's kernel log begins with a line of its own (pkg/sentry/kernel/syslog.go). */
    private static boolean isGvisor(HostView host) {
        return host.files()
                .kernelLog()
                .content()
                .map(HostSurroundings::latin1)
                .filter(log -> log.contains("Starting gVisor"))
                .isPresent();
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
