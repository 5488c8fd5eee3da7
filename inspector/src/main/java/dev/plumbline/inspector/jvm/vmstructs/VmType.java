package dev.plumbline.inspector.jvm.vmstructs;

/**
 * A type as the JVM describes it ({@code VMTypeEntry}).
 *
 * @param superclass the type above it; empty where there is none
 * @param sizeBytes its size, unsigned
 * @param isUnsigned whether it is an unsigned integer
 */
public record VmType(String superclass, long sizeBytes, boolean isUnsigned) {}
