package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A thread on the JVM's list with its stack.
 *
 * @param stack all of it, guard zones included; it grows down from the end
 * @param tid the kernel's id of the thread, in the process's own pid namespace; empty where it is not known
 * @param name the thread's name in Java, or as the kernel knows it (at most 15 bytes) where that one could not be read; empty where
 *     neither is known
 */
public record JavaThreadStack(AddressRange stack, OptionalLong tid, Optional<String> name) {}
