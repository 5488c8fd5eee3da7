package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which JVM it is.
 *
 * <p>Source: {@code Abstract_VM_Version::internal_vm_info_string}, src/hotspot/share/runtime/abstract_vm_version.cpp (jdk-17): the
 * name, the VM's release in brackets, and {@code JRE (} the release of the whole {@code )}. In jdk8u the VM's release is
 * HotSpot's own number ({@code 25.412-b08}), and the other one is the JDK's.
 */
final class IdentityReader {

    private static final Pattern INFO = Pattern.compile("(.+?) \\(([^)]*)\\) .*?JRE \\((.+?)\\)[ ,].*");

    /** Flag and word of each collector; generational ones are the same collector by another flag. */
    private static final List<Collector> COLLECTORS = List.of(
            new Collector("UseEpsilonGC", "epsilon"),
            new Collector("UseZGC", "z"),
            new Collector("UseShenandoahGC", "shenandoah"),
            new Collector("UseG1GC", "g1"),
            new Collector("UseParallelGC", "parallel"),
            new Collector("UseParallelOldGC", "parallel"),
            new Collector("UseConcMarkSweepGC", "cms"),
            new Collector("UseSerialGC", "serial"));

    private IdentityReader() {}

    static JvmIdentity read(VmStructs vm, VmFlags flags) {
        VmObject version = vm.statics("Abstract_VM_Version");
        String info = version.string("_s_internal_vm_info_string").orElse("");
        Matcher parts = INFO.matcher(info);
        Optional<String> release = version.string("_s_vm_release");
        boolean told = parts.matches();
        return new JvmIdentity(
                told ? parts.group(3) : release.orElse("unknown"),
                told ? Optional.of(parts.group(1)) : Optional.empty(),
                COLLECTORS.stream()
                        .filter(c -> flags.isOn(c.flag()))
                        .map(Collector::word)
                        .findFirst());
    }

    private record Collector(String flag, String word) {}
}
