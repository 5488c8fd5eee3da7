package dev.plumbline.inspector.reference.mmu;

import java.util.OptionalInt;

/**
 * A walk that ended without a translation.
 *
 * @param kind why, in terms that all architectures share
 * @param level how many levels lie below the entry that ended it, 0 for the last level; empty where no entry did
 * @param code as the processor reports it
 * @param because why, in the manual's terms
 */
public record Fault(FaultClass kind, OptionalInt level, HardwareCode code, String because) {}
