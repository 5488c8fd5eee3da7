package dev.plumbline.inspector.reference.mmu;

/**
 * A fault as the processor reports it.
 *
 * @param register where the handler finds it: {@code error code}, {@code ESR_EL1}, {@code DFSR}, {@code scause}
 * @param value the bits that the fault determines; others are zero
 * @param meaning the same in the manual's names
 */
public record HardwareCode(String register, long value, String meaning) {}
