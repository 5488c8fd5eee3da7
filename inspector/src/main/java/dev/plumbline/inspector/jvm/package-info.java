/** The HotSpot view of a process: what its JVM's own structures and its own words say about its memory. */
@NullMarked
package dev.plumbline.inspector.jvm;

import org.jspecify.annotations.NullMarked;
