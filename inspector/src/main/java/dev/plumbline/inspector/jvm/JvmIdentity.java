package dev.plumbline.inspector.jvm;

import java.util.Optional;

/**
 * Which JVM a process runs.
 *
 * @param version its release, such as {@code 17.0.15+6-Debian-1deb12u1}
 * @param name the virtual machine's name, such as {@code OpenJDK 64-Bit Server VM}; empty where it is not known
 * @param collector {@code serial}, {@code parallel}, {@code g1}, {@code z}, {@code shenandoah}, {@code cms}, {@code epsilon};
 *     empty where it is not known
 */
public record JvmIdentity(String version, Optional<String> name, Optional<String> collector) {}
