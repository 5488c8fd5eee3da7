package dev.plumbline.inspector.reference.zone.derive;

/**
 * The kernel that a machine boots.
 *
 * @param release its version, for rules that leave no other trace
 * @param build the options it was built with
 * @param options its command line
 */
public record Kernel(KernelRelease release, KernelBuild build, BootOptions options) {}
