/**
 * Objects of the Java heap, read out of another process's memory by the JVM's own metadata of their classes. Whatever is torn, moved
 * meanwhile or hostile there is an empty answer here; every read and every chain is bounded.
 */
@NullMarked
package dev.plumbline.inspector.jvm.heap;

import org.jspecify.annotations.NullMarked;
