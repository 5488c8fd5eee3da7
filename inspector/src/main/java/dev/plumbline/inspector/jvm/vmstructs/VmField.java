package dev.plumbline.inspector.jvm.vmstructs;

/**
 * A field as the JVM describes it ({@code VMStructEntry}).
 *
 * @param typeString its C++ type: {@code size_t}, {@code const char*}
 * @param isStatic whether there is one of it, at {@code position}; else {@code position} is its offset in an object
 * @param position address or offset in bytes
 */
public record VmField(String typeString, boolean isStatic, long position) {}
