/**
 * The Java agent's entry points. These few classes are all that the application's system class loader sees, and they stay in
 * it: a JVM has no way to take back what an agent put there. Everything else is in {@code inside}.
 */
@NullMarked
package dev.plumbline.agent;

import org.jspecify.annotations.NullMarked;
