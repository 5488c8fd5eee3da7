package dev.plumbline.inspector.reference.mmu;

/**
 * The memory type that the tables select.
 *
 * @param selector the bits as the manual names them: {@code PAT 3}, {@code AttrIndx 0}, {@code PBMT 1}
 * @param meaning what they select: {@code WB}, {@code Device-nGnRE}; the selector again where the register that would tell
 *     is not known
 */
public record MemoryType(String selector, String meaning) {}
