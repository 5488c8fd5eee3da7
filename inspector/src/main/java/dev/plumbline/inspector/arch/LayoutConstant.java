package dev.plumbline.inspector.arch;

/**
 * A constant of the user address-space layout.
 *
 * @param name as the kernel's header spells it
 * @param value unsigned
 * @param source the header
 */
public record LayoutConstant(String name, long value, String source) {}
